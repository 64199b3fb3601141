"""Wagtail's `meta` of a page, and the addresses and moments in it."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import reverse
from rest_framework import serializers

from api.serializers.plain import PlainSerializer
from api.serializers.shown import Shown, ShownSerializer

# Page type -> the endpoint that answers it.
ENDPOINTS = {"cms.ArticlePage": "articles", "cms.ExpertPage": "experts"}


def api_url(name: str, *args: Any, **query: str) -> str:
    """An absolute address in the API on the network's host: `api_url("articles:detail", 41, store="pitman")`."""
    url = settings.NETWORK_URL + _path(name, settings.ROOT_URLCONF, *args)
    return url + "".join(f"{'&' if at else '?'}{key}={value}" for at, (key, value) in enumerate(query.items()))


@lru_cache(maxsize=4_096)
def _path(name: str, urlconf: str, *args: Any) -> str:
    return reverse(f"api:{name}", args=args, urlconf=urlconf)


def local_iso(moment: Any, shown: Shown) -> str | None:
    """ISO 8601 with offset in the store's zone."""
    return moment.astimezone(shown.store.zone).replace(microsecond=0).isoformat() if moment else None


class PageMetaSerializer(ShownSerializer):
    """Wagtail's `meta` of a page."""

    type = serializers.SerializerMethodField()
    detail_url = serializers.SerializerMethodField()
    html_url = serializers.SerializerMethodField()
    path = serializers.SerializerMethodField(help_text="On the store's site, whichever host that has.")
    slug = serializers.CharField()
    first_published_at = serializers.SerializerMethodField()
    last_published_at = serializers.SerializerMethodField()

    def get_type(self, page: Any) -> str:
        return page._meta.label

    def get_detail_url(self, page: Any) -> str | None:
        """None for a page that is previewed before it was ever saved."""
        if page.pk is None:
            return None
        return api_url(f"{ENDPOINTS[page._meta.label]}:detail", page.pk, store=self.shown.store.slug)

    def get_html_url(self, page: Any) -> str:
        return self.shown.url(page)

    def get_path(self, page: Any) -> str:
        return self.shown.path(page)

    def get_first_published_at(self, page: Any) -> str | None:
        return local_iso(page.first_published_at, self.shown)

    def get_last_published_at(self, page: Any) -> str | None:
        return local_iso(page.last_published_at, self.shown)


class SeoSerializer(PlainSerializer):
    """What search engines are told of a page: what an editor wrote for them, else what the page says itself."""

    title = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    canonical_url = serializers.URLField()
