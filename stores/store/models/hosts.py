"""Host names that stores had before."""

from django.db import models

from stores.store.models.store import StorePage
from stores.validators import validate_hostname


class FormerHost(models.Model):
    """A host that leads to the store's present one, until the network releases it for others."""

    hostname = models.CharField(max_length=255, unique=True, validators=[validate_hostname])
    store = models.ForeignKey(StorePage, on_delete=models.CASCADE, related_name="former_hosts")
    retired_at = models.DateTimeField()

    class Meta:
        ordering = ["-retired_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="former_host_is_not_empty", condition=~models.Q(hostname="")),
        ]

    def __str__(self) -> str:
        return self.hostname
