"""`redirects/`: Wagtail's endpoint for one store's redirects."""

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from wagtail.api.v2.serializers import BaseSerializer
from wagtail.api.v2.views import BaseAPIViewSet
from wagtail.contrib.redirects.api import RedirectsAPIViewSet
from wagtail.contrib.redirects.models import Redirect

from api.endpoints.schema import StockMetaSerializer, stock_schema
from api.endpoints.stock import StockSerializer, StoreScopedViewSet
from api.protocol.parameters import LINKS_PARAMETERS, TAGS_PARAMETERS, Parameter
from api.site.redirects import find_redirect, redirect_target, redirects_of


class StoreRedirectSerializer(StockSerializer, BaseSerializer):
    """Wagtail's serializer of redirects; one to a page leads to the page's address at the asking store."""

    location = serializers.SerializerMethodField()

    def get_location(self, redirect: Redirect) -> str:
        return redirect_target(redirect, self.context["view"].shown.root)


class RedirectItemSerializer(serializers.Serializer):
    """A redirect."""

    id = serializers.IntegerField()
    meta = StockMetaSerializer()
    old_path = serializers.CharField()
    location = serializers.CharField()


@stock_schema(
    "redirects",
    RedirectItemSerializer,
    form=LINKS_PARAMETERS,
    told=TAGS_PARAMETERS,
    find_by={"html_path": Parameter("The old path.")},
)
class RedirectsEndpoint(StoreScopedViewSet, RedirectsAPIViewSet):
    """The store's own redirects and those of all sites; none to a page that the store does not show."""

    base_serializer_class = StoreRedirectSerializer
    known_query_parameters = StoreScopedViewSet.known_query_parameters.union(LINKS_PARAMETERS, TAGS_PARAMETERS)
    detail_query_parameters = StoreScopedViewSet.detail_query_parameters.union(LINKS_PARAMETERS, TAGS_PARAMETERS)
    find_query_parameters = RedirectsAPIViewSet.find_query_parameters.union({"html_path"})

    def get_queryset(self) -> QuerySet[Redirect]:
        return redirects_of(self.store, self.at).order_by("id")

    def find_object(self, queryset: QuerySet[Redirect], request: Request) -> Redirect | None:
        """By id as Wagtail does; by an old path as the store's site does."""
        if "html_path" not in request.GET:
            return BaseAPIViewSet.find_object(self, queryset, request)
        address = request.GET["html_path"]
        found = None
        for is_exact in (True, False):
            found = found or find_redirect(self.store, self.at, address, root=self.shown.root, is_exact=is_exact)
        return found.redirect if found else None
