"""Two holidays of one rank at one store: told when something makes them meet, a group that a store joins or a date."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.signals import m2m_changed
from django.dispatch import receiver
from django.utils import timezone

from stores.access.who import Actor
from stores.audience.following import keep_to_groups_by_hand
from stores.audience.members import Roster, StoreIds
from stores.hours.engine.rows import find_conflicts
from stores.hours.models import HolidayClosure
from stores.removal.losses import checks
from stores.store.models.groups import StoreGroup
from stores.store.models.registration import StoreRegistration

keep_to_groups_by_hand(HolidayClosure)

Pairs = list[tuple[HolidayClosure, HolidayClosure]]


def conflicting_holidays() -> Pairs:
    """Pairs of holidays that are not over, of which neither would go before the other; one query."""
    yesterday = timezone.now().date() - timedelta(days=1)
    rows = HolidayClosure.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=yesterday))
    # Two rows may say the very same, so they are told apart by what they are, not by what they say.
    dated = [(row.as_dated_hours("network"), row) for row in rows]
    row_of = {id(hours): row for hours, row in dated}
    found = find_conflicts(hours for hours, _row in dated)
    return [(row_of[id(conflict.first)], row_of[id(conflict.second)]) for conflict in found]


def _meeting(roster: Roster, pairs: Pairs) -> tuple[HolidayClosure, HolidayClosure, StoreIds] | None:
    """The first two that meet at one of the stores."""
    if not pairs:
        return None
    ids = {row.pk for pair in pairs for row in pair}
    members = roster.members_of(HolidayClosure.objects.filter(pk__in=ids))
    met = ((*pair, members[pair[0].pk] & members[pair[1].pk]) for pair in pairs)
    return next((each for each in met if each[2]), None)


def why_holidays_collide(groups: Collection[int], store: int = 0, pairs: Pairs | None = None) -> str:
    """What would meet at a store (0: one that is not open yet) in these groups, in words; "" for nothing."""
    alone: StoreIds = frozenset({store})
    pairs = conflicting_holidays() if pairs is None else pairs
    found = _meeting(Roster(alone, dict.fromkeys(groups, alone)), pairs)
    if found is None:
        return ""
    return f"{found[0]} and {found[1]} would both rule there, and neither goes before the other. Change one of them."


@receiver(m2m_changed, sender=StoreRegistration.groups.through)
def refuse_colliding_groups(*, instance: Any, action: str, reverse: bool, pk_set: Any, **kwargs: Any) -> None:
    """At whatever door a store joins a group: its form, opening it, an import, a script."""
    if action != "post_add" or not pk_set:
        return
    joined: Iterable[StoreRegistration] = StoreRegistration.objects.filter(pk__in=pk_set) if reverse else [instance]
    check_groups(joined)


def check_groups(registrations: Iterable[StoreRegistration]) -> None:
    """ValidationError where the groups of a store bring two holidays together; of many stores at once."""
    pairs = conflicting_holidays()
    if not pairs:
        return
    for registration in registrations:
        groups = set(registration.groups.values_list("pk", flat=True))
        if words := why_holidays_collide(groups, registration.store_id, pairs):
            raise ValidationError({"groups": words}, code="conflict")


def check_holidays() -> None:
    """ValidationError where two holidays meet at an online store."""
    pairs = conflicting_holidays()
    found = _meeting(Roster.online(), pairs) if pairs else None
    if found is not None:
        raise ValidationError(f"{found[0]} and {found[1]} would both rule at a store. Change one of them first.")


@checks(StoreGroup)
def refuse_colliding_replacement(by: Actor) -> None:
    """What took a group's place in audiences brings no two holidays together."""
    check_holidays()
