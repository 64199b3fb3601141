"""The network's default for the addresses of stores' own frontends."""

from django.db import models

from stores.choices import BuiltInSite
from stores.store.frontends import validate_default_address, validate_preview_path

ONLY = 1
"""The id of the only row."""


class NetworkFrontend(models.Model):
    """One row at most. Stores that say nothing else have their frontend here; without an address they have none."""

    address = models.CharField(
        "frontend address",
        max_length=255,
        blank=True,
        default="",
        validators=[validate_default_address],
        help_text="Of every store that says nothing else; {store} stands for the store's slug. "
        "Such as https://{store}.example.com or https://www.example.com/stores/{store}. Empty: none.",
    )
    built_in_site = models.CharField(
        "its built-in site", max_length=10, choices=BuiltInSite, default=BuiltInSite.REDIRECT
    )
    preview_path = models.CharField(
        max_length=255,
        blank=True,
        default="",
        db_default="",
        validators=[validate_preview_path],
        help_text="Behind the address: where the frontends show drafts. Such as /api/preview. Empty: they show none.",
    )

    class Meta:
        verbose_name = "default of frontend addresses"
        verbose_name_plural = "default of frontend addresses"
        constraints = [
            models.CheckConstraint(name="one_default_of_frontends", condition=models.Q(pk=ONLY)),
            models.CheckConstraint(
                name="default_of_frontends_names_the_store",
                condition=models.Q(address="") | models.Q(address__startswith="http", address__contains="{store}"),
            ),
            models.CheckConstraint(
                name="default_of_previews_is_a_path",
                condition=models.Q(preview_path="") | models.Q(preview_path__startswith="/"),
            ),
        ]

    def __str__(self) -> str:
        return "all stores"
