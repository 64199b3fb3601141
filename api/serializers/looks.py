"""How a store's site looks, in an answer."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.serializers.pictures import CropSerializer, PictureSerializer, picture_data
from api.serializers.shown import ShownSerializer
from stores.choices import Theme
from stores.models import StorePage


class LookSerializer(ShownSerializer):
    """How the store's site looks."""

    theme = serializers.ChoiceField(Theme.values)
    accent = serializers.CharField(help_text="`#rrggbb`; contrast with white at least 4.5.")
    logo = serializers.SerializerMethodField()
    icon = serializers.SerializerMethodField(
        help_text="The logo whole on a white square of 192 pixels, a PNG: for browsers and phones."
    )
    share = serializers.SerializerMethodField(
        help_text="The logo whole on white, 1200 × 630 pixels, a JPEG: for pages without a picture, when shared."
    )

    @extend_schema_field(PictureSerializer(allow_null=True))
    def get_logo(self, store: StorePage) -> dict[str, Any] | None:
        return picture_data(self.shown.picture(store.logo_id), store.logo_alt or store.title)

    @extend_schema_field(CropSerializer(allow_null=True))
    def get_icon(self, store: StorePage) -> dict[str, Any] | None:
        logo = self.shown.picture(store.logo_id)
        return logo.icon if logo else None

    @extend_schema_field(CropSerializer(allow_null=True))
    def get_share(self, store: StorePage) -> dict[str, Any] | None:
        logo = self.shown.picture(store.logo_id)
        return logo.card if logo else None
