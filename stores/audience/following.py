"""Stores of saved audiences: rows that are kept as the rules say, in the transaction of whatever changes that.

`keep_members` is the one place that writes them, and says so in the history. It is called by receivers of what rules
ask about, so that no door goes round it: forms, publications, imports, scripts. Whoever writes much asks once for all
(`members_at_the_end`).
Writes that send no signals are found by `manage.py doctor`, and mended by `manage.py keep_members`.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models.signals import m2m_changed, post_save
from django.dispatch import receiver

from stores.audience.history import Pair, write_history
from stores.audience.members import among_few
from stores.audience.models import AudienceMixin
from stores.audience.rules import STORE_COLUMNS, facts_of, rules
from stores.store.models.groups import StoreGroup
from stores.store.models.registration import StoreRegistration
from stores.store.models.store import StorePage

LOCK = 0x5A7E
"""The number of our advisory lock on PostgreSQL: who changes stores shares it, who changes rules has it alone."""
THROUGH = StoreRegistration.groups.through
FOLLOWS = "Its stores follow from its rule: change that instead."

_waiting: ContextVar[set[int | None] | None] = ContextVar("stores_whose_rules_wait", default=None)


@contextmanager
def members_at_the_end() -> Iterator[None]:
    """What is written inside is followed when the outermost of these blocks ends."""
    if _waiting.get() is not None:
        yield
        return
    waiting: set[int | None] = set()
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    if None in waiting:
        keep_members()
    elif waiting:
        keep_members({store for store in waiting if store is not None})


@transaction.atomic(savepoint=False)
def keep_members(stores: Collection[int] | None = None) -> int:
    """Make the stores with these ids members of exactly those saved audiences whose rule they fit; None: all stores.

    How many rows that changed. A constant number of queries; three where there is no saved audience.
    """
    waiting = _waiting.get()
    if waiting is not None:
        waiting.update([None] if stores is None else stores)
        return 0
    _wait_for_others(is_alone=stores is None)
    there, wanted = _pairs(stores, is_locking=True)
    gone = [pk for pair, pk in there.items() if pair not in wanted]
    new = [THROUGH(storeregistration_id=one, storegroup_id=group) for one, group in sorted(wanted - there.keys())]
    if gone:
        THROUGH.objects.filter(pk__in=gone).delete()
    if new:
        THROUGH.objects.bulk_create(new, ignore_conflicts=True)
    write_history({"joined": wanted - there.keys(), "left": there.keys() - wanted})
    return len(gone) + len(new)


def strays() -> int:
    """How many rows are not as the rules say, or missing."""
    there, wanted = _pairs(None)
    return len(there.keys() ^ wanted)


def _pairs(stores: Collection[int] | None, *, is_locking: bool = False) -> tuple[dict[Pair, int], set[Pair]]:
    """Members of saved audiences as they stand, with the ids of their rows, and as the rules want them."""
    all_rules = rules()
    rows = THROUGH.objects.filter(storegroup__is_ruled=True).order_by()
    if not all_rules:
        return {}, set()
    registrations = StoreRegistration.objects.order_by("pk")
    if stores is not None:
        registrations = among_few(registrations, "store", stores)
        rows = among_few(rows, "storeregistration__store", stores)
    if is_locking and stores is not None:
        # Two who change one store at once, its page and its groups: the second sees what the first has done.
        registrations = registrations.select_for_update(no_key=True)
    asked = {store: pk for pk, store in registrations.values_list("pk", "store") if stores is None or store in stores}
    facts, of_asked = facts_of(asked), set(asked.values())
    there = {
        (one, group): pk
        for pk, one, group in rows.values_list("pk", "storeregistration_id", "storegroup_id")
        if one in of_asked
    }
    return there, {(asked[store], pk) for pk, rule in all_rules.items() for store in rule.members(facts)}


def _wait_for_others(*, is_alone: bool) -> None:
    """Of a rule and a store that change at once, the second sees what the first has done."""
    if connection.vendor == "postgresql":
        name = "pg_advisory_xact_lock" if is_alone else "pg_advisory_xact_lock_shared"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {name}(%s)", [LOCK])


@receiver(post_save, sender=StorePage)
def follow_store(
    *, instance: StorePage, created: bool, raw: bool, update_fields: frozenset[str] | None, **kwargs: Any
) -> None:
    """A store that moved or changed its services. One that is new has no registration yet."""
    if not raw and not created and (update_fields is None or not update_fields.isdisjoint(STORE_COLUMNS)):
        keep_members({instance.pk})


@receiver(post_save, sender=StoreRegistration)
def follow_registration(*, instance: StoreRegistration, created: bool, raw: bool, **kwargs: Any) -> None:
    """A store that is new."""
    if not raw and created:
        keep_members({instance.store_id})


@receiver(post_save, sender=StoreGroup)
def follow_rule(*, instance: StoreGroup, raw: bool, **kwargs: Any) -> None:
    """Another rule: any store may join or leave."""
    if not raw and instance.is_ruled:
        keep_members()


@receiver(m2m_changed, sender=StoreGroup.rule_groups.through)
def follow_rule_groups(*, instance: StoreGroup, action: str, reverse: bool, pk_set: Any, **kwargs: Any) -> None:
    """The groups of a rule are put together by hand: no rule waits for another."""
    if action == "pre_add" and pk_set:
        named = [instance] if reverse else StoreGroup.objects.filter(pk__in=pk_set, is_ruled=True)
        _refuse([group for group in named if group.is_ruled], "A rule can't name it: its stores follow from a rule.")
    if action.startswith("post_"):
        keep_members()


@receiver(m2m_changed, sender=THROUGH)
def follow_groups(*, instance: Any, action: str, reverse: bool, pk_set: Any, **kwargs: Any) -> None:
    """Nobody puts a store into a saved audience by hand, or takes it out; of a store's other groups rules ask."""
    if action in {"pre_add", "pre_remove"} and pk_set:
        named = [instance] if reverse else StoreGroup.objects.filter(pk__in=pk_set, is_ruled=True)
        _refuse([group for group in named if group.is_ruled], FOLLOWS)
    if action.startswith("post_") and pk_set != set():
        keep_members(_stores_of(instance, reverse, pk_set))


def _stores_of(instance: Any, reverse: bool, pk_set: Collection[int] | None) -> Collection[int] | None:
    if not reverse:
        return {instance.store_id}
    if pk_set is None:
        return None
    return set(StoreRegistration.objects.filter(pk__in=pk_set).values_list("store_id", flat=True))


def check_by_hand(groups: Iterable[StoreGroup]) -> None:
    """ValidationError for a group into which nobody puts stores."""
    _refuse({group for group in groups if group.is_ruled}, FOLLOWS)


def _refuse(groups: Collection[StoreGroup], why: str) -> None:
    if groups:
        raise ValidationError([f"“{group}” is a saved audience. {why}" for group in groups])


def refuse_saved_audiences(
    *, sender: Any, instance: Any, action: str, reverse: bool, pk_set: Any, **kwargs: Any
) -> None:
    """For models whose audience may name only groups that are put together by hand."""
    if action == "pre_add" and pk_set:
        named = [instance] if reverse else StoreGroup.objects.filter(pk__in=pk_set, is_ruled=True)
        _refuse([group for group in named if group.is_ruled], "Name groups whose stores were put in by hand.")


def keep_to_groups_by_hand(model: type[AudienceMixin]) -> None:
    """The audiences of this model name no saved audience."""
    lists: Any = model._meta.get_field("audience_groups")
    m2m_changed.connect(refuse_saved_audiences, sender=lists.remote_field.through)
