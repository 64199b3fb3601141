"""Promo lines in an answer."""

from typing import Any

from rest_framework import serializers

from api.caching.edges import next_midnight
from api.caching.parts import any_in, any_of
from api.caching.scopes import store_scope
from api.caching.shelf import EXPIRED
from api.serializers.plain import PlainSerializer, represented
from api.serializers.shown import Shown
from stores.banners.shown import banners_of
from stores.choices import BannerStyle


class BannerLinkSerializer(PlainSerializer):
    """Where a promo line leads."""

    url = serializers.CharField(help_text="An absolute web address, or `tel:`.")
    path = serializers.CharField(allow_null=True, help_text="On the store's own site; null for what leads elsewhere.")
    label = serializers.CharField(help_text="The stretch of the text that is the link: its first occurrence.")


class BannerSerializer(PlainSerializer):
    """A promo line as it shows now."""

    id = serializers.CharField()
    origin = serializers.ChoiceField(["network", "store"])
    text = serializers.CharField(help_text="The whole text, the link's words included.")
    html = serializers.CharField(help_text="The same as markup, escaped, with its link.")
    style = serializers.ChoiceField(BannerStyle.choices)
    language = serializers.CharField(help_text="The language of its text: `es`.")
    link = BannerLinkSerializer(allow_null=True)
    show_from = serializers.DateField(allow_null=True)
    show_until = serializers.DateField(allow_null=True)
    posted_at = serializers.DateTimeField(
        allow_null=True, default_timezone=None, help_text="When an alert was posted, on the store's clock."
    )
    is_locked = serializers.BooleanField(help_text="Whether the store may not hide it.")


def banner_answers(shown: Shown) -> list[dict[str, Any]]:
    """The promo lines that stand on the store's site at the moment."""
    store = shown.store

    def find() -> list[dict[str, Any]]:
        rows = banners_of(store, shown.at, root=shown.root, language=shown.language)
        return list(represented(BannerSerializer, rows, {}, many=True))

    needs = any_in(store_scope(store.pk)), any_of("network-banner"), any_of("group"), any_of(EXPIRED)
    found = shown.known(
        "banners", (store.pk, shown.root, shown.language), find, *needs, until=next_midnight(store.time_zone, shown.at)
    )
    return list(found)
