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
from stores.audience.members import Audience, audience_in
from stores.audience.panel import COUNT_VIEW
from stores.store.models.store import StorePage
from stores.store.querysets import StoreQuerySet

PER_PAGE = 20


def stores_named(stores: QuerySet[StorePage], words: str) -> QuerySet[StorePage]:
    """Those whose name, city, slug or code holds the words."""
    words = words.replace("\x00", "").strip()[:100]
    if not words:
        return stores
    fits = Q(title__icontains=words) | Q(city__icontains=words) | Q(slug__icontains=words)
    return stores.filter(fits | Q(registration__code__icontains=words))


class AudienceCountView(View):
    """POST the fields of an audience, for the newsroom: `said` and `notes` in words, and `stores`, a page of them.

    The stores are HTML, and only there when `which` is sent; `q` and `p` search and page them.
    """

    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_newsroom(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def audience(self) -> Audience:
        return audience_in(self.request.POST)

    def stores(self) -> StoreQuerySet:
        """Online stores that it reaches."""
        stores: StoreQuerySet = StorePage.objects.online().filter(self.audience.condition)
        return stores

    def said(self) -> str:
        """`42 of 45 stores`"""
        return f"{self.stores().count()} of {StorePage.objects.online().count()} stores"

    def notes(self) -> list[str]:
        """What else one should know."""
        return []

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        which = self._which() if "which" in request.POST else ""
        return JsonResponse({"said": self.said(), "notes": self.notes(), "stores": which})

    def _which(self) -> str:
        found = stores_named(self.stores(), self.request.POST.get("q", "")).order_by("title", "pk")
        page = Paginator(found, PER_PAGE).get_page(self.request.POST.get("p"))
        return render_to_string("stores/audience/stores.html", {"page": page})


def register_count() -> list[Any]:
    """Below `/admin/`."""
    return [path("audience/count/", AudienceCountView.as_view(), name=COUNT_VIEW)]
