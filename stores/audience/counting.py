"""Counts the stores of an audience that stands in a form and is not saved."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.template.loader import render_to_string
from django.urls import path
from django.utils.functional import cached_property
from django.views.generic import View

from stores.access.who import is_newsroom
from stores.audience.members import Audience, Roster, StoreIds, posted_audience, rows_with
from stores.audience.panel import COUNT_VIEW
from stores.store.models.store import StorePage

PER_PAGE = 20


def stores_named(stores: QuerySet[StorePage], words: str) -> QuerySet[StorePage]:
    """The stores whose name, city, slug or code holds the words."""
    words = words.replace("\x00", "").strip()[:100]
    if not words:
        return stores
    fits = Q(title__icontains=words) | Q(city__icontains=words) | Q(slug__icontains=words)
    return stores.filter(fits | Q(registration__code__icontains=words))


class AudienceCountView(View):
    """POST the fields of an audience, for the newsroom: `summary` and `notes` in words, and `stores`, a page of them.

    The stores are HTML, and only there when `which` is sent; `q` and `p` search and page them.
    """

    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_newsroom(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def audience(self) -> Audience:
        return posted_audience(self.request.POST)

    @cached_property
    def roster(self) -> Roster:
        """Every online store."""
        return Roster.online()

    @property
    def online(self) -> StoreIds:
        """All that are asked about."""
        return self.roster.stores

    @cached_property
    def stores(self) -> StoreIds:
        """Online stores that it reaches."""
        return self.roster.members(self.audience)

    def summary(self) -> str:
        """`42 of 45 stores`"""
        return f"{len(self.stores)} of {len(self.roster.stores)} stores"

    def notes(self) -> list[str]:
        """What else one should know."""
        return []

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        which = self._which() if "which" in request.POST else ""
        return JsonResponse({"summary": self.summary(), "notes": self.notes(), "stores": which})

    def _which(self) -> str:
        found = stores_named(rows_with(self.stores, self.online), self.request.POST.get("q", ""))
        page = Paginator(found.order_by("title", "pk"), PER_PAGE).get_page(self.request.POST.get("p"))
        return render_to_string("stores/audience/stores.html", {"page": page})


def register_count() -> list[Any]:
    """The URL that counts the stores of an audience, to stand below `/admin/`."""
    return [path("audience/count/", AudienceCountView.as_view(), name=COUNT_VIEW)]
