"""Which counters of a store have said what they do on a holiday of the network: pure but for what loads the rows."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet

from stores.choices import Counter
from stores.hours.engine.rows import DatedHours
from stores.hours.models import HolidayClosure, ranges_of

ASKED_BEFORE = timedelta(days=14)
"""So long before its first day a store is asked about a holiday."""

Confirmed = frozenset[tuple[DatedHours, str]]
"""What a store has confirmed: what the network proposed (without its label), and for which counter; "" for all."""

NOTHING_CONFIRMED: Confirmed = frozenset()


def with_answers_of(holidays: QuerySet[Any], store_ids: Collection[int]) -> QuerySet[Any]:
    """Each holiday once for every yes of these stores, and once where there is none: no query more than without."""
    yes = FilteredRelation("confirmations", condition=Q(confirmations__store__in=store_ids))
    return holidays.annotate(
        yes=yes, yes_store=F("yes__store_id"), yes_counter=F("yes__counter"), yes_proposal=F("yes__proposal")
    )


def answers_in(rows: Iterable[Any]) -> dict[int, Confirmed]:
    """What each store has confirmed, from the rows of `with_answers_of`."""
    found: dict[int, set[tuple[DatedHours, str]]] = defaultdict(set)
    for row in rows:
        if row.yes_store is not None:
            found[row.yes_store].add((_hours_of(row.yes_proposal), row.yes_counter))
    return {pk: frozenset(answers) for pk, answers in found.items()}


def confirmed_of(store_ids: Collection[int], since: date) -> dict[int, Confirmed]:
    """Of each store what it has confirmed of holidays that are not over; one query."""
    return answers_in(with_answers_of(HolidayClosure.objects.filter(ends_on__gte=since), store_ids))


def _hours_of(proposal: Mapping[str, Any]) -> DatedHours:
    ends_on, closes_by = proposal["ends_on"], proposal["closes_by"]
    return DatedHours(
        starts_on=date.fromisoformat(proposal["starts_on"]),
        ends_on=date.fromisoformat(ends_on) if ends_on else None,
        label="",
        slots=ranges_of(proposal["slots"]),
        counter=proposal["counter"] or None,
        origin="network",
        closes_by=time.fromisoformat(closes_by) if closes_by else None,
    )


def is_asked_about(holiday: DatedHours, today: date) -> bool:
    """Whether the stores are asked: it begins within two weeks and is not over. Nobody confirms a season."""
    if holiday.is_season or holiday.ends_on is None:
        return False
    return holiday.starts_on <= today + ASKED_BEFORE and holiday.ends_on >= today


def counters_concerned(holiday: DatedHours, counters: Iterable[str]) -> list[str]:
    """Those of the store's counters that the holiday is about."""
    return [counter for counter in counters if holiday.counter in {None, counter}]


def unanswered(
    holiday: DatedHours, days: Collection[date], counters: Iterable[str], own: Iterable[DatedHours], done: Confirmed
) -> list[str]:
    """The counters of which the store has not said yet what they do on these days.

    It has where it has confirmed what the network proposes now, and where its own hours of single dates (`own`) are
    about every one of the days.
    """
    rows, bare = [row for row in own if not row.is_season], replace(holiday, label="")

    def has_said(counter: str) -> bool:
        if (bare, "") in done or (bare, counter) in done:
            return True
        about = [row for row in rows if row.counter in {None, counter}]
        return bool(days) and all(any(row.covers(day) for row in about) for day in days)

    return [counter for counter in counters_concerned(holiday, counters) if not has_said(counter)]


def days_left(holiday: DatedHours, today: date) -> list[date]:
    """The holiday's days that are not over, at most those of a row of single dates."""
    if holiday.ends_on is None or holiday.is_season:
        return []
    first = max(holiday.starts_on, today)
    return [first + timedelta(days=offset) for offset in range((holiday.ends_on - first).days + 1)]


def listed_names(counters: Iterable[str], with_rows: Iterable[str]) -> list[str]:
    """The counters that a store lists, or has hours for, in the closed list's order."""
    names = {*counters, *with_rows}
    return [counter.value for counter in Counter if counter.value in names]
