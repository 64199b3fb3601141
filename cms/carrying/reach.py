"""How many stores show an article, which they are, and what each did with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, TextChoices
from wagtail.admin.utils import get_user_display_name
from wagtail.models import PageLogEntry

from cms.articles.addresses import url_for
from cms.articles.models.articles import ArticlePage
from cms.articles.models.providers import Provider
from cms.carrying.models import Placement
from cms.carrying.placing import ACTION, Placed, is_stale, placed_of
from stores.audience.members import Audience, audience_of
from stores.models import StorePage
from stores.store.querysets import StoreQuerySet


@dataclass(frozen=True, slots=True)
class Reach:
    """Numbers of stores. Of the `offered` ones, `hidden` don't show the article; `retitled` and `noted` changed it."""

    online: int
    offered: int
    hidden: int = 0
    retitled: int = 0
    noted: int = 0

    @property
    def carried(self) -> int:
        return self.offered - self.hidden

    def __str__(self) -> str:
        return f"{self.carried} of {self.online} stores"


def is_licensed(provider: Provider, at: datetime) -> bool:
    """Whether the licence runs at the moment `at`; its end is the first moment without."""
    starts, ends = provider.licence_starts_at, provider.licence_ends_at
    return (starts is None or starts <= at) and (ends is None or at < ends)


def offered_stores(audience: Audience, provider: Provider | None, at: datetime) -> StoreQuerySet:
    """Online stores in the audience that the provider's licence covers; `provider` None: not chosen yet."""
    stores: StoreQuerySet = StorePage.objects.online().filter(audience.condition)
    if provider is None:
        return stores
    return stores.filter(audience_of(provider).condition) if is_licensed(provider, at) else stores.none()


def offered(article: ArticlePage, at: datetime) -> StoreQuerySet:
    """Online stores that are offered a saved article: a local one to its own store alone."""
    if article.is_in_library:
        return offered_stores(audience_of(article), article.provider, at)
    own = StorePage.objects.filter(pk__in=article.get_ancestors().values("pk"))
    return offered_stores(Audience(), article.provider, at).filter(pk__in=own.values("pk"))


def carriers(article: ArticlePage, at: datetime) -> StoreQuerySet:
    """Online stores that show it, if it is published."""
    return showing(offered(article, at), article)


def showing(stores: StoreQuerySet, article: ArticlePage) -> StoreQuerySet:
    """Of the `stores` that are offered it, those that don't hide it; the article may not be saved yet."""
    if article.is_required or not article.pk:
        return stores
    return stores.exclude(pk__in=Placement.objects.filter(article=article, is_hidden=True).values("store"))


def reach_of_article(article: ArticlePage, at: datetime) -> Reach:
    """Of a saved article."""
    return _reach(offered(article, at), article)


def reach_of_form(article: ArticlePage, audience: Audience, provider: Provider | None, at: datetime) -> Reach:
    """Of an article of the library as it stands in a form; the article may not be saved yet."""
    return _reach(offered_stores(audience, provider, at), article)


def _reach(stores: StoreQuerySet, article: ArticlePage) -> Reach:
    if not article.pk:
        return Reach(online=StorePage.objects.online().count(), offered=stores.count())
    placed = Placement.objects.filter(article=article, store__in=stores.values("pk"))
    counts = placed.aggregate(
        hidden=Count("pk", filter=Q(is_hidden=True)),
        retitled=Count("pk", filter=Q(is_hidden=False) & (~Q(title="") | ~Q(teaser=""))),
        noted=Count("pk", filter=Q(is_hidden=False) & ~Q(note="")),
    )
    counts["hidden"] = 0 if article.is_required else counts["hidden"]
    return Reach(online=StorePage.objects.online().count(), offered=stores.count(), **counts)


OWN_TITLE = ~Q(title="") | ~Q(teaser="")
OWN_NOTE = ~Q(note="")


class ReachShow(TextChoices):
    """Which of the stores that are offered the article."""

    CARRIES = "carries", "Carry it"
    HIDDEN = "hidden", "Hid it"
    RETITLED = "retitled", "Retitled it"
    NOTED = "noted", "Added a note"
    PINNED = "pinned", "Pinned it"


@dataclass(frozen=True, slots=True)
class Did:
    """One thing that a store did: `what` in a word, `by` whom ("" when nobody knows), `at` which moment."""

    what: str
    by: str
    at: datetime
    text: str = ""

    def __str__(self) -> str:
        said = f"{self.what}: {self.text}" if self.text else self.what
        return f"{said} ({self.by or 'unknown'}, {self.at:%Y-%m-%d})"


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
    def said(self) -> str:
        """For files: `Hidden (Ann, 2026-12-18)`"""
        return "; ".join(str(each) for each in self.did)


def reached_stores(article: ArticlePage, at: datetime, show: str = "") -> StoreQuerySet:
    """Online stores that are offered the article and did what `show` says; all of them where it says nothing."""
    stores = offered(article, at)
    if show == ReachShow.CARRIES:
        return showing(stores, article)
    placements = Placement.objects.filter(article=article)
    # What can't be hidden is shown in the store's own words, whatever the row says.
    is_shown = Q() if article.is_required else Q(is_hidden=False)
    which = {
        ReachShow.HIDDEN.value: Q(pk__in=[]) if article.is_required else Q(is_hidden=True),
        ReachShow.RETITLED.value: OWN_TITLE & is_shown,
        ReachShow.NOTED.value: OWN_NOTE & is_shown,
        ReachShow.PINNED.value: Q(pinned_as__isnull=False),
    }.get(show)
    return stores if which is None else stores.filter(pk__in=placements.filter(which).values("store"))


def reach_rows(article: ArticlePage, stores: Iterable[StorePage], is_published: bool) -> list[ReachRow]:
    """The stores with what each did; two queries for all of them. Stores need their Sites for their addresses."""
    stores = list(stores)
    ids = [store.pk for store in stores]
    rows = Placement.objects.filter(article=article, store__in=ids).select_related("changed_by")
    placements = {row.store_id: row for row in rows}
    said = _said(article, [pk for pk in ids if pk in placements])
    return [_row(article, store, placements.get(store.pk), said.get(store.pk, []), is_published) for store in stores]


def latest_rows(article: ArticlePage, at: datetime, is_published: bool, number: int) -> list[ReachRow]:
    """The stores that did something with it last."""
    rows = Placement.objects.filter(article=article, store__in=offered(article, at).values("pk"))
    ids = list(rows.order_by("-changed_at", "-pk").values_list("store", flat=True)[:number])
    stores = StorePage.objects.filter(pk__in=ids).select_related("registration").prefetch_related("sites_rooted_here")
    found = {row.pk: row for row in reach_rows(article, stores, is_published)}
    return [found[pk] for pk in ids]


def _said(article: ArticlePage, store_ids: list[int]) -> dict[int, list[PageLogEntry]]:
    """Store id -> what its history says of the article, the latest first."""
    entries = PageLogEntry.objects.filter(page__in=store_ids, action=ACTION, data__article_id=article.pk)
    found: dict[int, list[PageLogEntry]] = {}
    for entry in entries.select_related("user").order_by("-timestamp", "-pk"):
        found.setdefault(entry.page_id, []).append(entry)
    return found


def _row(
    article: ArticlePage, store: StorePage, placement: Placement | None, said: list[PageLogEntry], is_published: bool
) -> ReachRow:
    is_shown = is_published and (article.is_required or placement is None or not placement.is_hidden)
    return ReachRow(
        store=store,
        is_shown=is_shown,
        is_stale=is_published and placement is not None and is_stale(placement, article),
        did=_did(article, placement, said) if placement else (),
        url=url_for(article, store) if is_shown else None,
    )


def _did(article: ArticlePage, placement: Placement, said: list[PageLogEntry]) -> tuple[Did, ...]:
    """Everything that still stands, each with who said it last."""
    now = placed_of(placement)
    found = []
    for what, names in (
        ("Hidden", ("is_hidden",)),
        ("Pinned", ("pinned_as",)),
        ("Own title", ("title",)),
        ("Own teaser", ("teaser",)),
        ("Note", ("note",)),
    ):
        value: Any = getattr(now, names[0])
        if value and not (what == "Hidden" and article.is_required):
            by, at = _author(placement, names[0], now, said)
            found.append(Did(what, by, at, value if isinstance(value, str) else ""))
    return tuple(found)


def _author(placement: Placement, name: str, now: Placed, said: list[PageLogEntry]) -> tuple[str, datetime]:
    """Who made the field what it is: the latest line of the history that changed it, else the row's own word."""
    for entry in said:
        old, new = entry.data.get("old", {}), entry.data.get("new", {})
        if new.get(name) == getattr(now, name) != old.get(name):
            return _name(entry.user), entry.timestamp
    return _name(placement.changed_by), placement.changed_at


def _name(user: Any) -> str:
    return get_user_display_name(user) if user else ""
