"""`redirects/`: Wagtail's endpoint for one store's redirects."""

from django.db.models import Q, QuerySet
from rest_framework import serializers
from wagtail.contrib.redirects.api import RedirectsAPIViewSet
from wagtail.contrib.redirects.models import Redirect

from api.parameters import Parameter
from api.schema import StockMetaSerializer, stock_schema
from api.stock import StockSerializer, StoreScopedViewSet
from cms.addresses import url_for
from cms.querysets import pages_with_address
from stores.models import StorePage


class StoreRedirectSerializer(StockSerializer):
    """Stock, but that a redirect to a page leads to its address at the asking store."""

    location = serializers.SerializerMethodField()

    def get_location(self, redirect: Redirect) -> str:
        return redirect_target(redirect, self.context["view"].store)


def redirect_target(redirect: Redirect, store: StorePage) -> str:
    """Where a redirect leads at this store: an absolute address."""
    if redirect.redirect_page is None:
        link = redirect.redirect_link
        return store.root_url + link if link.startswith("/") else link
    return url_for(redirect.redirect_page, store) + redirect.redirect_page_route_path.lstrip("/")


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
        leads_somewhere = Q(redirect_page__isnull=True) & ~Q(redirect_link="")
        leads_somewhere |= Q(redirect_page__in=pages_with_address(self.store, self.at).values("pk"))
        redirects = Redirect.get_for_site(self.store.site).filter(leads_somewhere)
        return redirects.select_related("redirect_page").order_by("id")
