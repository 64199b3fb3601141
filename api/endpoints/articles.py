"""`articles/`: what the store carries."""

from datetime import date, datetime
from typing import Any

import orjson
from django.db.models import Exists, OuterRef
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.search.backends import get_search_backend

from api.caching.questions import BESIDE, LABELED, OF_ARTICLES, Question, hangs_on
from api.endpoints.endpoint import Endpoint
from api.endpoints.schema import listing_of, openapi
from api.protocol.errors import NotThere, Withdrawn
from api.protocol.fields import Selection
from api.protocol.paging import slice_and_count
from api.protocol.parameters import (
    LINKS_PARAMETERS,
    RICH_TEXT_PARAMETERS,
    SEARCH_PARAMETERS,
    Parameter,
    day,
    not_among,
    one_of,
    search_words,
)
from api.serializers.articles import ArticleDetailSerializer, ArticleListSerializer
from api.serializers.carried import carried_article, items_of, known_items, listed, load_related
from api.serializers.loading import load_articles, select_rows
from cms.articles.querysets import ArticleQuerySet
from cms.articles.tags import tags_called
from cms.models import ArticleExpert, ArticlePage, ArticleTag, ExpertPage
from stores.upstream.modelsearch import ranked


def matching(articles: ArticleQuerySet, name: str, value: str, at: datetime) -> ArticleQuerySet:
    """Articles that fit one filter at the moment `at`. Subqueries, so that no row comes twice."""
    if name == "topic":
        through = ArticlePage.topics.through.objects.filter(articlepage=OuterRef("pk"), topic__slug=value)
        return articles.filter(Exists(through))
    if name == "tag":
        tagged = ArticleTag.objects.filter(content_object=OuterRef("pk"), tag__in=tags_called(value))
        return articles.filter(Exists(tagged))
    if name == "expert":
        shown = ExpertPage.objects.published_at(at).filter(slug=value)
        return articles.filter(Exists(ArticleExpert.objects.filter(article=OuterRef("pk"), expert__in=shown)))
    return articles.filter(provider__slug=value)


def filter_of(name: str, value: str, at: datetime) -> Question:
    """The same as a question of which the answer may be kept."""
    if name in {"topic", "tag"}:
        return Question(("filter", name, value), lambda rows: matching(rows, name, value, at), **hangs_on(LABELED))
    # Which experts are published hangs on their pages: a change of any page but articles' may decide it.
    of_articles = OF_ARTICLES - {"page"} if name == "expert" else OF_ARTICLES
    return Question(("filter", name, value), lambda rows: matching(rows, name, value, at), None, BESIDE, of_articles)


def within(name: str, bound: date) -> Question:
    """Articles by the day on which they were published: `published_on__gte` and `published_on__lte`."""
    return Question(("filter", name, bound), lambda rows: rows.filter(**{name: bound}))


LABELS = {
    "topic": "topics__slug",
    "tag": "tagged_items__tag__slug",
    "expert": "article_experts__expert__slug",
    "provider": "provider__slug",
}
"""Filter -> where an article has its values."""


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
    filters = {
        "topic": Parameter("Slug of a topic."),
        "tag": Parameter("Name or slug of a tag."),
        "expert": Parameter("Slug of an expert."),
        "provider": Parameter("Slug of a provider."),
    }
    ranges = {
        "published_on__gte": Parameter("Published on this day or after it: a date such as 2026-12-24."),
        "published_on__lte": Parameter("Published on this day or before it."),
    }
    parameters = {
        **filters,
        **ranges,
        **SEARCH_PARAMETERS,
        "order": Parameter(
            f"One of: {', '.join(orders)}. Default: pinned first, then newest; by relevance when searching."
        ),
    }
    find_by = {"slug": Parameter("The article's slug.")}

    def is_known_in_parts(self) -> bool:
        """Lists in another order, and searches, ask the database."""
        return not {"search", "order"} & self.request.GET.keys()

    def carried(self) -> ArticleQuerySet:
        return ArticlePage.objects.carried_by(self.store, self.at)

    @extend_schema(
        operation_id="articles_list",
        parameters=openapi({**Endpoint.known_parameters("listing_view"), **form, **parameters}),
        responses=listing_of(ArticleListSerializer),
    )
    def listing_view(self, request: Request) -> Response:
        selection = self.selection_for(ArticleListSerializer, default=ArticleListSerializer.default_fields)
        filters = [filter_of(name, request.GET[name], self.at) for name in self.filters if name in request.GET]
        bounds = {name: day(request.GET, name) for name in self.ranges}
        filters += [within(name, bound) for name, bound in bounds.items() if bound is not None]
        items, total = self._page(filters, selection)
        if not total:
            self._check_values()
        return self.listing([orjson.Fragment(item) for item in items], total)

    def _check_values(self) -> None:
        """400 for a value of a filter that no article of the library, and none of the store, has.

        Asked where nothing was found: a list that has items costs no question more.
        """
        published = ArticlePage.objects.published_at(self.at).in_library_or_below([self.store.path])
        for name in self.filters:
            value = self.request.GET.get(name)
            if name == "provider" and value == self.store.slug:
                # What answers say of the store's own articles, which no filter finds.
                continue
            if value is not None and not matching(published, name, value, self.at).exists():
                raise not_among(name, value, self._values(name))

    def _values(self, name: str) -> set[str]:
        """What the store's articles have there; of experts those who are shown."""
        if name == "expert":
            return set(ExpertPage.objects.shown_by(self.store, self.at).values_list("slug", flat=True))
        path = LABELS[name]
        values = self.carried().order_by().filter(**{f"{path}__isnull": False}).values_list(path, flat=True)
        return set(values.distinct())

    def _page(self, filters: list[Question], selection: Selection) -> tuple[list[bytes], int]:
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
            rows, total = slice_and_count(select_rows(articles, selection, self.store).order_by(*order), *bounds)
        else:
            rows, total = self._found(words, articles, selection, order)
        return items_of(rows, self.shown, selection), total

    def _ranked(self, words: str, filters: list[Question], bounds: tuple[int, int]) -> tuple[list[int], int] | None:
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
        article = carried_article(self.shown, selection, **which)
        if article is None:
            withdrawn = ArticlePage.objects.withdrawn_from(self.store, self.at).filter(**which).only("title").first()
            raise Withdrawn(f"'{withdrawn.title}' was withdrawn.") if withdrawn else NotThere(missing)
        load_articles([article], self.shown, selection, with_profiles=True)
        if "related" in selection:
            load_related(article, self.shown)
        return Response(self.serialized(ArticleDetailSerializer, article, selection))
