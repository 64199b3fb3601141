"""Promo lines in an answer."""

from rest_framework import serializers

from api.serializers.plain import PlainSerializer
from stores.choices import BannerStyle


class BannerLinkSerializer(PlainSerializer):
    """Where a promo line leads."""

    url = serializers.CharField(help_text="An absolute web address, or `tel:`.")
    label = serializers.CharField(help_text="The stretch of the text that is the link: its first occurrence.")


class BannerSerializer(PlainSerializer):
    """A promo line as it shows now."""

    id = serializers.CharField()
    origin = serializers.ChoiceField(["network", "store"])
    text = serializers.CharField(help_text="The whole text, the link's words included.")
    html = serializers.CharField(help_text="The same as markup, escaped, with its link.")
    style = serializers.ChoiceField(BannerStyle.choices)
    link = BannerLinkSerializer(allow_null=True)
    show_from = serializers.DateField(allow_null=True)
    show_until = serializers.DateField(allow_null=True)
    posted_at = serializers.DateTimeField(
        allow_null=True, default_timezone=None, help_text="When an alert was posted, on the store's clock."
    )
    is_locked = serializers.BooleanField(help_text="Whether the store may not hide it.")
