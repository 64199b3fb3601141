"""Which stores have not said what they do on a holiday; and the mails that ask their owners, once, and once again."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from stores.audience.members import Roster
from stores.hours.engine.rows import DatedHours
from stores.hours.holidays.confirmed import (
    ASKED_BEFORE,
    NOTHING_CONFIRMED,
    confirmed_of,
    counters_concerned,
    days_left,
    is_asked_about,
    listed_names,
    unanswered,
)
from stores.hours.holidays.models import HolidayQuestion
from stores.hours.models import HolidayClosure, HoursException, OpeningHours
from stores.store.models.store import StorePage

SLACK = timedelta(days=1)
"""Stores are in many time zones: what is near at one of them is looked at for all."""


@dataclass(frozen=True, slots=True)
class HolidayAnswers:
    """A holiday that is near: the stores that were asked about it, and those of them that have not answered."""

    holiday: HolidayClosure
    asked: frozenset[int]
    silent: tuple[int, ...]

    @property
    def answered(self) -> int:
        return len(self.asked) - len(self.silent)


@dataclass(slots=True)
class _Facts:
    """What is known of each of the stores."""

    today: dict[int, date]
    counters: dict[int, list[str]]
    own: dict[int, list[DatedHours]] = field(default_factory=lambda: defaultdict(list))


def answers_at(at: datetime, within: timedelta = ASKED_BEFORE) -> list[HolidayAnswers]:
    """Of every holiday that begins within two weeks, by each online store's own calendar; in the order of their days.

    A constant number of queries, and none but the first where no holiday is near.
    """
    first, last = at.date() - SLACK, at.date() + within + SLACK
    rows = HolidayClosure.objects.filter(starts_on__lte=last, ends_on__gte=first)
    holidays = list(rows.order_by("starts_on", "label", "pk"))
    if not holidays:
        return []
    facts = _load(at, first)
    roster = Roster.load(facts.today)
    members = roster.members_of(rows, holidays)
    done = confirmed_of(facts.today, first)
    found = []
    for holiday in holidays:
        hours = holiday.as_dated_hours("network")
        asked = [
            pk
            for pk in sorted(members[holiday.pk])
            if is_asked_about(hours, facts.today[pk] + (within - ASKED_BEFORE))
            and days_left(hours, facts.today[pk])
            and counters_concerned(hours, facts.counters[pk])
        ]
        silent = [
            pk
            for pk in asked
            if unanswered(
                hours,
                days_left(hours, facts.today[pk]),
                facts.counters[pk],
                facts.own[pk],
                done.get(pk, NOTHING_CONFIRMED),
            )
        ]
        if asked:
            found.append(HolidayAnswers(holiday, frozenset(asked), tuple(silent)))
    return found


def _load(at: datetime, since: date) -> _Facts:
    stores = StorePage.objects.online().order_by()
    zones = {
        zone: at.astimezone(ZoneInfo(zone)).date() for zone in stores.values_list("time_zone", flat=True).distinct()
    }
    listed = {pk: (zones[zone], counters) for pk, zone, counters in stores.values_list("pk", "time_zone", "counters")}
    with_rows: dict[int, set[str]] = defaultdict(set)
    for pk, counter in OpeningHours.objects.order_by().values_list("store", "counter").distinct():
        with_rows[pk].add(counter)
    facts = _Facts(
        today={pk: today for pk, (today, _counters) in listed.items()},
        counters={pk: listed_names(counters, with_rows[pk]) for pk, (_today, counters) in listed.items()},
    )
    for row in HoursException.objects.filter(ends_on__gte=since):
        facts.own[row.store_id].append(row.as_dated_hours("store"))
    return facts


def questions_of(holiday: HolidayClosure, stores: Collection[int]) -> Mapping[int, HolidayQuestion]:
    """Store -> when it was asked about the holiday, of those that were."""
    return {row.store_id: row for row in HolidayQuestion.objects.filter(holiday=holiday, store__in=stores)}


def silent_pairs(answers: Iterable[HolidayAnswers]) -> dict[int, list[HolidayClosure]]:
    """Store -> the holidays that it has not answered."""
    found: dict[int, list[HolidayClosure]] = defaultdict(list)
    for each in answers:
        for pk in each.silent:
            found[pk].append(each.holiday)
    return found
