"""Dated hours of many stores at once: three queries for any number of stores, exceptions and holidays."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import F, Q, Value

from stores.choices import AudienceKind
from stores.models import HolidayClosure, HoursException, StorePage, TodayChange
from stores.opening_times import DatedHours, DayCut

# A night that began yesterday may still run, in a zone that is a day behind ours.
LOOK_BACK = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Holiday:
    """A row of the network and whom it is for."""

    hours: DatedHours
    is_for_all: bool
    groups: frozenset[int]
    stores: frozenset[int]
    excluded: frozenset[int]

    def is_for(self, store_id: int, group_ids: Iterable[int]) -> bool:
        if store_id in self.excluded:
            return False
        return self.is_for_all or store_id in self.stores or not self.groups.isdisjoint(group_ids)


@dataclass(slots=True)
class DatedHoursBook:
    """What is said about dates: by the stores, and by the network."""

    exceptions: dict[int, list[DatedHours]] = field(default_factory=lambda: defaultdict(list))
    cuts: dict[int, list[DayCut]] = field(default_factory=lambda: defaultdict(list))
    holidays: list[Holiday] = field(default_factory=list)

    def dated_of(self, store: StorePage) -> tuple[DatedHours, ...]:
        """The store's own rows and the network's for it; groups come from the prefetched registration."""
        groups = (group.pk for group in store.registration.groups.all()) if self.holidays else ()
        return self.dated_for(store.pk, groups)

    def dated_for(self, store_id: int, group_ids: Iterable[int]) -> tuple[DatedHours, ...]:
        """The same by ids."""
        groups = list(group_ids)
        network = (holiday.hours for holiday in self.holidays if holiday.is_for(store_id, groups))
        return (*self.exceptions.get(store_id, ()), *network)

    def cuts_of(self, store: StorePage) -> tuple[DayCut, ...]:
        return self.cuts_for(store.pk)

    def cuts_for(self, store_id: int) -> tuple[DayCut, ...]:
        return tuple(self.cuts.get(store_id, ()))


def load_dated_hours(stores: Iterable[StorePage], at: datetime) -> DatedHoursBook:
    """The book of these stores for the moment `at` and all that comes after it."""
    return load_dated_hours_of([store.pk for store in stores], at)


def load_dated_hours_of(store_ids: Iterable[int], at: datetime) -> DatedHoursBook:
    """The same by ids."""
    since = at.date() - LOOK_BACK
    ids = list(store_ids)
    book = DatedHoursBook()
    current = Q(ends_on__isnull=True) | Q(ends_on__gte=since)
    for row in HoursException.objects.filter(current, store__in=ids):
        book.exceptions[row.store_id].append(row.as_dated_hours("store"))
    for change in TodayChange.objects.filter(store__in=ids, on__gte=since):
        book.cuts[change.store_id].append(DayCut(change.on, change.closes_at, change.opens_at, change.is_closed))
    holidays = list(HolidayClosure.objects.filter(current))
    if holidays:
        book.holidays = _with_audience(holidays)
    return book


def _with_audience(holidays: list[HolidayClosure]) -> list[Holiday]:
    """Memberships of all holidays in one query."""
    ids = [holiday.pk for holiday in holidays]
    lists = [
        model.through._default_manager.filter(holidayclosure__in=ids)
        .order_by()
        .values_list("holidayclosure", Value(kind), F(name))
        for kind, model, name in (
            ("groups", HolidayClosure.audience_groups, "storegroup"),
            ("stores", HolidayClosure.audience_stores, "storepage"),
            ("excluded", HolidayClosure.excluded_stores, "storepage"),
        )
    ]
    named: dict[tuple[int, str], set[int]] = defaultdict(set)
    for pk, kind, target in lists[0].union(*lists[1:], all=True):
        named[pk, kind].add(target)
    return [
        Holiday(
            hours=holiday.as_dated_hours("network"),
            is_for_all=holiday.audience == AudienceKind.EVERY_STORE,
            groups=frozenset(named[holiday.pk, "groups"] if holiday.audience == AudienceKind.CHOSEN else ()),
            stores=frozenset(named[holiday.pk, "stores"] if holiday.audience == AudienceKind.CHOSEN else ()),
            excluded=frozenset(named[holiday.pk, "excluded"]),
        )
        for holiday in holidays
    ]
