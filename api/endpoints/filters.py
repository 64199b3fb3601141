"""Filters of the articles that a store carries: what each one means, and values that nothing has."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict

from api.caching.questions import BESIDE, LABELED, OF_ARTICLES, Among, Picked, Question, hangs_on
from api.protocol.parameters import DAY, Parameter, day, not_among, one_or_more, picked_ids
from cms.articles.addresses import carried_articles, shown_experts
from cms.articles.querysets import ArticleQuerySet
from cms.articles.tags import tags_called
from cms.models import ArticleExpert, ArticlePage, ArticleTag, ExpertPage
from stores.models import StorePage

LABELS = {
    "topic": "topics__slug",
    "tag": "tagged_items__tag__slug",
    "expert": "article_experts__expert__slug",
    "provider": "provider__slug",
}
"""Filter -> where an article has its values."""
FILTERS = {
    name: Parameter(f"{what}; `a,b` is either of them, and given again, both must fit.", is_repeatable=True)
    for name, what in (
        ("topic", "Slug of a topic"),
        ("tag", "Name or slug of a tag"),
        ("expert", "Slug of an expert"),
        ("provider", "Slug of a provider"),
    )
}
RANGES = {
    "published_on__gte": Parameter("Published on this day or after it: a date such as 2026-12-24.", shape=DAY),
    "published_on__lte": Parameter("Published on this day or before it.", shape=DAY),
}


def matching(articles: ArticleQuerySet, name: str, values: Collection[str], at: datetime) -> ArticleQuerySet:
    """Articles that fit one of the values of a filter at the moment `at`. Subqueries: no row comes twice."""
    if name == "topic":
        through = ArticlePage.topics.through.objects.filter(articlepage=OuterRef("pk"), topic__slug__in=values)
        return articles.filter(Exists(through))
    if name == "tag":
        tagged = ArticleTag.objects.filter(content_object=OuterRef("pk"), tag__in=tags_called(*values))
        return articles.filter(Exists(tagged))
    if name == "expert":
        shown = ExpertPage.objects.published_at(at).filter(slug__in=values)
        return articles.filter(Exists(ArticleExpert.objects.filter(article=OuterRef("pk"), expert__in=shown)))
    return articles.filter(provider__slug__in=values)


def filters_in(query: QueryDict, at: datetime) -> list[Among]:
    """What a list of articles is narrowed to, as questions of which the answers may be kept."""
    found: list[Among] = [
        filter_of(name, values, at) for name in FILTERS for values in dict.fromkeys(one_or_more(query, name))
    ]
    bounds = {name: day(query, name) for name in RANGES}
    found += [_within(name, bound) for name, bound in bounds.items() if bound is not None]
    return found + [
        Picked(ids, is_among=name == "ids") for name in ("ids", "exclude") if (ids := picked_ids(query, name))
    ]


def filter_of(name: str, values: tuple[str, ...], at: datetime) -> Question:
    key = "filter", name, values
    if name in {"topic", "tag"}:
        return Question(key, lambda rows: matching(rows, name, values, at), **hangs_on(LABELED))
    # Which experts are published hangs on their pages: a change of any page but articles' may decide it.
    of_articles = OF_ARTICLES - {"page"} if name == "expert" else OF_ARTICLES
    return Question(key, lambda rows: matching(rows, name, values, at), None, BESIDE, of_articles)


def _within(name: str, bound: date) -> Question:
    """Articles by the day on which they were published."""
    return Question(("filter", name, bound), lambda rows: rows.filter(**{name: bound}))


def check_values(query: QueryDict, store: StorePage, at: datetime, *, is_empty: bool) -> None:
    """400 for a value of a filter that no article of the library, and none of the store, has.

    A single value is asked about where nothing was found (`is_empty`): a list that has items costs no question more.
    """
    asked = {
        name: groups
        for name in FILTERS
        if (groups := one_or_more(query, name)) and (is_empty or any(len(values) > 1 for values in groups))
    }
    # What answers say of the store's own articles, which no filter finds.
    own = "provider", store.slug
    pairs = dict.fromkeys((name, value) for name, groups in asked.items() for group in groups for value in group)
    for name, value in _unknown([pair for pair in pairs if pair != own], store, at):
        raise not_among(name, value, _known_values(name, store, at))


def _unknown(pairs: list[tuple[str, str]], store: StorePage, at: datetime) -> list[tuple[str, str]]:
    """Those that nothing has: one query for all of them."""
    if not pairs:
        return []
    published = ArticlePage.objects.published_at(at).in_library_or_below([store.path])
    there: dict[str, Exists] = {
        f"value_{number}": Exists(_unordered(matching(published, name, [value], at)))
        for number, (name, value) in enumerate(pairs)
    }
    row = StorePage.objects.filter(pk=store.pk).values(**there).get()
    return [pair for number, pair in enumerate(pairs) if not row[f"value_{number}"]]


def _unordered(rows: QuerySet) -> QuerySet:
    return rows.order_by().values("pk")


def _known_values(name: str, store: StorePage, at: datetime) -> set[str]:
    """What the store's articles have there; of experts those who are shown."""
    if name == "expert":
        return set(shown_experts(store, at).values_list("slug", flat=True))
    path = LABELS[name]
    carried = carried_articles(store, at).order_by()
    return set(carried.filter(**{f"{path}__isnull": False}).values_list(path, flat=True).distinct())
