"""Many stores or many articles at once: numbers of what is carried, in a fixed number of queries."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Case, Q, When
from django.db.models.functions import Left

from cms.articles.models.articles import ArticlePage
from cms.articles.models.providers import Provider
from cms.carrying.models import Placement
from cms.carrying.placing import OWN_TEXT, STALE
from cms.carrying.reach import Reach, is_licensed
from stores.audience.members import Members, members_of
from stores.models import StorePage


@dataclass(slots=True)
class StoreCounts:
    """Numbers of published articles that the store is offered: what it carries of them, and what it did with them."""

    carried: int = 0
    hidden: int = 0
    pinned: int = 0
    changed: int = 0
    stale: int = 0


@dataclass(slots=True)
class Offers:
    """Which stores are offered which published article; `shapes` counts articles that the same stores are offered."""

    by_article: dict[int, frozenset[int]] = field(default_factory=dict)
    shapes: Counter[frozenset[int]] = field(default_factory=Counter)

    def add(self, article: int, stores: frozenset[int]) -> None:
        self.by_article[article] = stores
        self.shapes[stores] += 1


def counts_of(stores: Iterable[StorePage], at: datetime) -> dict[int, StoreCounts]:
    """Store id -> its numbers at the moment `at`. Online stores; of each, id and path are enough."""
    paths = {store.path: store.pk for store in stores}
    counts = {pk: StoreCounts() for pk in paths.values()}
    offers = _offers(paths, licensed_stores(counts, at), at)
    for shape, number in offers.shapes.items():
        for pk in shape:
            counts[pk].carried += number
    for row in _placed(counts):
        if row["store"] in offers.by_article.get(row["article"], frozenset()):
            _count(counts[row["store"]], row)
    return counts


def _count(counts: StoreCounts, row: dict[str, Any]) -> None:
    if row["is_hidden"] and not row["article__is_required"]:
        counts.hidden += 1
        counts.carried -= 1
    counts.pinned += row["pinned_as"] is not None
    counts.changed += row["is_changed"]
    counts.stale += row["is_stale"]


def _placed(stores: Iterable[int]) -> Iterable[dict[str, Any]]:
    rows = Placement.objects.filter(store__in=list(stores))
    said = {"is_changed": OWN_TEXT, "is_stale": STALE}
    named = rows.annotate(**{name: Case(When(which, then=True), default=False) for name, which in said.items()})
    return named.values("store", "article", "is_hidden", "article__is_required", "pinned_as", *said)


def _offers(paths: dict[str, int], licences: Members, at: datetime) -> Offers:
    offers = Offers()
    shared = ArticlePage.objects.in_library().published_at(at)
    audiences = members_of(shared, frozenset(paths.values()))
    # The same two sets meet again and again.
    meeting: dict[tuple[int, int], frozenset[int]] = {}
    for article, provider in shared.order_by().values_list("pk", "provider_id"):
        audience, licence = audiences.get(article, frozenset()), licences.get(provider, frozenset())
        pair = (id(audience), id(licence))
        if pair not in meeting:
            meeting[pair] = audience & licence
        offers.add(article, meeting[pair])
    for article, provider, store in _local(paths, at):
        if store in licences.get(provider, frozenset()):
            offers.add(article, frozenset({store}))
    return offers


def _local(paths: dict[str, int], at: datetime) -> Iterator[tuple[int, int, int]]:
    """Published local articles of the stores: article, provider, store."""
    by_length: defaultdict[int, list[str]] = defaultdict(list)
    for path in paths:
        by_length[len(path)].append(path)
    below = Q(pk__in=[])
    articles = ArticlePage.objects.published_at(at)
    for length, starts in by_length.items():
        articles = articles.annotate(**{f"path_{length}": Left("path", length)})
        below |= Q(**{f"path_{length}__in": starts})
    for article, provider, path in articles.filter(below).order_by().values_list("pk", "provider_id", "path"):
        yield article, provider, next(paths[path[:length]] for length in by_length if path[:length] in paths)


def stale_stores(at: datetime) -> set[int]:
    """Online stores with words of their own about an article that was published anew since."""
    rows = Placement.objects.filter(STALE).values("store")
    stores = StorePage.objects.online().filter(pk__in=rows).only("pk", "path")
    return {pk for pk, counts in counts_of(stores, at).items() if counts.stale}


@dataclass(frozen=True, slots=True)
class ListedReach:
    """Reach of one article of a list; `is_published`: whether patients can read it at all."""

    reach: Reach
    is_published: bool


def licensed_stores(stores: Iterable[int], at: datetime) -> Members:
    """Provider id -> which of the stores its licence covers at the moment `at`."""
    providers = Provider.objects.all()
    members = members_of(providers, frozenset(stores))
    return {each.pk: members[each.pk] if is_licensed(each, at) else frozenset() for each in providers}


def reaches_of(articles: Iterable[ArticlePage], at: datetime) -> dict[int, ListedReach]:
    """Article id -> its reach. Articles of the library; their audience and provider as they are saved."""
    articles = list(articles)
    rows = ArticlePage.objects.filter(pk__in=[article.pk for article in articles])
    published = set(rows.published_at(at).values_list("pk", flat=True))
    online = frozenset(StorePage.objects.online().order_by().values_list("pk", flat=True))
    audiences, licences = members_of(rows, online), licensed_stores(online, at)
    offered = {
        article.pk: audiences.get(article.pk, frozenset()) & licences.get(article.provider_id, frozenset())
        for article in articles
    }
    hidden = Counter(
        article
        for article, store in Placement.objects.filter(
            article__in=rows, article__is_required=False, is_hidden=True
        ).values_list("article_id", "store_id")
        if store in offered[article]
    )
    return {
        pk: ListedReach(Reach(online=len(online), offered=len(stores), hidden=hidden[pk]), pk in published)
        for pk, stores in offered.items()
    }
