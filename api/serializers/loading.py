"""What articles and experts show besides their own rows, loaded for all at once: a constant number of queries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, FilteredRelation, Q, Value

from api.protocol.fields import Selection
from api.serializers.body import image_ids_of, rich_texts_of
from api.serializers.shown import Shown
from cms.articles.querysets import ArticleQuerySet
from cms.models import ArticlePage, ArticleTag, ExpertPage
from stores.models import StorePage

RELATED = 3


@dataclass(frozen=True, slots=True)
class NamedTopic:
    """A topic of an article, without the row."""

    slug: str
    name: str


def select_rows(articles: ArticleQuerySet, selection: Selection, store: StorePage) -> ArticleQuerySet:
    """The articles' own columns, the long ones only where they are asked for, and what the store did with them."""
    long_ones = [name for name in ("body", "sources") if name not in selection]
    return articles.select_related("provider").defer(*long_ones).with_placement(store)


def load_articles(
    articles: Sequence[ArticlePage], shown: Shown, selection: Selection, *, with_profiles: bool = False
) -> None:
    """Set `shown_experts`, `shown_reviewer`, `shown_topics` and `shown_tags`, and load pictures and links.

    `with_profiles`: the experts come whole, with biography and photo, not by name only.
    """
    if {"experts", "review"} & selection.names:
        _load_people(articles, shown)
    if {"topics", "tags"} & selection.names:
        _load_labels(articles)
    shown.load(
        image_ids=[pk for article in articles for pk in _image_ids(article, selection, with_profiles)],
        texts=[text for article in articles for text in _texts(article, selection, with_profiles)],
    )


def _load_people(articles: Sequence[ArticlePage], shown: Shown) -> None:
    """Experts in each article's order and the reviewers, as far as they are published: one query.

    An expert who is a draft, private or expired is left out.
    """
    ids = [article.pk for article in articles]
    reviewers = {article.reviewed_by_id for article in articles} - {None}
    rows = (
        ExpertPage.objects.published_at(shown.at)
        .annotate(place=FilteredRelation("article_experts", condition=Q(article_experts__article__in=ids)))
        .filter(Q(place__isnull=False) | Q(pk__in=reviewers))
        .annotate(speaks_in=F("place__article_id"))
        .order_by("place__sort_order", "place__pk")
    )
    people = list(rows)
    reviewer = {person.pk: person for person in people}
    for article in articles:
        article.shown_experts = [person for person in people if person.speaks_in == article.pk]
        article.shown_reviewer = reviewer.get(article.reviewed_by_id)


def _load_labels(articles: Sequence[ArticlePage]) -> None:
    """Topics and tags in one query, each in the order of its name."""
    ids = [article.pk for article in articles]
    topic_rows = ArticlePage.topics.through.objects.filter(articlepage__in=ids)
    topics = topic_rows.values_list("articlepage_id", Value("topic"), F("topic__slug"), F("topic__name")).order_by()
    tag_rows = ArticleTag.objects.filter(content_object__in=ids)
    tags = tag_rows.values_list("content_object_id", Value("tag"), F("tag__slug"), F("tag__name")).order_by()
    found: dict[tuple[int, str], list[NamedTopic]] = {}
    for article_id, kind, slug, name in topics.union(tags, all=True):
        found.setdefault((article_id, kind), []).append(NamedTopic(slug, name))
    for article in articles:
        named = {kind: sorted(found.get((article.pk, kind), ()), key=_by_name) for kind in ("topic", "tag")}
        article.shown_topics = named["topic"]
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


def load_related(article: ArticlePage, shown: Shown, topic_ids: Sequence[int] | None = None) -> None:
    """Set `shown_related`: the newest other articles at the store that share a topic; a draft brings its own."""
    saved = ArticlePage.topics.through.objects.filter(articlepage=article.pk).values("topic")
    topics: Any = saved if topic_ids is None else topic_ids
    others = ArticlePage.objects.carried_by(shown.store, shown.at).exclude(pk=article.pk)
    same = others.filter(pk__in=ArticlePage.topics.through.objects.filter(topic__in=topics).values("articlepage"))
    rows = same.newest_first().only("pk", "title", "slug", "path").with_placement(shown.store)
    article.shown_related = list(rows[:RELATED])


def load_experts(experts: Sequence[ExpertPage], shown: Shown, selection: Selection) -> None:
    """Load pictures and links of all experts at once."""
    shown.load(
        image_ids=[expert.photo_id for expert in experts] if {"photo", "photo_alt"} & selection.names else (),
        texts=[expert.biography for expert in experts] if "html" in selection else (),
    )
