"""The demo's holidays by name, as dates of the year in which it is built and of the next. Pure."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

THURSDAY = 3


def _thanksgiving(year: int) -> date:
    """The fourth Thursday of November."""
    first = date(year, 11, 1)
    return first + timedelta(days=(THURSDAY - first.weekday()) % 7 + 21)


HOLIDAYS: Mapping[str, Callable[[int], date]] = MappingProxyType(
    {
        "new-years-day": lambda year: date(year, 1, 1),
        "independence-day": lambda year: date(year, 7, 4),
        "thanksgiving": _thanksgiving,
        "christmas-eve": lambda year: date(year, 12, 24),
        "christmas-day": lambda year: date(year, 12, 25),
        "new-years-eve": lambda year: date(year, 12, 31),
    }
)


def dates_of(name: str, today: date) -> list[date]:
    """A holiday this year and the next, so that one always lies ahead. KeyError for an unknown name."""
    return [HOLIDAYS[name](year) for year in (today.year, today.year + 1)]


def coming(name: str, since: date) -> date:
    """The first day of the named holiday that is not before `since`."""
    return next(day for day in dates_of(name, since) if day >= since)
