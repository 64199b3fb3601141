"""What articles and experts show besides their own rows, loaded for all at once: a constant number of queries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, FilteredRelation, Q, Value

from api.caching.questions import Rows
from api.protocol.fields import Selection
from api.serializers.body import image_ids_of, rich_texts_of
from api.serializers.canonical import load_flagships
from api.serializers.shown import Shown
from cms.articles.querysets import ArticleQuerySet
from cms.models import ArticlePage, ArticleTag, ExpertPage
from stores.models import StorePage
from stores.shapes import Shape

NAMES = ("pk", "path", "slug", "title", "credentials")
"""What is said of an expert by name."""


def _topic_pairs(articles: Any) -> Any:
    return articles.filter(topics__isnull=False).values_list("topics", "pk", "published_on")


def _tag_pairs(articles: Any) -> Any:
    return articles.filter(tagged_items__isnull=False).values_list("tagged_items__tag", "pk", "published_on")


PAIRS: dict[str, Rows] = {"topic": _topic_pairs, "tag": _tag_pairs}
"""A label's id, the id of an article that has it, and the article's day: of these articles."""


@dataclass(frozen=True, slots=True)
class NamedTopic:
    """A topic of an article, without the row."""

    slug: str
    name: str
    pk: int = 0


def select_rows(articles: ArticleQuerySet, selection: Selection, store: StorePage) -> ArticleQuerySet:
    """The articles' own columns, the long ones only where they are asked for, and what the store did with them."""
    return _selected(articles, long_ones(selection), store)


def long_ones(selection: Selection) -> tuple[str, ...]:
    """Long columns that nobody asks for."""
    return tuple(name for name in ("body", "sources") if name not in selection)


def _selected(articles: Any, deferred: tuple[str, ...], store: Any) -> Any:
    return articles.select_related("provider").defer(*deferred).with_placement(store)


def load_articles(
    articles: Sequence[ArticlePage], shown: Shown, selection: Selection, *, with_profiles: bool = False
) -> None:
    """Set `shown_experts`, `shown_reviewer`, `shown_topics` and `shown_tags`, and load pictures and links.

    `with_profiles`: the experts come whole, with biography and photo, not by name only.
    """
    # Those that this worker knows come with all that is said of them.
    unknown = [article for article in articles if "shown_topic_ids" not in vars(article)]
    if {"experts", "review"} & selection.names:
        load_people(unknown, shown.at, NAMES if not with_profiles else ())
    if {"topics", "tags"} & selection.names:
        load_labels(unknown)
    if {"canonical_url", "seo"} & selection.names:
        load_flagships(articles, shown)
    shown.load(
        image_ids=[pk for article in articles for pk in _image_ids(article, selection, with_profiles)],
        texts=[text for article in articles for text in _texts(article, selection, with_profiles)],
    )


def load_people(articles: Sequence[ArticlePage], at: datetime, columns: tuple[str, ...]) -> None:
    """Experts in each article's order and the reviewers, as far as they are published: one query.

    An expert who is a draft, private or expired is left out.
    """
    ids = [article.pk or 0 for article in articles]
    reviewers = {article.reviewed_by_id for article in articles} - {None}
    # Nobody has the id 0: so there is one text for lists with and without reviewers.
    people = _PEOPLE.rows(columns, ids=ids, reviewers=sorted(reviewers) or [0], at=at) if ids else []
    reviewer = {person.pk: person for person in people}
    for article in articles:
        article.shown_experts = [person for person in people if person.speaks_in == article.pk]
        article.shown_reviewer = reviewer.get(article.reviewed_by_id)


_PEOPLE = Shape(
    lambda columns, ids, reviewers, at: (
        ExpertPage.objects.only(*columns)
        .published_at(at)
        .annotate(place=FilteredRelation("article_experts", condition=Q(article_experts__article__in=ids)))
        .filter(Q(place__isnull=False) | Q(pk__in=reviewers))
        .annotate(speaks_in=F("place__article_id"))
        .order_by("place__sort_order", "place__pk")
    )
)


def _label_rows(ids: list[int]) -> Any:
    topic_rows = ArticlePage.topics.through.objects.filter(articlepage__in=ids)
    topic = Value("topic"), F("topic__slug"), F("topic__name"), F("topic_id")
    topics = topic_rows.values_list("articlepage_id", *topic).order_by()
    tag_rows = ArticleTag.objects.filter(content_object__in=ids)
    tag = Value("tag"), F("tag__slug"), F("tag__name"), F("tag_id")
    tags = tag_rows.values_list("content_object_id", *tag).order_by()
    return topics.union(tags, all=True)


_LABELS = Shape(_label_rows)


def load_labels(articles: Sequence[ArticlePage]) -> None:
    """Topics and tags in one query, each in the order of its name."""
    ids = [article.pk or 0 for article in articles]
    found: dict[tuple[int, str], list[NamedTopic]] = {}
    for article_id, kind, slug, name, pk in _LABELS.rows(ids=ids) if ids else ():
        found.setdefault((article_id, kind), []).append(NamedTopic(slug, name, pk))
    for article in articles:
        named = {kind: sorted(found.get((article.pk, kind), ()), key=_by_name) for kind in ("topic", "tag")}
        article.shown_topics = named["topic"]
        article.shown_topic_ids = [topic.pk for topic in named["topic"]]
        article.shown_tags = [tag.name for tag in named["tag"]]


def _by_name(label: NamedTopic) -> tuple[str, str]:
    return label.name.casefold(), label.slug


def _image_ids(article: ArticlePage, selection: Selection, with_profiles: bool) -> Iterator[int | None]:
    if {"hero", "hero_alt"} & selection.names:
        yield article.hero_id
    if "body" in selection:
        yield from image_ids_of(article.body)
    if "experts" in selection and with_profiles:
        yield from (expert.photo_id for expert in article.shown_experts)


def _texts(article: ArticlePage, selection: Selection, with_profiles: bool) -> Iterator[str]:
    if "body" in selection:
        yield from rich_texts_of(article.body)
    if "experts" in selection and with_profiles:
        yield from (expert.biography for expert in article.shown_experts)


def load_experts(experts: Sequence[ExpertPage], shown: Shown, selection: Selection) -> None:
    """Load pictures and links of all experts at once."""
    shown.load(
        image_ids=[expert.photo_id for expert in experts] if {"photo", "photo_alt"} & selection.names else (),
        texts=[expert.biography for expert in experts] if "html" in selection else (),
    )
