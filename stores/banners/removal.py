"""Promo lines of the network: who shows one now, and which lines of stores stand in its place."""

from collections.abc import Iterator

from stores.audience.members import Roster
from stores.banners.models import HiddenBanner, NetworkBanner, PromoBanner
from stores.banners.shown import shown_on
from stores.removal.losses import Removal, Way, counted, takes_along


@takes_along(NetworkBanner, Way.DELETE)
def what_ends(removal: Removal) -> Iterator[str]:
    """`1 promo line ends at 3 stores.`"""
    roster = Roster.online()
    today = removal.at.date()
    rows = NetworkBanner.objects.filter(pk__in=[row.pk for row in removal.objects])
    now = rows.filter(shown_on(today))
    members = roster.members_of(now)
    hidden = set(HiddenBanner.objects.filter(banner__in=now).values_list("banner_id", "store_id"))
    stores = {store for pk, found in members.items() for store in found if (pk, store) not in hidden}
    if stores:
        verb = "ends" if len(members) == 1 else "end"
        yield f"{counted(len(members), 'promo line')} {verb} at {counted(len(stores), 'store')} that show it now."
    instead = PromoBanner.objects.filter(replaces__in=rows).count()
    if instead:
        yield f"{counted(instead, 'line')} of stores in its place stand for themselves from then on."
