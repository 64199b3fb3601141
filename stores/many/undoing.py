"""What a step has changed, line by line, and undoing all of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import transaction
from wagtail.models import PageLogEntry

from stores.access.locks import is_kept_from
from stores.access.who import Actor, who_is
from stores.audit.entries import type_of
from stores.audit.rows import SYSTEM
from stores.audit.steps import NETWORK, entries_of, in_one_step, steps_since
from stores.audit.undo.registry import CannotUndo, undo_of
from stores.audit.undo.views import seen_mark_of
from stores.audit.words import Words
from stores.many.doing import NotDone, at_store, check_new, locked_stores
from stores.many.planning import LOCKED_PAGE
from stores.many.reach import SeveralStores
from stores.store.models.store import StorePage

LATELY = timedelta(days=7)
MOST_LATELY = 10
CANNOT = "Lines of this kind can’t be undone."


@dataclass(frozen=True, slots=True)
class StepLine:
    """What the step did at one store, what undoing it changes there, or why it can't be undone."""

    store: StorePage
    entry: PageLogEntry
    done: tuple[Words, ...]
    back: tuple[Words, ...]
    problem: str = ""


@dataclass(frozen=True)
class Step:
    """One step, as it stands in the histories of its stores."""

    id: UUID
    entries: tuple[PageLogEntry, ...]

    @cached_property
    def store_ids(self) -> frozenset[int]:
        return frozenset(entry.page_id for entry in self.entries)

    @property
    def at(self) -> datetime:
        return self.entries[0].timestamp

    @property
    def by(self) -> str:
        return str(self.entries[0].data.get("by") or SYSTEM)

    @property
    def is_of_network(self) -> bool:
        return bool(self.entries[0].data["step_as"] == NETWORK)

    def may_be_undone_by(self, user: Any, reach: SeveralStores) -> bool:
        """An owner undoes what was done at stores that are all their own; the newsroom its own steps; admins any."""
        if reach.is_network:
            return self.is_of_network or who_is(user).is_network_admin
        return reach.covers(self.store_ids)


def step_with(step: UUID) -> Step | None:
    """None where nothing was done by that id."""
    entries = tuple(entries_of(step))
    return Step(step, entries) if entries else None


def lines_of(step: Step, stores: Sequence[StorePage], by: Actor) -> list[StepLine]:
    """By the stores' names; what was done last at a store comes first."""
    known = {store.pk: store for store in stores}
    found = [_line(known[entry.page_id], entry, by) for entry in reversed(step.entries) if entry.page_id in known]
    return sorted(found, key=lambda line: (line.store.title.casefold(), line.store.pk))


def _line(store: StorePage, entry: PageLogEntry, by: Actor) -> StepLine:
    done = tuple(type_of(entry.action).say(entry.label, entry.data))
    undo = undo_of(entry)
    if undo is None:
        return StepLine(store, entry, done, (), CANNOT)
    if is_kept_from(by, store):
        return StepLine(store, entry, done, (), LOCKED_PAGE)
    try:
        return StepLine(store, entry, done, tuple(undo.plan(store, entry)))
    except CannotUndo as refusal:
        return StepLine(store, entry, done, (), " ".join(refusal.reasons))


def mark_of_lines(lines: Sequence[StepLine]) -> str:
    """What somebody has seen of them."""
    return seen_mark_of([Words(f"{line.store.pk} {line.problem}", str(line.back)) for line in lines])


@transaction.atomic
def undo_all(*, by: Actor, as_network: bool, step: Step, seen: str, new_step: UUID) -> int:
    """Undo what the step did, at every store or at none, and give back at how many. NotDone or DoneAlready else."""
    stores = locked_stores(step.store_ids)
    check_new(new_step, by)
    lines = lines_of(step, stores, by)
    problems = [line for line in lines if line.problem]
    if problems:
        names = ", ".join(dict.fromkeys(line.store.title for line in problems))
        raise NotDone(f"Nothing was undone, because it can’t be undone at: {names}.")
    if mark_of_lines(lines) != seen or len(lines) != len(step.entries):
        raise NotDone("Something else was done in the meantime, so nothing was undone. See what changes now.")
    with in_one_step(new_step, as_network=as_network, stores=len(stores)):
        for line in lines:
            undo = undo_of(line.entry)
            if undo is not None:
                with at_store(line.store, by):
                    undo.do(by, line.store, line.entry)
    return len(stores)


@dataclass(frozen=True, slots=True)
class Lately:
    """A step of the last days, for the list: its id, when, by whom, what, and at how many stores."""

    id: str
    at: datetime
    by: str
    words: str
    stores: int


def lately(reach: SeveralStores, by: Actor, now: datetime) -> list[Lately]:
    """One's own steps of the last days, for the newsroom those of all of it; the newest first."""
    found: dict[str, Lately] = {}
    rows = steps_since(now - LATELY, by=None if reach.is_network else by)
    for entry in rows.iterator(chunk_size=500):
        data = entry.data
        if data["step"] in found:
            continue
        if len(found) == MOST_LATELY:
            break
        words = "; ".join(map(str, type_of(entry.action).say(entry.label, data)))
        found[data["step"]] = Lately(
            data["step"], entry.timestamp, str(data.get("by") or SYSTEM), words, int(data["step_stores"])
        )
    return list(found.values())
