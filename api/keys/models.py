"""Keys, and whether anybody may read without one."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from api.keys.secrets import key_digest, new_prefix, written_key
from stores.models import StorePage

ONLY = 1
KEPT = timedelta(days=90)
"""How long a key is listed that was revoked, or has ended; until then a new end makes the latter good again."""


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def of(self, store: StorePage | None) -> Self:
        """Those of a store, or of the network (None): nobody else's are there at all."""
        return self.filter(store=store).order_by(F("revoked_at").desc(nulls_first=True), "name", "pk")

    def standing(self) -> Self:
        """Not revoked."""
        return self.filter(revoked_at__isnull=True)


class ApiKey(models.Model):
    """`scopes`: words of `api.keys.scopes`, in a row with spaces. `old_*`: the key before the last rotation, which is
    good until then. `per_second`: its own limit of costly requests; None: each address that uses it has the usual one.
    """

    wagtail_reference_index_ignore = True

    store = models.ForeignKey(StorePage, on_delete=models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=100)
    scopes = models.CharField(max_length=100)
    prefix = models.CharField(max_length=20, unique=True)
    digest = models.CharField(max_length=64)
    old_prefix = models.CharField(max_length=20, blank=True, default="")
    old_digest = models.CharField(max_length=64, blank=True, default="")
    old_until = models.DateTimeField(null=True)
    per_second = models.PositiveIntegerField(null=True)
    expires_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    rotated_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("API key")

    def __str__(self) -> str:
        return self.name

    def renew(self) -> str:
        """Another prefix and secret; gives the whole key, which is nowhere else."""
        self.prefix = new_prefix()
        key = written_key(self.prefix)
        self.digest = key_digest(key)
        return key

    @property
    def scope_list(self) -> list[str]:
        return self.scopes.split()

    def state(self, at: datetime) -> str:
        """`revoked`, `expired` or `on`."""
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if self.expires_at is not None and self.expires_at <= at else "on"

    def old_is_good(self, at: datetime) -> bool:
        """Whether the key before this one is still taken."""
        return self.old_until is not None and self.old_until > at and self.state(at) == "on"


class NetworkAccess(models.Model):
    """One row, or none: then anybody may read."""

    anonymous_read = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("access to the API")
        verbose_name_plural = _("access to the API")
        constraints = [models.CheckConstraint(condition=Q(pk=ONLY), name="api_networkaccess_only")]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


def old_keys(at: datetime) -> models.QuerySet[ApiKey]:
    """Revoked long ago, or at their end as long ago."""
    over = at - KEPT
    return ApiKey.objects.filter(Q(revoked_at__lt=over) | Q(expires_at__lt=over, revoked_at__isnull=True))
