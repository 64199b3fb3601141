"""The US federal holidays of a year, as proposals: what the newsroom takes becomes holidays of the network."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from stores.choices import AudienceKind
from stores.hours.collisions import check_holidays
from stores.hours.models import HolidayClosure


@dataclass(frozen=True, slots=True)
class Proposal:
    """One federal holiday on its own date, not on the weekday on which offices observe it."""

    on: date
    label: str
    is_there: bool

    @property
    def key(self) -> str:
        return self.on.isoformat()


def proposals(year: int, today: date) -> list[Proposal]:
    """The year's federal holidays from `today` on (source: the `holidays` package), the next one first.

    `is_there`: the network says so of that day.
    """
    import holidays  # noqa: PLC0415  (the calendars of all countries, which no server needs to start)

    of_year = holidays.country_holidays("US", years=year, observed=False).items()
    days = sorted(day for day in of_year if day[0] >= today)
    there = set(HolidayClosure.objects.filter(starts_on__year=year, counter="").values_list("starts_on", flat=True))
    return [Proposal(on, label, on in there) for on, label in days]


@transaction.atomic
def take_proposals(*, by: Any, taken: Iterable[Proposal]) -> list[HolidayClosure]:
    """Make each proposal a holiday on which every store is closed; one that is there already stays as it is."""
    made = []
    for proposal in taken:
        if not proposal.is_there:
            holiday = HolidayClosure(
                label=proposal.label,
                starts_on=proposal.on,
                ends_on=proposal.on,
                audience=AudienceKind.EVERY_STORE,
            )
            holiday.full_clean()
            holiday.save()
            check_holidays()
            log(holiday, "wagtail.create", user=by)
            made.append(holiday)
    return made
