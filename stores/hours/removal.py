"""Holidays of the network: the stores that follow them."""

from collections.abc import Iterator
from datetime import timedelta

from stores.audience.members import Roster
from stores.hours.models import HolidayClosure
from stores.removal.losses import Removal, Way, counted, takes_along


@takes_along(HolidayClosure, Way.DELETE)
def what_opens(removal: Removal) -> Iterator[str]:
    """`Christmas Day (2026-12-25): 7 stores keep their usual hours.`; nothing for what is over."""
    roster = Roster.online()
    rows = HolidayClosure.objects.filter(pk__in=[row.pk for row in removal.objects])
    members = roster.members_of(rows)
    yesterday = removal.at.date() - timedelta(days=1)
    for row in rows:
        if members[row.pk] and (row.ends_on is None or row.ends_on >= yesterday):
            number = len(members[row.pk])
            yield f"{row}: {counted(number, 'store')} {'keeps its' if number == 1 else 'keep their'} usual hours."
