"""Makes one change at several stores, or takes it back: at all of them in one transaction, or at none."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import LogContext

from stores.access.who import Actor
from stores.audit.steps import entries_of, in_one_step
from stores.audit.undo.registry import CannotUndo
from stores.editing.saving import publish_changes
from stores.many.planning import ManyChange, Outcome, StepPlan, plan_of
from stores.store.models.store import StorePage

AT_ONCE = 100
"""Pages that are published by the same statements."""
CHANGED_SINCE = "It was changed in the meantime."


class NotDone(Exception):
    """Nothing was changed at any store; the sentence says why."""


class DoneAlready(Exception):
    """This very step was made before: the form was sent twice."""


class SeenAnother(Exception):
    """Something of a store is another than what was shown, so nothing was changed. `plan` is what it is now."""

    def __init__(self, plan: StepPlan) -> None:
        super().__init__()
        self.plan = plan


def locked_stores(ids: Iterable[int]) -> list[StorePage]:
    """The stores with their profiles, locked until the transaction ends; one order for everybody, so nobody waits in a
    circle.
    """
    rows = StorePage.objects.select_for_update().filter(pk__in=sorted(ids)).order_by("pk")
    found = list(rows.values_list("pk", flat=True))
    return list(with_all_that_is_planned(StorePage.objects.filter(pk__in=found)))


def with_all_that_is_planned(stores: Any) -> Any:
    """With all that a plan looks at, by the stores' ids."""
    return stores.with_profile().prefetch_related("promo_banners").order_by("pk")


@contextmanager
def at_store(store: StorePage, by: Actor) -> Iterator[None]:
    """NotDone, with the store's name, for a rule that is in the way there. Its lines in the log are a group of their
    own: Wagtail shows one of each action of a group.
    """
    with LogContext(user=by):
        try:
            yield
        except ValidationError as error:
            raise NotDone(f"{store.title}: {' '.join(error.messages)} Nothing was changed at any store.") from error
        except CannotUndo as refusal:
            raise NotDone(f"{store.title}: {refusal} Nothing was changed at any store.") from refusal
        except ObjectDoesNotExist as error:
            raise NotDone(f"{store.title}: {CHANGED_SINCE} Nothing was changed at any store.") from error


@transaction.atomic
def do_at_all(
    *,
    by: Actor,
    as_network: bool,
    change: ManyChange,
    said: dict[str, Any],
    ids: Iterable[int],
    seen: str,
    step: UUID,
) -> int:
    """Make the change at every one of the stores, and give back at how many.

    SeenAnother, NotDone or DoneAlready: then nothing is changed anywhere.
    """
    stores = locked_stores(ids)
    check_new(step, by)
    plan = plan_of(change, said, stores, by, timezone.now())
    if plan.mark != seen or plan.problems or not stores:
        raise SeenAnother(plan)
    with in_one_step(step, as_network=as_network, stores=len(stores)):
        _do(by, change, said, [(each.store, each.outcome) for each in plan.at_stores if each.outcome is not None])
    return len(stores)


def _do(by: Actor, change: ManyChange, said: dict[str, Any], pairs: Sequence[tuple[StorePage, Outcome]]) -> None:
    """At all at once where it is about their pages; else, and where that is refused, at one after the other."""
    changes = [(store, change.page_change(store, said)) for store, _outcome in pairs]
    of_pages = [(store, each) for store, each in changes if each is not None]
    if len(of_pages) == len(pairs):
        try:
            with transaction.atomic(), LogContext(user=by):
                for start in range(0, len(of_pages), AT_ONCE):
                    publish_changes(by=by, changes=of_pages[start : start + AT_ONCE])
                return
        except (ValidationError, ObjectDoesNotExist):
            # One by one, so that it is said where.
            pass
    for store, outcome in pairs:
        with at_store(store, by):
            change.do(by, store, said, outcome)


def check_new(step: UUID, by: Actor) -> None:
    """DoneAlready where the person has made this step; an id of somebody else's is none."""
    entry = entries_of(step).first()
    if entry is not None and entry.user_id == by.pk:
        raise DoneAlready
    if entry is not None:
        raise NotDone("Please begin anew: nothing was changed.")
