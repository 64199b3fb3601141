"""`redirects/`: Wagtail's endpoint for one store's redirects."""

from datetime import datetime

from django.db.models import F, Q, QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from wagtail.api.v2.serializers import BaseSerializer
from wagtail.api.v2.views import BaseAPIViewSet
from wagtail.contrib.redirects.api import RedirectsAPIViewSet
from wagtail.contrib.redirects.models import Redirect

from api.parameters import Parameter
from api.schema import StockMetaSerializer, stock_schema
from api.stock import StockSerializer, StoreScopedViewSet
from cms.articles.addresses import url_for
from cms.articles.querysets import pages_with_address
from stores.models import StorePage


class StoreRedirectSerializer(StockSerializer, BaseSerializer):
    """Stock, but that a redirect to a page leads to its address at the asking store."""

    location = serializers.SerializerMethodField()

    def get_location(self, redirect: Redirect) -> str:
        return redirect_target(redirect, self.context["view"].store)


def redirects_of(store: StorePage, at: datetime) -> QuerySet[Redirect]:
    """The store's own redirects and those of all sites that lead to a page it shows, a path, or a web address."""
    web = Q(redirect_link__startswith="http://") | Q(redirect_link__startswith="https://")
    path = Q(redirect_link__startswith="/") & ~Q(redirect_link__startswith="//")
    leads_somewhere = Q(redirect_page__isnull=True) & (web | path)
    leads_somewhere |= Q(redirect_page__in=pages_with_address(store, at).values("pk"))
    return Redirect.get_for_site(store.site).filter(leads_somewhere).select_related("redirect_page")


def redirect_target(redirect: Redirect, store: StorePage) -> str:
    """Where a redirect leads at this store: an absolute address."""
    if redirect.redirect_page is None:
        link = redirect.redirect_link
        return store.root_url + link if link.startswith("/") else link
    return url_for(redirect.redirect_page, store) + redirect.redirect_page_route_path.lstrip("/")


def old_path_of(path: str) -> str:
    """A path as redirects keep it: `/lupus`."""
    return Redirect.normalise_path("/" + path.strip("/"))


def own_first(redirects: QuerySet[Redirect]) -> QuerySet[Redirect]:
    """The site's own redirect before one of all sites."""
    return redirects.order_by(F("site_id").desc(nulls_last=True))


class RedirectItemSerializer(serializers.Serializer):
    """A redirect."""

    id = serializers.IntegerField()
    meta = StockMetaSerializer()
    old_path = serializers.CharField()
    location = serializers.CharField()


@stock_schema("redirects", RedirectItemSerializer, find_by={"html_path": Parameter("The old path.")})
class RedirectsEndpoint(StoreScopedViewSet, RedirectsAPIViewSet):
    """The store's own redirects and those of all sites; none to a page that the store does not show."""

    base_serializer_class = StoreRedirectSerializer
    find_query_parameters = RedirectsAPIViewSet.find_query_parameters.union({"html_path"})

    def get_queryset(self) -> QuerySet[Redirect]:
        return redirects_of(self.store, self.at).order_by("id")

    def find_object(self, queryset: QuerySet[Redirect], request: Request) -> Redirect | None:
        """By id as stock; by an old path however it is written, the store's own redirect first."""
        if "html_path" not in request.GET:
            return BaseAPIViewSet.find_object(self, queryset, request)
        return own_first(queryset.filter(old_path=old_path_of(request.GET["html_path"]))).first()
