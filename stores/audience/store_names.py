"""Naming stores in a form of the newsroom: typed and completed, because a list of a thousand can't be chosen from."""

import json
import re
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import path, reverse
from taggit.forms import TagWidget
from taggit.utils import edit_string_for_tags, parse_tags

from stores.access.who import is_newsroom
from stores.ids import id_in, ids_in
from stores.store.models.store import StorePage

SUGGESTED = 20
"""Stores that are offered for what has been typed."""
SEPARATORS = re.compile(r'[",()]')
LABEL = re.compile(r"\((?P<slug>[-\w]+)\)$")


class Label(str):
    """`Pitman Pharmacy (pitman)`: the name for people, the slug for us. Without what separates one from the next."""

    @classmethod
    def of(cls, title: str, slug: str) -> "Label":
        return cls(f"{SEPARATORS.sub(' ', title).strip()} ({slug})")

    @classmethod
    def of_store(cls, store: Any) -> "Label":
        """`Pitman Pharmacy - Pitman NJ (pitman)`: all by which it is found, where the browser narrows the list."""
        return cls.of(f"{store.title} - {store.city} {store.state}", store.slug)

    @property
    def name(self) -> str:
        """What taggit writes."""
        return str(self)


class StoreNames(TagWidget):
    """The stores that are chosen, as tags; more are found while one types. Costs nothing for those not chosen.

    Sends one text, or a list of ids as a list of choices would.
    """

    template_name = "django/forms/widgets/text.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-controller": "w-tag", **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {
            "data-w-tag-delay-value": 200,
            "data-w-tag-url-value": reverse("stores_names"),
            "data-w-tag-options-value": json.dumps({"allowSpaces": True, "autocompleteOnly": True}),
        }
        return context

    def format_value(self, value: Any) -> str:
        ids = ids_in(value or ())
        rows = StorePage.objects.filter(pk__in=ids).order_by("title", "pk").values_list("title", "slug") if ids else ()
        unknown = [Label(row) for row in value or () if id_in(row) is None]
        return edit_string_for_tags([*(Label.of(*row) for row in rows), *unknown])

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        sent = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
        sent = [sent] if isinstance(sent, str) else list(sent)
        if all(id_in(value) is not None for value in sent):
            return sent
        labels = {label: LABEL.search(label) for text in sent for label in parse_tags(str(text))}
        slugs = {label: match["slug"] if match else label for label, match in labels.items()}
        ids = dict(StorePage.objects.filter(slug__in=slugs.values()).values_list("slug", "pk"))
        # One that isn't there is left as it was typed: the field refuses it by that name.
        return [ids.get(slug, label) for label, slug in slugs.items()]


def named_like(stores: QuerySet[Any], term: str) -> QuerySet[Any]:
    """Stores whose name, city or slug begins with the `term`, by name; no more than are offered."""
    fits = Q(title__istartswith=term) | Q(city__istartswith=term) | Q(slug__istartswith=term)
    return stores.filter(fits).order_by("title", "pk")[:SUGGESTED]


def store_names(request: HttpRequest) -> JsonResponse:
    """Stores whose name, city or slug begins with the `term`, for the newsroom and the admins."""
    if not is_newsroom(request.user):
        raise Http404
    term = request.GET.get("term", "").strip()
    stores = StorePage.objects.filter(registration__closed_at__isnull=True) if term else StorePage.objects.none()
    rows = named_like(stores.values_list("title", "slug"), term)
    return JsonResponse([Label.of(*row) for row in rows], safe=False)


def register_store_names() -> list[Any]:
    """The URL that completes names of stores, to stand below `/admin/`."""
    return [path("stores/names/", store_names, name="stores_names")]
