"""Promo lines of the network: who shows one now, and which lines of stores stand in its place."""

from collections.abc import Iterator

from django.db.models import QuerySet

from stores.audience.members import Roster
from stores.banners.hiding import hidden_pairs
from stores.banners.models import NetworkBanner, PromoBanner
from stores.banners.shown import shown_on
from stores.removal.losses import Removal, Way, counted, takes_along


@takes_along(NetworkBanner, Way.DELETE)
def what_ends(removal: Removal) -> Iterator[str]:
    """`1 promo line ends at 3 stores.`, and what would have begun; nothing for what is over."""
    roster = Roster.online()
    today = removal.at.date()
    rows = NetworkBanner.objects.filter(pk__in=[row.pk for row in removal.objects])
    now, later = rows.filter(shown_on(today)), rows.filter(show_from__gt=today)
    if stores := _stores_of(now, roster):
        verb = "ends" if now.count() == 1 else "end"
        yield f"{counted(now.count(), 'promo line')} {verb} at {counted(len(stores), 'store')} that show it now."
    if stores := _stores_of(later, roster):
        verb = "begins" if later.count() == 1 else "begin"
        line = f"{counted(later.count(), 'promo line')} that {verb} later"
        yield f"{line} will not be shown at {counted(len(stores), 'store')}."
    instead = PromoBanner.objects.filter(replaces__in=rows).count()
    if instead:
        yield f"{counted(instead, 'line')} of stores in its place stand for themselves from then on."


def _stores_of(rows: QuerySet[NetworkBanner], roster: Roster) -> set[int]:
    """The stores that have one of the lines and have not hidden it."""
    hidden = hidden_pairs(rows)
    members = roster.members_of(rows)
    return {store for pk, found in members.items() for store in found if (pk, store) not in hidden}
