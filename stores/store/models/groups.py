"""Named sets of stores."""

from django.db import models


class StoreGroup(models.Model):
    """A region, a banner, a franchisee. A store that joins is in every audience that names the group."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=80, unique=True, help_text="The group's name in the API and in import files.")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
