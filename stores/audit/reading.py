"""Finding changes: filters as conditions on Wagtail's log entries, and a page of them at a constant cost."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from heapq import merge
from itertools import islice
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import DateTimeField, ExpressionWrapper, F, Q, QuerySet, Value
from django.db.models.fields.json import KT
from wagtail.models import ModelLogEntry, Page, PageLogEntry, get_page_models

from stores.audience.history import ACTION as FOLLOW
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
MOST = 10_000
"""Entries that a list leads to; what is older is found by its dates, and stands in the file."""

Entry = PageLogEntry | ModelLogEntry
RELATED: dict[Any, tuple[str, ...]] = {PageLogEntry: ("user", "page"), ModelLogEntry: ("user",)}
"""What a row of each says besides its own columns."""


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


def _other_page_types() -> list[int]:
    types = ContentType.objects.get_for_models(*(model for model in get_page_models() if model is not StorePage))
    return [content_type.pk for content_type in types.values()]


def _of_kind(kind: str, *, of_network: bool) -> list[Q]:
    """Conditions of which each entry of the kind meets one: an index answers each of them, and none a choice."""
    is_publication = Q(action__in=[PUBLISH, UNPUBLISH])
    is_store = Q(content_type=_store_type())
    actions = actions_of(kind, of_network=of_network)
    found = Q(action__in=actions)
    if kind == Kind.PAGES:
        # By what they are, since an index finds that, and none what they are not.
        others = [action for action in actions if action not in {PUBLISH, UNPUBLISH}]
        return [Q(action__in=others), is_publication & Q(content_type__in=_other_page_types())]
    if kind in PUBLISHED_KINDS:
        return [found, Q(action=PUBLISH, **{f"data__kinds__{kind}": True}) & is_store]
    return [found]


def _in_time(filters: Filters) -> Q:
    found = Q()
    if filters.since:
        found &= Q(timestamp__gte=datetime.combine(filters.since, time(), tzinfo=filters.zone))
    if filters.until and filters.until < date.max:
        found &= Q(timestamp__lt=datetime.combine(filters.until + timedelta(days=1), time(), tzinfo=filters.zone))
    return found


def _by_person(person: str, model: type[Entry]) -> Q:
    if not person:
        return Q()
    if connection.vendor != "postgresql":
        return Q(data__by__icontains=person)
    return Q(by__in=[name for name in _names(model._meta.db_table) if person.casefold() in name.casefold()])


def _names(table: str) -> list[str]:
    """Everybody who stands in a table of entries: as many steps along the index as there are people."""
    sql = f"""
        WITH RECURSIVE names AS (
            (SELECT data ->> 'by' AS name FROM {table} WHERE data ->> 'by' IS NOT NULL ORDER BY 1 LIMIT 1)
            UNION ALL
            SELECT (SELECT data ->> 'by' FROM {table} WHERE data ->> 'by' > names.name ORDER BY 1 LIMIT 1)
            FROM names WHERE names.name IS NOT NULL
        )
        SELECT name FROM names WHERE name IS NOT NULL"""  # noqa: S608  (the table is a model's)
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [name for (name,) in cursor.fetchall()]


def page_entries(filters: Filters) -> list[QuerySet[PageLogEntry]]:
    """Log entries about stores, and about articles that were recalled everywhere; the newest first, none twice."""
    if filters.paths is None:
        folder = StoresPage.objects.values_list("path", flat=True).first() or "-"
        where = Q(page__path__startswith=folder)
        if not filters.kind or filters.kind == Kind.NETWORK:
            where |= Q(action__in=actions_of(Kind.NETWORK))
    else:
        # Named one by one, a store's pages are known to be few of all that the history is about.
        pages = Page.objects.filter(at_or_below(filters.paths, "path")).values_list("pk", flat=True)
        where = Q(page__in=list(pages))
    found = _found(PageLogEntry, where & _in_time(filters), filters.person)
    if filters.paths is not None:
        found = found.order_by(_GATHERED.desc(), "-pk")
    return [found.filter(condition) for condition in _of_kind(filters.kind, of_network=filters.paths is None)]


_GATHERED = ExpressionWrapper(F("timestamp") + timedelta(0), output_field=DateTimeField())
"""No index has this order. So the entries of the pages that were named are gathered and sorted, which takes as long
as they are many; else PostgreSQL may go through the history of the whole network, from its end, for the few that fit.
"""


def _found(model: type[Any], condition: Q, person: str) -> QuerySet[Any]:
    rows = model.objects.alias(by=KT("data__by")).filter(condition & _by_person(person, model))
    return rows.order_by("-timestamp", "-pk")


def model_entries(filters: Filters) -> QuerySet[ModelLogEntry]:
    """Log entries about the newsroom's own rows and about roles; none of them is a store's."""
    is_row = Q(action__in=[CREATE, EDIT, DELETE], content_type__in=audited_types()) | Q(action__in=[TAKE_AWAY, FOLLOW])
    is_role = Q(action__in=[GIVE, TAKE, OPEN, CLOSE], content_type=ContentType.objects.get_for_model(get_user_model()))
    what = {"": is_row | is_role, Kind.NETWORK.value: is_row, Kind.PEOPLE.value: is_role}.get(filters.kind)
    if filters.paths is not None or what is None:
        return ModelLogEntry.objects.none()
    return _found(ModelLogEntry, what & _in_time(filters), filters.person)


class Changes(Sequence[ChangeRow]):
    """What the filters find, newest first, and at most `MOST`; a paginator counts it and takes a page of it."""

    def __init__(self, filters: Filters) -> None:
        self.filters = filters
        self.sources: tuple[QuerySet[Any], ...] = (*page_entries(filters), model_entries(filters))
        self._count: int | None = None

    def __len__(self) -> int:
        if self._count is None:
            self._count = min(MOST, sum(source.order_by()[:MOST].count() for source in self.sources))
        return self._count

    def __getitem__(self, place: Any) -> Any:
        start, stop, _step = place.indices(len(self))
        if start >= stop:
            return []
        found = [(at, pk, self.sources[of].model) for at, pk, of in self._keys(start, stop)]
        return list(_rows_of_entries(self._load(found), self.filters.zone))

    def _keys(self, start: int, stop: int) -> QuerySet[Any, tuple[datetime, int, int]]:
        """When, which, and of which source, from `start` to before `stop`."""
        sources = [
            source.annotate(of=Value(number)).values_list("timestamp", "pk", "of")
            for number, source in enumerate(self.sources)
            if not source.query.is_empty()
        ]
        if len(sources) == 1:
            return sources[0][start:stop]
        first, *others = (self._of_one(source, stop) for source in sources)
        return first.union(*others, all=True).order_by("-timestamp", "-pk")[start:stop]

    @staticmethod
    def _of_one(rows: QuerySet[Any, Any], stop: int) -> QuerySet[Any, Any]:
        # SQLite sorts them all, which are few.
        return rows[:stop] if connection.features.supports_slicing_ordering_in_compound else rows.order_by()

    def _load(self, keys: list[tuple[datetime, int, Any]]) -> list[Entry]:
        loaded: dict[Any, dict[int, Any]] = {}
        for model, related in RELATED.items():
            pks = [pk for _at, pk, of in keys if of is model]
            rows: QuerySet[Any] = model._default_manager.select_related(*related)
            loaded[model] = rows.in_bulk(pks) if pks else {}
        return [loaded[model][pk] for _at, pk, model in keys if pk in loaded[model]]

    def every(self) -> Iterator[ChangeRow]:
        """Every change that the filters find, however many, read in portions: for an export."""
        streams = [
            source.select_related(*RELATED[source.model]).iterator(chunk_size=ENTRIES_AT_ONCE)
            for source in self.sources
        ]
        entries = merge(*streams, key=lambda entry: _newest_first((entry.timestamp, entry.pk, type(entry))))
        while portion := list(islice(entries, ENTRIES_AT_ONCE)):
            yield from _rows_of_entries(portion, self.filters.zone)


def _newest_first(key: tuple[datetime, int, Any]) -> tuple[float, int]:
    return -key[0].timestamp(), -key[1]


def _rows_of_entries(entries: Iterable[Entry], zone: tzinfo) -> Iterator[ChangeRow]:
    listed = list(entries)
    about_pages = rows_of_pages([entry for entry in listed if isinstance(entry, PageLogEntry)], zone)
    for entry in listed:
        if isinstance(entry, PageLogEntry):
            yield about_pages[entry.pk]
        else:
            yield row_of_model(entry, zone)
