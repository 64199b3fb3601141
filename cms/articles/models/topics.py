"""What articles are about."""

from django.db import models


class Topic(models.Model):
    """A shelf of the library, such as "Immune system"."""

    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
