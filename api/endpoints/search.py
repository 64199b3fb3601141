"""`search/`: articles, experts and pages of one store in one list."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.search.backends import get_search_backend

from api.endpoints.endpoint import Endpoint
from api.endpoints.filters import FILTERS, check_values, matching
from api.endpoints.schema import ListMetaSerializer, listing_of, openapi
from api.protocol.errors import BadRequest
from api.protocol.parameters import (
    LINKS_PARAMETERS,
    SEARCH_LENGTH,
    SEARCH_PARAMETERS,
    Parameter,
    not_among,
    one_of,
    one_or_more,
    search_words,
    some_of,
)
from api.serializers.body import rich_texts_of
from api.serializers.highlights import excerpt, marked, stems_of, words_of_html
from api.serializers.page_meta import api_url
from cms.articles.addresses import KINDS
from cms.articles.tokens import article_tokens
from cms.models import ArticlePage, ExpertPage, StandardPage
from stores.upstream.modelsearch import ranked

TYPES: dict[str, Any] = {"article": ArticlePage, "expert": ExpertPage, "standard": StandardPage}
ENDPOINTS = {"article": "articles", "expert": "experts", "standard": "pages"}


class HighlightsSerializer(serializers.Serializer):
    """HTML: what was looked for in `<mark>`, everything else escaped."""

    title = serializers.CharField()
    text = serializers.CharField(allow_blank=True, help_text="The first stretch of the text that has a word of it.")


class FoundSerializer(serializers.Serializer):
    """Something that fits the words."""

    type = serializers.ChoiceField(list(TYPES))
    id = serializers.IntegerField()
    title = serializers.CharField()
    slug = serializers.CharField()
    html_url = serializers.CharField()
    path = serializers.CharField()
    detail_url = serializers.URLField()
    highlights = HighlightsSerializer()


class TypeFacetSerializer(serializers.Serializer):
    """How many of a type fit the words."""

    value = serializers.ChoiceField(list(TYPES))
    count = serializers.IntegerField()


class TopicFacetSerializer(serializers.Serializer):
    """How many articles about a topic fit the words."""

    value = serializers.CharField(help_text="The topic's slug.")
    name = serializers.CharField()
    count = serializers.IntegerField()


class FacetsSerializer(serializers.Serializer):
    """Counts of all that fits the words, whatever `type` and `topic` narrow the list to."""

    type = TypeFacetSerializer(many=True)
    topic = TopicFacetSerializer(many=True)


class SearchMetaSerializer(ListMetaSerializer):
    """`meta` of what was found."""

    facets = FacetsSerializer()


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found: the higher its rank, the better it fits."""

    rank: float
    type: str
    pk: int

    @property
    def place(self) -> tuple[float, int, int]:
        return -self.rank, list(TYPES).index(self.type), -self.pk


class SearchEndpoint(Endpoint):
    """What of a store fits some words, the best first."""

    name = "search"
    form = LINKS_PARAMETERS
    parameters = {
        **SEARCH_PARAMETERS,
        "search": Parameter("Words to look for.", is_required=True, shape={"maxLength": SEARCH_LENGTH}),
        "type": some_of("", TYPES),
        "topic": FILTERS["topic"],
    }

    @extend_schema(
        operation_id="search_list",
        parameters=openapi({**Endpoint.known_parameters("listing_view"), **form, **parameters}),
        responses=listing_of(FoundSerializer, SearchMetaSerializer),
    )
    def listing_view(self, request: Request) -> Response:
        selection = self.selection_for(FoundSerializer, default=None)
        types, hits = self._types(), sorted(self._hits(), key=lambda hit: hit.place)
        narrowed = self._about([hit for hit in hits if hit.type in types])
        check_values(request.GET, self.store, self.at, is_empty=not narrowed)
        offset, limit = self.page_bounds()
        found = self._items(narrowed[offset : offset + limit])
        items = self.serialized(FoundSerializer, found, selection, many=True)
        counts = [(name, sum(hit.type == name for hit in hits)) for name in TYPES]
        facets = {"type": [{"value": name, "count": count} for name, count in counts], "topic": self._topics(hits)}
        return self.listing(items, len(narrowed), facets=facets)

    @cached_property
    def _words(self) -> str:
        words = search_words(self.request.GET)
        if not words or not words.strip():
            raise BadRequest("Say what to look for: add '?search='.", field="search")
        return words

    def _types(self) -> set[str]:
        asked = {name for names in one_or_more(self.request.GET, "type") for name in names}
        for name in sorted(asked - set(TYPES)):
            raise not_among("type", name, TYPES)
        return asked or set(TYPES)

    def _hits(self) -> Iterator[Hit]:
        operator = one_of(self.request.GET, "search_operator", ["and", "or"], default="and")
        backend, store, at = get_search_backend(), self.store, self.at
        ranks = dict(ranked(backend.search(self._words, ArticlePage.objects.all(), operator=operator)))
        carried = self.shown.carried_among(ranks) if ranks else set()
        if carried is None:
            rows = ArticlePage.objects.carried_by(store, at).filter(pk__in=list(ranks))
            carried = set(rows.order_by().values_list("pk", flat=True))
        yield from (Hit(ranks[pk], "article", pk) for pk in carried)
        experts, pages = ExpertPage.objects.shown_by(store, at), StandardPage.objects.carried_by(store, at)
        for name, rows in (("expert", experts), ("standard", pages)):
            # The search engine can't read subqueries with Exists: it gets the ids only.
            among = TYPES[name].objects.filter(pk__in=rows.order_by().values("pk"))
            yield from (
                Hit(rank, name, pk) for pk, rank in ranked(backend.search(self._words, among, operator=operator))
            )

    def _about(self, hits: list[Hit]) -> list[Hit]:
        """The articles about the topics that are asked for, as `articles/` reads them; all where none are."""
        groups = one_or_more(self.request.GET, "topic")
        if not groups:
            return hits
        rows = ArticlePage.objects.filter(pk__in=[hit.pk for hit in hits if hit.type == "article"])
        for slugs in groups:
            rows = matching(rows, "topic", slugs, self.at)
        about = set(rows.order_by().values_list("pk", flat=True))
        return [hit for hit in hits if hit.type == "article" and hit.pk in about]

    @staticmethod
    def _topics(hits: list[Hit]) -> list[dict[str, Any]]:
        articles = [hit.pk for hit in hits if hit.type == "article"]
        if not articles:
            return []
        uses = ArticlePage.topics.through.objects.filter(articlepage__in=articles).order_by()
        counted = uses.values("topic__slug", "topic__name").annotate(count=Count("pk"))
        found = sorted((-row["count"], row["topic__name"], row["topic__slug"]) for row in counted)
        return [{"value": slug, "name": name, "count": -count} for count, name, slug in found]

    def _items(self, hits: list[Hit]) -> list[dict[str, Any]]:
        rows: dict[tuple[str, int], Any] = {}
        for name, model in TYPES.items():
            ids = [hit.pk for hit in hits if hit.type == name]
            found: Any = model.objects.filter(pk__in=ids) if ids else ()
            if ids and name == "article":
                found = found.select_related("provider").with_placement(self.store)
            rows |= {(name, row.pk): row for row in found}
        stems = stems_of(self._words)
        pages = [rows[hit.type, hit.pk] for hit in hits if (hit.type, hit.pk) in rows]
        return [self._item(page, stems) for page in pages]

    def _item(self, page: Any, stems: frozenset[str]) -> dict[str, Any]:
        name, shown = KINDS[type(page)], self.shown
        title = page.title_at_store if name == "article" else page.title
        return {
            "type": name,
            "id": page.pk,
            "title": title,
            "slug": page.slug,
            "html_url": shown.url(page),
            "path": shown.path(page),
            "detail_url": api_url(f"{ENDPOINTS[name]}:detail", page.pk, store=shown.store.slug),
            "highlights": {"title": marked(title, stems), "text": excerpt(self._texts(page), stems)},
        }

    def _texts(self, page: Any) -> Iterator[str]:
        """What a page says, as plain text, from what is said first."""
        if isinstance(page, ExpertPage):
            yield ", ".join(page.specialities)
            yield words_of_html(self.shown.text(page.biography))
            return
        values = article_tokens(page, self.shown.values) if isinstance(page, ArticlePage) else None
        if isinstance(page, ArticlePage):
            yield self.shown.text(page.teaser_at_store, values)
        for text in rich_texts_of(page.body):
            yield self.shown.text(words_of_html(text), values)
