"""How many stores show an article, which they are, and what each did with it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any, cast

from django.db.models import Case, Q, TextChoices, When
from wagtail.admin.utils import get_user_display_name
from wagtail.models import PageLogEntry

from cms.articles.addresses import url_for
from cms.articles.models.articles import ArticlePage
from cms.carrying.carriers import Carriers, Carrying
from cms.carrying.models import Placement
from cms.carrying.placing import ACTION, OWN_NOTE, OWN_TITLE, Placed, is_stale, placed_of
from stores.audience.members import rows_with
from stores.models import StorePage
from stores.store.querysets import StoreQuerySet


class ReachShow(TextChoices):
    """Which of the stores that are offered the article."""

    CARRIES = "carries", "Carry it"
    HIDDEN = "hidden", "Hid it"
    RETITLED = "retitled", "Retitled it"
    NOTED = "noted", "Added a note"
    PINNED = "pinned", "Pinned it"


PLACED = {
    ReachShow.RETITLED.value: OWN_TITLE,
    ReachShow.NOTED.value: OWN_NOTE,
    ReachShow.PINNED.value: Q(pinned_as__isnull=False),
}
"""What the placements of those stores look like that did more than carry or hide it."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Numbers of stores. Of the `offered` ones, `hidden` don't show the article; `retitled` and `noted` changed it."""

    online: int
    offered: int
    hidden: int = 0
    retitled: int = 0
    noted: int = 0

    @classmethod
    def of(cls, carriers: Carriers) -> "Reach":
        """Without what the stores said of it."""
        return cls(online=len(carriers.asked), offered=len(carriers.offered), hidden=len(carriers.hiding))

    @property
    def carried(self) -> int:
        return self.offered - self.hidden

    def __str__(self) -> str:
        return f"{self.carried} of {self.online} stores"


@dataclass(frozen=True, slots=True)
class Did:
    """One thing that a store did: `what` in a word, `by` whom ("" when nobody knows), `at` which moment."""

    what: str
    by: str
    at: datetime
    text: str = ""

    def __str__(self) -> str:
        what = f"{self.what}: {self.text}" if self.text else self.what
        return f"{what} ({self.by or 'unknown'}, {self.at:%Y-%m-%d})"


@dataclass(frozen=True, slots=True)
class ReachRow:
    """One store. `url`: where its patients read the article, None where they don't."""

    store: StorePage
    is_shown: bool
    is_stale: bool
    did: tuple[Did, ...]
    url: str | None

    @property
    def pk(self) -> int:
        return self.store.pk

    @property
    def shown(self) -> str:
        """For files."""
        return "yes" if self.is_shown else "no"

    @property
    def history(self) -> str:
        """For files: `Hidden (Ann, 2026-12-18)`"""
        return "; ".join(str(each) for each in self.did)


@dataclass(frozen=True, slots=True)
class ArticleReach:
    """A saved article and the stores that meet it. For addresses it needs its provider and live revision."""

    article: ArticlePage
    carriers: Carriers
    is_published: bool

    @classmethod
    def load(cls, article: ArticlePage, at: datetime) -> "ArticleReach":
        """Among the stores that are online; a draft's own words count for nothing yet."""
        is_published = ArticlePage.objects.filter(pk=article.pk).published_at(at).exists()
        return cls(article, Carrying(at).of_article(article), is_published)

    def numbers(self) -> Reach:
        """One query."""
        flags = {"retitled": OWN_TITLE, "noted": OWN_NOTE}
        named = {name: Case(When(which, then=1), default=0) for name, which in flags.items()}
        rows = Placement.objects.filter(OWN_TITLE | OWN_NOTE, article=self.article).annotate(**named)
        counts = [row for row in rows.values("store_id", *flags) if row["store_id"] in self.carriers.carrying]
        return replace(Reach.of(self.carriers), **{name: sum(row[name] for row in counts) for name in flags})

    def stores(self, show: str = "") -> StoreQuerySet:
        """The stores that are offered the article and did what `show` says; all of them where it says nothing."""
        ids = self.carriers.offered
        if show == ReachShow.CARRIES:
            ids = self.carriers.carrying
        elif show == ReachShow.HIDDEN:
            ids = self.carriers.hiding
        elif show in PLACED:
            # What can't be hidden is shown in the store's own words, whatever the row says.
            rows = Placement.objects.filter(PLACED[show], article=self.article, store__in=self.carriers.carrying)
            return cast(StoreQuerySet, StorePage.objects.filter(pk__in=rows.values("store")))
        return cast(StoreQuerySet, rows_with(ids, self.carriers.asked))

    def rows(self, stores: Iterable[StorePage]) -> list[ReachRow]:
        """The stores with what each did; two queries for all of them. Stores need their Sites for their addresses."""
        stores = list(stores)
        ids = [store.pk for store in stores]
        found = Placement.objects.filter(article=self.article, store__in=ids).select_related("changed_by")
        placements = {row.store_id: row for row in found}
        history = _history(self.article, [pk for pk in ids if pk in placements])
        return [self._row(store, placements.get(store.pk), history.get(store.pk, [])) for store in stores]

    def latest(self, number: int) -> list[ReachRow]:
        """The stores that did something with it last."""
        rows = Placement.objects.filter(article=self.article).order_by("-changed_at", "-pk")
        offered = (pk for pk in rows.values_list("store", flat=True) if pk in self.carriers.offered)
        ids = list(islice(offered, number))
        stores = StorePage.objects.filter(pk__in=ids).select_related("registration")
        found = {row.pk: row for row in self.rows(stores.with_addresses())}
        return [found[pk] for pk in ids]

    def _row(self, store: StorePage, placement: Placement | None, history: list[PageLogEntry]) -> ReachRow:
        is_shown = self.is_published and store.pk in self.carriers.carrying
        return ReachRow(
            store=store,
            is_shown=is_shown,
            is_stale=self.is_published and placement is not None and is_stale(placement, self.article),
            did=_did(self.article, placement, history) if placement else (),
            url=url_for(self.article, store) if is_shown else None,
        )


def _history(article: ArticlePage, store_ids: list[int]) -> dict[int, list[PageLogEntry]]:
    """Store id -> what its history tells of the article, the latest first."""
    entries = PageLogEntry.objects.filter(page__in=store_ids, action=ACTION, data__article_id=article.pk)
    found: dict[int, list[PageLogEntry]] = {}
    for entry in entries.select_related("user").order_by("-timestamp", "-pk"):
        found.setdefault(entry.page_id, []).append(entry)
    return found


def _did(article: ArticlePage, placement: Placement, history: list[PageLogEntry]) -> tuple[Did, ...]:
    """Everything that still stands, each with who did it last."""
    now = placed_of(placement)
    found = []
    for what, name in (
        ("Hidden", "is_hidden"),
        ("Pinned", "pinned_as"),
        ("Own title", "title"),
        ("Own teaser", "teaser"),
        ("Note", "note"),
    ):
        value: Any = getattr(now, name)
        if value and not (what == "Hidden" and article.is_required):
            by, at = _author(placement, name, now, history)
            found.append(Did(what, by, at, value if isinstance(value, str) else ""))
    return tuple(found)


def _author(placement: Placement, name: str, now: Placed, history: list[PageLogEntry]) -> tuple[str, datetime]:
    """Who made the field what it is: the latest line of the history that changed it, else the row's own word."""
    for entry in history:
        old, new = entry.data.get("old", {}), entry.data.get("new", {})
        if new.get(name) == getattr(now, name) != old.get(name):
            return _name(entry.user), entry.timestamp
    return _name(placement.changed_by), placement.changed_at


def _name(user: Any) -> str:
    return get_user_display_name(user) if user else ""
