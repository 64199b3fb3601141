"""Many stores or many articles at once: numbers of what is carried, in a fixed number of queries."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, When

from cms.articles.models.articles import ArticlePage
from cms.carrying.carriers import Carrying
from cms.carrying.models import Placement
from cms.carrying.placing import OWN_TEXT, STALE
from cms.carrying.reach import Reach
from stores.models import StorePage


@dataclass(slots=True)
class StoreCounts:
    """Numbers of published articles that the store is offered: what it carries of them, and what it did with them."""

    carried: int = 0
    hidden: int = 0
    pinned: int = 0
    changed: int = 0
    stale: int = 0


@dataclass(frozen=True, slots=True)
class ListedReach:
    """Reach of one article of a list; `is_published`: whether patients can read it at all."""

    reach: Reach
    is_published: bool


def counts_of(stores: Iterable[StorePage], at: datetime) -> dict[int, StoreCounts]:
    """Store id -> its numbers at the moment `at`. Online stores."""
    carrying = Carrying(at, StorePage.objects.filter(pk__in=[store.pk for store in stores]))
    articles = ArticlePage.objects.published_at(at).in_library_or_below(carrying.paths)
    carriers = carrying.of_articles(articles)
    counts = {pk: StoreCounts() for pk in carrying.roster.stores}
    # Many articles are offered to the same stores.
    for offered, number in Counter(each.offered for each in carriers.values()).items():
        for pk in offered:
            counts[pk].carried += number
    for each in carriers.values():
        for pk in each.hiding:
            counts[pk].carried -= 1
            counts[pk].hidden += 1
    for row in _placements(counts):
        if row["article"] in carriers and row["store"] in carriers[row["article"]].offered:
            _add(counts[row["store"]], row)
    return counts


def _add(counts: StoreCounts, row: dict[str, Any]) -> None:
    counts.pinned += row["pinned_as"] is not None
    counts.changed += row["is_changed"]
    counts.stale += row["is_stale"]


def _placements(stores: Iterable[int]) -> Iterable[dict[str, Any]]:
    flags = {"is_changed": OWN_TEXT, "is_stale": STALE}
    rows = Placement.objects.filter(store__in=list(stores))
    named = rows.annotate(**{name: Case(When(which, then=True), default=False) for name, which in flags.items()})
    return named.values("store", "article", "pinned_as", *flags)


def stale_stores(at: datetime) -> set[int]:
    """Online stores with words of their own about an article that was published anew since."""
    rows = set(Placement.objects.filter(STALE).values_list("store", "article"))
    named = ArticlePage.objects.published_at(at).filter(pk__in={article for _store, article in rows})
    carriers = Carrying(at).of_articles(named)
    return {store for store, article in rows if article in carriers and store in carriers[article].offered}


def reaches_of(articles: Iterable[ArticlePage], at: datetime) -> dict[int, ListedReach]:
    """Article id -> its reach. Articles of the library; their audience and provider as they are saved."""
    rows = ArticlePage.objects.filter(pk__in=[article.pk for article in articles])
    published = set(rows.published_at(at).values_list("pk", flat=True))
    carriers = Carrying(at).of_articles(rows)
    return {pk: ListedReach(Reach.of(each), pk in published) for pk, each in carriers.items()}
