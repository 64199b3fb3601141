"""`sitemap/`, `navigation/` and `chrome/`: what a frontend needs of a store's site besides its pages."""

from datetime import datetime
from functools import cached_property

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.caching.edges import hours_edge, next_midnight
from api.caching.freshness import generations_of
from api.endpoints.endpoint import Endpoint
from api.endpoints.languages import SITE_LANGUAGE_PARAMETERS, site_language
from api.endpoints.schema import CountedMetaSerializer, listing_of, openapi
from api.protocol.fields import Selection, kept_of
from api.protocol.parameters import (
    FIELDS_PARAMETERS,
    LINKS_PARAMETERS,
    STORE_PARAMETERS,
    TAGS_PARAMETERS,
    Parameters,
    link_root,
)
from api.serializers.banners import BannerSerializer, banner_answers
from api.serializers.shown import Shown
from api.serializers.site_pages import MenuLinkSerializer, NavigationSerializer
from api.serializers.store_answers import store_answer
from api.serializers.stores import StoreSerializer
from api.site.languages import speaking
from api.site.paths import every_path, menus_of
from api.site.resolver import shown_with_profile
from cms.articles.addresses import KINDS, MADE_KINDS

OF_CHROME = (
    *("type", "detail_url", "html_url", "path", "slug", "first_published_at", "last_published_at"),
    *("name", "site", "address", "phone", "status", "links", "tasks", "look"),
)
"""What `chrome/` says of the store: what header and footer show. All of it stands in `stores/<slug>/`."""


class SitePathSerializer(serializers.Serializer):
    """One path of a store's site."""

    type = serializers.ChoiceField([*KINDS.values(), *MADE_KINDS[:-1]])
    id = serializers.IntegerField(allow_null=True, help_text="Null for a page that the site makes itself.")
    slug = serializers.CharField(allow_blank=True)
    language = serializers.CharField(help_text="Of its text; of what the site makes itself, that of its words.")
    url = serializers.CharField(help_text="A web address; with `links=path`, the path.")
    path = serializers.CharField()
    last_changed_at = serializers.DateTimeField(allow_null=True, help_text="When the page was last published.")


class MenuLeafSerializer(NavigationSerializer):
    """A link below another."""

    children = NavigationSerializer(many=True, help_text="None stand any deeper.")


class MenuItemSerializer(MenuLinkSerializer):
    """A link of a menu, with those below it."""

    children = MenuLeafSerializer(many=True)


class ChromeStoreSerializer(StoreSerializer):
    """Of the store what header and footer show."""

    def get_fields(self) -> dict[str, serializers.Field]:
        return {name: field for name, field in super().get_fields().items() if name in {*OF_CHROME, "meta"}}


class ChromeSerializer(serializers.Serializer):
    """What stands around every page of a store's site."""

    store = ChromeStoreSerializer()
    banners = BannerSerializer(many=True)
    navigation = MenuItemSerializer(many=True)


class SiteListEndpoint(Endpoint):
    """A list that comes whole, as no site has too much of it for one answer."""

    form = LINKS_PARAMETERS

    @classmethod
    def known_parameters(cls, action: str) -> Parameters:
        return {**STORE_PARAMETERS, **FIELDS_PARAMETERS, **TAGS_PARAMETERS, **LINKS_PARAMETERS}


class SitemapEndpoint(SiteListEndpoint):
    """Every path of a store's site."""

    name = "sitemap"

    @extend_schema(
        operation_id="sitemap_list",
        parameters=openapi(SiteListEndpoint.known_parameters("")),
        responses=listing_of(SitePathSerializer, CountedMetaSerializer),
    )
    def listing_view(self, request: Request) -> Response:
        selection = self.selection_for(SitePathSerializer, default=None)
        paths = every_path(self.shown)
        items = paths if "fields" not in request.GET else kept_of(paths, selection)
        return self.enveloped(items, len(items), {"next": None, "previous": None})


class NavigationEndpoint(SiteListEndpoint):
    """The menus of a store's site."""

    name = "navigation"

    @classmethod
    def known_parameters(cls, action: str) -> Parameters:
        return {**super().known_parameters(action), **SITE_LANGUAGE_PARAMETERS}

    @cached_property
    def shown(self) -> Shown:
        query, known = self.request.GET, generations_of(self.request)
        return Shown(self.store, self.at, generations=known, root=link_root(query), language=site_language(query))

    @extend_schema(
        operation_id="navigation_list",
        parameters=openapi({**SiteListEndpoint.known_parameters(""), **SITE_LANGUAGE_PARAMETERS}),
        responses=listing_of(MenuItemSerializer, CountedMetaSerializer),
    )
    def listing_view(self, request: Request) -> Response:
        selection = self.selection_for(MenuItemSerializer, default=None)
        with speaking(self.shown.language):
            items = kept_of(menus_of(self.shown), selection)
        return self.enveloped(items, len(items), {"next": None, "previous": None})


class ChromeEndpoint(Endpoint):
    """Header and footer of every page of a store's site, in one small answer."""

    name = "chrome"

    @classmethod
    def known_parameters(cls, action: str) -> Parameters:
        return {**SiteListEndpoint.known_parameters(action), **SITE_LANGUAGE_PARAMETERS}

    def good_until(self, at: datetime) -> datetime:
        edges = super().good_until(at), next_midnight(self.store.time_zone, at)
        return min(*edges, hours_edge(self.whole.schedules.values(), at))

    @extend_schema(
        operation_id="chrome_retrieve",
        parameters=openapi({**SiteListEndpoint.known_parameters(""), **SITE_LANGUAGE_PARAMETERS}),
        responses=ChromeSerializer,
    )
    def listing_view(self, request: Request) -> Response:
        selection = self.selection_for(ChromeSerializer, default=None)
        root, language = link_root(request.GET), site_language(request.GET)
        shown = self.whole = shown_with_profile(self.store, self.at, generations_of(request), root, language)
        with speaking(language):
            answer = {
                "store": kept_of(store_answer(shown), Selection(frozenset(OF_CHROME))),
                "banners": banner_answers(shown),
                "navigation": menus_of(shown),
            }
        return Response(kept_of(answer, selection))
