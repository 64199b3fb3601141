"""`articles/`: what the store carries."""

from typing import Any

import orjson
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.search.backends import get_search_backend

from api.caching.questions import Among
from api.endpoints.endpoint import Endpoint
from api.endpoints.filters import FILTERS, RANGES, check_values, filters_in
from api.endpoints.languages import LANGUAGE_PARAMETERS, spoken_in
from api.endpoints.schema import listing_of, openapi
from api.previewing.seeing import Seen
from api.protocol.errors import BadRequest, NotThere, Withdrawn
from api.protocol.fields import Selection
from api.protocol.paging import CURSOR_PARAMETERS, after_cursor, cursor_place
from api.protocol.parameters import (
    LINKS_PARAMETERS,
    PICKED_PARAMETERS,
    RICH_TEXT_PARAMETERS,
    SEARCH_PARAMETERS,
    Parameter,
    one_of,
    search_words,
    some_of,
)
from api.serializers.articles import ArticleDetailSerializer, ArticleListSerializer
from api.serializers.carried import (
    carried_article,
    items_of,
    known_items,
    listed,
    load_related,
    load_translations,
    walked,
)
from api.serializers.loading import load_articles, select_rows
from api.site.previews import load_draft
from cms.articles.addresses import carried_articles, withdrawn_articles
from cms.articles.querysets import ArticleQuerySet
from cms.models import ArticlePage
from stores.upstream.modelsearch import ranked


class ArticlesEndpoint(Endpoint):
    """Articles of one store: what it pinned first, then the newest."""

    name = "articles"
    form = {**LINKS_PARAMETERS, **RICH_TEXT_PARAMETERS}
    model = ArticlePage
    # By `id`, not `pk`: the search engine sorts by the fields of its index.
    orders = {
        "published_on": ("published_on", "id"),
        "-published_on": ("-published_on", "-id"),
        "title": ("title", "id"),
        "-title": ("-title", "-id"),
        "id": ("id",),
        "-id": ("-id",),
    }
    parameters = {
        **FILTERS,
        **RANGES,
        **LANGUAGE_PARAMETERS,
        **PICKED_PARAMETERS,
        **CURSOR_PARAMETERS,
        **SEARCH_PARAMETERS,
        "order": some_of(" Default: pinned first, then newest; by relevance when searching.", orders),
    }
    find_by = {"slug": Parameter("The article's slug.", is_required=True)}

    def is_known_in_parts(self) -> bool:
        """Lists in another order, and searches, ask the database."""
        return not {"search", "order"} & self.request.GET.keys()

    def carried(self) -> ArticleQuerySet:
        return carried_articles(self.store, self.at)

    @extend_schema(
        operation_id="articles_list",
        parameters=openapi({**Endpoint.known_parameters("listing_view"), **form, **parameters}),
        responses=listing_of(ArticleListSerializer),
    )
    def listing_view(self, request: Request) -> Response:
        selection = self.selection_for(ArticleListSerializer, default=ArticleListSerializer.default_fields)
        filters = [*filters_in(request.GET, self.at), *spoken_in(request.GET, self.carried)]
        if "cursor" in request.GET:
            return self._walked(filters, selection)
        items, total = self._page(filters, selection)
        check_values(request.GET, self.store, self.at, is_empty=not total)
        return self.listing([orjson.Fragment(item) for item in items], total)

    def _walked(self, filters: list[Among], selection: Selection) -> Response:
        """The page after the cursor."""
        query = self.request.GET
        for name in ("offset", "order", "search"):
            if name in query:
                raise BadRequest(f"A cursor walks from the newest to the oldest: leave out '{name}'.", field=name)
        place, limit = cursor_place(query), self.page_bounds()[1]
        if not limit:
            raise BadRequest("A cursor needs a 'limit' above 0.", field="limit")
        items, total, last = walked(self.shown, selection, place, limit, filters)
        check_values(query, self.store, self.at, is_empty=not total)
        return self.enveloped([orjson.Fragment(item) for item in items], total, after_cursor(self.request, last))

    def _page(self, filters: list[Among], selection: Selection) -> tuple[list[bytes], int]:
        bounds = self.page_bounds()
        order = self.order(default="-published_on")
        words = search_words(self.request.GET)
        if words is None and "order" not in self.request.GET:
            return listed(self.shown, selection, bounds, filters)
        if words and "order" not in self.request.GET:
            known = self._ranked(words, filters, bounds)
            if known is not None:
                return known_items(self.shown, selection, known[0]), known[1]
        articles = self.carried()
        for each in filters:
            articles = each.rows(articles)
        if words is None:
            rows, total = self.counted(select_rows(articles, selection, self.store).order_by(*order))
        else:
            rows, total = self._found(words, articles, selection, order)
        return items_of(rows, self.shown, selection), total

    def _ranked(self, words: str, filters: list[Among], bounds: tuple[int, int]) -> tuple[list[int], int] | None:
        """From what this worker knows: which articles fit the words is the same for every store."""
        operator = self._operator()

        def ask(ids: list[int] | None) -> list[tuple[int, float]]:
            rows = ArticlePage.objects.all() if ids is None else ArticlePage.objects.filter(pk__in=ids)
            return ranked(get_search_backend().search(words, rows, operator=operator))

        question = "search", words, operator
        unranked = self.shown.from_shelf(lambda shelf: shelf.unranked(question))
        if unranked is not None:
            # Of all articles: nobody else waits for it.
            rows = ask(None)
            self.shown.from_shelf(lambda shelf: shelf.rank(question, rows, unranked))
        return self.shown.from_shelf(lambda shelf: shelf.found(self.store, question, ask, bounds, filters))

    def _operator(self) -> str:
        return one_of(self.request.GET, "search_operator", ["and", "or"], default="and")

    def _found(
        self, words: str, articles: ArticleQuerySet, selection: Selection, order: tuple[str, ...]
    ) -> tuple[list[ArticlePage], int]:
        offset, limit = self.page_bounds()
        # The search engine can't read subqueries with Exists: it gets the ids only.
        found = ArticlePage.objects.filter(pk__in=articles.order_by().values("pk"))
        by_relevance = "order" not in self.request.GET
        results = get_search_backend().search(
            words,
            select_rows(found, selection, self.store).order_by(*order),
            operator=self._operator(),
            order_by_relevance=by_relevance,
        )
        return list(results[offset : offset + limit]), results.count()

    @extend_schema(
        operation_id="articles_retrieve",
        parameters=openapi({**Endpoint.known_parameters("detail_view"), **form}),
        responses=ArticleDetailSerializer,
    )
    def detail_view(self, request: Request, pk: int) -> Response:
        return self._detail({"id": pk}, f"The store carries no article with the id {pk}.")

    @extend_schema(
        operation_id="articles_find",
        parameters=openapi({**Endpoint.known_parameters("detail_view"), **form, **find_by}),
        responses=ArticleDetailSerializer,
    )
    def find_view(self, request: Request) -> Response:
        slug = self.key_of_find()
        return self._detail({"slug": slug}, f"The store carries no article with the slug '{slug}'.")

    def _detail(self, which: dict[str, Any], missing: str) -> Response:
        selection = self.selection_for(ArticleDetailSerializer, default=None)
        if self.seen and self.seen.is_of(ArticlePage, **which):
            return self._draft(self.seen, selection)
        article = carried_article(self.shown, selection, **which)
        if article is None:
            withdrawn = withdrawn_articles.found(self.store, self.at, **which)
            raise Withdrawn(f"'{withdrawn[0].title}' was withdrawn.") if withdrawn else NotThere(missing)
        load_articles([article], self.shown, selection, with_profiles=True)
        if "related" in selection:
            load_related(article, self.shown)
        if "translations" in selection:
            load_translations(article, self.shown)
        return Response(self.serialized(ArticleDetailSerializer, article, selection))

    def _draft(self, seen: Seen, selection: Selection) -> Response:
        """The draft of a preview: what there is to load of it stands in the draft itself."""
        load_draft(seen.draft, self.shown)
        return Response(seen.with_edit(self.serialized(ArticleDetailSerializer, seen.draft, selection)))
