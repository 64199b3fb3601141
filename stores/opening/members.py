"""Which stores are in a group, changed from the group's side: the history of each store says so."""

from collections.abc import Collection, Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from stores.access.who import Actor
from stores.audience.following import check_by_hand, members_at_the_end
from stores.audience.store_names import Label
from stores.hours.collisions import why_holidays_collide
from stores.opening.registration import change_registration
from stores.store.models.groups import StoreGroup
from stores.store.models.store import StorePage
from stores.store.querysets import StoreQuerySet


def members_of(group: StoreGroup) -> StoreQuerySet:
    """Stores of the group that are not closed for good, by name."""
    members: StoreQuerySet = StorePage.objects.filter(
        registration__groups=group.pk, registration__closed_at__isnull=True
    )
    return members.order_by("title", "pk")


def check_members(group: StoreGroup, stores: Iterable[StorePage]) -> None:
    """ValidationError, by name, for a store to which the group would bring two holidays that collide."""
    known = set(members_of(group).values_list("pk", flat=True)) if group.pk else set()
    refused = []
    for store in stores:
        if store.pk not in known and group.pk:
            groups = {*store.registration.groups.values_list("pk", flat=True), group.pk}
            words = why_holidays_collide(groups, store.pk)
            refused += [f"{Label.of_store(store)}: {words}"] if words else []
    if refused:
        raise ValidationError(refused)


@transaction.atomic
def change_members(*, by: Actor | None, group: StoreGroup, stores: Iterable[StorePage], were: Collection[int]) -> None:
    """Stores that were not among `were`, the ids somebody chose from, join; those of them that are left out leave.

    What came or went since by another door stays as it is, and so do closed stores.
    """
    check_by_hand([group])
    wanted, members = {store.pk: store for store in stores}, {store.pk: store for store in members_of(group)}
    joining = [store for pk, store in wanted.items() if pk not in members and pk not in were]
    leaving = [store for pk, store in members.items() if pk not in wanted and pk in were]
    with members_at_the_end():
        for store in (*joining, *leaving):
            groups = [each for each in store.registration.groups.filter(is_ruled=False) if each != group]
            change_registration(by=by, store=store, groups=[*groups, group] if store.pk in wanted else groups)
