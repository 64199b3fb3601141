"""`ninjs/`: what the store carries of providers that let it be passed on, for partners with a key."""

from functools import cache, partial
from hashlib import blake2b
from typing import Any

from django.db.models import Max
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoints.endpoint import Endpoint
from api.endpoints.kept import OK
from api.endpoints.schema import CountedMetaSerializer, openapi
from api.keys.asked import requires
from api.keys.scopes import NEWS
from api.partners.items import FIELDS, NinjsItemSerializer, canceled_item, usable_item
from api.protocol.errors import NotThere
from api.protocol.fields import Selection, chosen
from api.protocol.paging import PAGING_PARAMETERS, slice_and_count
from api.protocol.parameters import PICKED_PARAMETERS, STORE_PARAMETERS, Parameter, Parameters, one_of
from api.serializers.articles import ArticleListSerializer
from api.serializers.loading import load_articles, select_rows
from api.serializers.plain import represented
from cms.articles.addresses import carried_articles, withdrawn_articles
from cms.articles.querysets import ArticleQuerySet
from cms.models import ArticlePage

STATUS = "status"
PARAMETERS: Parameters = {
    **STORE_PARAMETERS,
    **PAGING_PARAMETERS,
    "ids": PICKED_PARAMETERS["ids"],
    STATUS: Parameter(
        "`canceled` lists what was withdrawn, the latest first; `usable` what is carried, the newest first.",
        choices=("usable", "canceled"),
    ),
}
LISTING = inline_serializer(
    "NinjsItemListing", {"meta": CountedMetaSerializer(), "items": NinjsItemSerializer(many=True)}
)


class NinjsEndpoint(Endpoint):
    """Articles of one store for a partner: texts alone, never without a key, kept by nobody else."""

    name = "ninjs"
    model = ArticlePage

    @classmethod
    def known_parameters(cls, action: str) -> Parameters:
        return PARAMETERS if action == "listing_view" else STORE_PARAMETERS

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        # Refused by what stands before Django already; said here, too, so that no way leads round it.
        requires(request, NEWS)
        super().initial(request, *args, **kwargs)

    def is_of_now(self) -> bool:
        """Never kept: it is for one partner."""
        return False

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        finished = super().finalize_response(request, response, *args, **kwargs)
        finished.headers["Cache-Control"] = "private, no-cache" if finished.status_code == OK else "private, no-store"
        finished.add_post_render_callback(partial(_with_tag, request))
        return finished

    def usable(self) -> ArticleQuerySet:
        """Carried now; a provider's own word lets it be passed on, and without that nobody may."""
        return carried_articles(self.store, self.at).filter(provider__may_pass_on=True)

    def canceled(self) -> ArticleQuerySet:
        """Withdrawn, or its license has ended."""
        rows = withdrawn_articles(self.store, self.at).filter(provider__may_pass_on=True)
        moment = Coalesce(Max("recalls__recalled_at"), "provider__licence_ends_at")
        return rows.annotate(withdrawn_at=moment)

    @extend_schema(operation_id="ninjs_list", parameters=openapi(PARAMETERS), responses=LISTING)
    def listing_view(self, request: Request) -> Response:
        status = one_of(request.GET, STATUS, ["usable", "canceled"], default="usable")
        if status == "canceled":
            rows, total = slice_and_count(
                self.picked(self.canceled()).order_by("-withdrawn_at", "-pk"), *self.page_bounds(), is_counted=True
            )
            return self.listing([canceled_item(row, self.shown) for row in rows], total)
        articles = select_rows(self.picked(self.usable()), selected(), self.store)
        rows, total = slice_and_count(articles.newest_first(), *self.page_bounds(), is_counted=True)
        return self.listing(self._items(rows), total)

    @extend_schema(operation_id="ninjs_retrieve", parameters=openapi(STORE_PARAMETERS), responses=NinjsItemSerializer)
    def detail_view(self, request: Request, pk: int) -> Response:
        """One item; of what was withdrawn it says that."""
        rows = list(select_rows(self.usable().filter(pk=pk), selected(), self.store))
        if rows:
            return Response(self._items(rows)[0])
        withdrawn = self.canceled().filter(pk=pk).first()
        if withdrawn is None:
            raise NotThere(f"There is no item {pk} for partners at this store.")
        return Response(canceled_item(withdrawn, self.shown))

    def _items(self, articles: list[ArticlePage]) -> list[dict[str, Any]]:
        load_articles(articles, self.shown, selected())
        context = {"shown": self.shown}
        answers = represented(ArticleListSerializer, articles, context, selected(), many=True)
        return [usable_item(row, data, self.shown) for row, data in zip(articles, answers, strict=True)]


@cache
def selected() -> Selection:
    """The fields of an article that items are made of."""
    return chosen(FIELDS, ArticleListSerializer, None)


def _with_tag(request: Request, response: Response) -> HttpResponse | None:
    """The answer with an entity tag; 304 for a partner that has it already."""
    if response.status_code != OK:
        return None
    tag = response.headers["ETag"] = f'"{blake2b(response.content, digest_size=12).hexdigest()}"'
    answer: HttpResponse | None = get_conditional_response(request._request, etag=tag, response=response)
    return answer
