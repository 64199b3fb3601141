"""Finding changes: filters as conditions on Wagtail's log entries, and a page of them at a constant cost."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from heapq import merge
from itertools import islice
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from wagtail.models import ModelLogEntry, PageLogEntry

from stores.audit.accounts import CLOSE, OPEN
from stores.audit.entries import PUBLISH, UNPUBLISH, actions_of
from stores.audit.kinds import Kind
from stores.audit.network_rows import CREATE, DELETE, EDIT, audited_types
from stores.audit.role_rights import GIVE, TAKE
from stores.audit.rows import ChangeRow, row_of_model, rows_of_pages
from stores.removal.losses import ACTION as TAKE_AWAY
from stores.store.models.store import StorePage, StoresPage
from stores.tree import at_or_below

PUBLISHED_KINDS = frozenset({Kind.HOURS, Kind.BANNERS, Kind.DETAILS})
"""Kinds of change that come with a publication of the store page."""
ENTRIES_AT_ONCE = 500
"""Entries of an export that are read and written at once."""

Entry = PageLogEntry | ModelLogEntry


@dataclass(frozen=True, slots=True)
class Filters:
    """Which changes to find. `paths`: of stores, None for the whole network; an empty one finds nothing.

    Dates are inclusive, in `zone`.
    """

    zone: tzinfo
    paths: tuple[str, ...] | None = None
    kind: str = ""
    person: str = ""
    since: date | None = None
    until: date | None = None


def _store_type() -> int:
    return ContentType.objects.get_for_model(StorePage).pk


def _of_kind(kind: str) -> Q:
    is_publication = Q(action__in=[PUBLISH, UNPUBLISH])
    is_store = Q(content_type=_store_type())
    if not kind:
        return Q(action__in=actions_of())
    if kind == Kind.PAGES:
        return Q(action__in=actions_of(kind)) & ~(is_publication & is_store)
    found = Q(action__in=actions_of(kind))
    if kind in PUBLISHED_KINDS:
        found |= Q(action=PUBLISH, **{f"data__kinds__{kind}": True}) & is_store
    return found


def _in_time(filters: Filters) -> Q:
    found = Q()
    if filters.since:
        found &= Q(timestamp__gte=datetime.combine(filters.since, time(), tzinfo=filters.zone))
    if filters.until and filters.until < date.max:
        found &= Q(timestamp__lt=datetime.combine(filters.until + timedelta(days=1), time(), tzinfo=filters.zone))
    return found


def _by_person(person: str) -> Q:
    return Q(data__by__icontains=person) if person else Q()


def page_entries(filters: Filters) -> QuerySet[PageLogEntry]:
    """Log entries about stores, and about articles that were recalled everywhere; the newest first."""
    if filters.paths is None:
        folder = StoresPage.objects.values_list("path", flat=True).first() or "-"
        where = Q(page__path__startswith=folder)
        if not filters.kind or filters.kind == Kind.NETWORK:
            where |= Q(action__in=actions_of(Kind.NETWORK))
    else:
        where = at_or_below(filters.paths, "page__path")
    found = PageLogEntry.objects.filter(
        where & _of_kind(filters.kind) & _in_time(filters) & _by_person(filters.person)
    )
    return found.order_by("-timestamp", "-pk")


def model_entries(filters: Filters) -> QuerySet[ModelLogEntry]:
    """Log entries about the newsroom's own rows and about roles; none of them is a store's."""
    is_row = Q(action__in=[CREATE, EDIT, DELETE], content_type__in=audited_types()) | Q(action=TAKE_AWAY)
    is_role = Q(action__in=[GIVE, TAKE, OPEN, CLOSE], content_type=ContentType.objects.get_for_model(get_user_model()))
    what = {"": is_row | is_role, Kind.NETWORK.value: is_row, Kind.PEOPLE.value: is_role}.get(filters.kind)
    if filters.paths is not None or what is None:
        return ModelLogEntry.objects.none()
    return ModelLogEntry.objects.filter(what & _in_time(filters) & _by_person(filters.person)).order_by(
        "-timestamp", "-pk"
    )


class Changes(Sequence[ChangeRow]):
    """Everything that the filters find, newest first; a paginator counts it and takes a page of it."""

    def __init__(self, filters: Filters) -> None:
        self.filters = filters
        self.sources: tuple[QuerySet[Any], ...] = (page_entries(filters), model_entries(filters))
        self._count: int | None = None

    def __len__(self) -> int:
        if self._count is None:
            self._count = sum(source.order_by().count() for source in self.sources)
        return self._count

    def __getitem__(self, place: Any) -> Any:
        start, stop, _step = place.indices(len(self))
        keys = [
            [(at, pk, which) for at, pk in source.values_list("timestamp", "pk")[:stop]]
            for which, source in enumerate(self.sources)
        ]
        found = list(islice(merge(*keys, key=_newest_first), start, stop))
        return list(_rows_of_entries(self._load(found), self.filters.zone))

    def _load(self, keys: list[tuple[datetime, int, int]]) -> list[Entry]:
        by_source: list[dict[int, Any]] = []
        for which, model in enumerate((PageLogEntry, ModelLogEntry)):
            pks = [pk for _at, pk, source in keys if source == which]
            related = ("user", "page") if model is PageLogEntry else ("user",)
            rows: QuerySet[Any] = model._default_manager.select_related(*related)
            by_source.append(rows.in_bulk(pks) if pks else {})
        return [by_source[which][pk] for _at, pk, which in keys if pk in by_source[which]]

    def every(self) -> Iterator[ChangeRow]:
        """Every change that the filters find, read in portions: for an export."""
        pages, models = self.sources
        streams = (
            pages.select_related("user", "page").iterator(chunk_size=ENTRIES_AT_ONCE),
            models.select_related("user").iterator(chunk_size=ENTRIES_AT_ONCE),
        )
        entries = merge(*streams, key=lambda entry: _newest_first((entry.timestamp, entry.pk, 0)))
        while portion := list(islice(entries, ENTRIES_AT_ONCE)):
            yield from _rows_of_entries(portion, self.filters.zone)


def _newest_first(key: tuple[datetime, int, int]) -> tuple[float, int]:
    return -key[0].timestamp(), -key[1]


def _rows_of_entries(entries: Iterable[Entry], zone: tzinfo) -> Iterator[ChangeRow]:
    listed = list(entries)
    about_pages = rows_of_pages([entry for entry in listed if isinstance(entry, PageLogEntry)], zone)
    for entry in listed:
        if isinstance(entry, PageLogEntry):
            yield about_pages[entry.pk]
        else:
            yield row_of_model(entry, zone)
