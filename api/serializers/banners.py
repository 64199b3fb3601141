"""Promo lines in an answer."""

from rest_framework import serializers

from stores.choices import BannerStyle


class BannerLinkSerializer(serializers.Serializer):
    """Where a promo line leads."""

    url = serializers.CharField(help_text="An absolute web address, or `tel:`.")
    label = serializers.CharField()


class BannerSerializer(serializers.Serializer):
    """A promo line as it shows now."""

    id = serializers.CharField()
    origin = serializers.ChoiceField(["network", "store"])
    text = serializers.CharField()
    style = serializers.ChoiceField(BannerStyle.choices)
    link = BannerLinkSerializer(allow_null=True)
    show_from = serializers.DateField(allow_null=True)
    show_until = serializers.DateField(allow_null=True)
    is_locked = serializers.BooleanField(help_text="Whether the store may not hide it.")
