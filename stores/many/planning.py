"""What a step would change at each of its stores, and why it can't at some: shown first, and made sure of later."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from stores.access.locks import is_kept_from
from stores.access.who import Actor
from stores.audit.words import Words
from stores.editing.saving import StoreChange
from stores.hours.schedules import DatedHoursBook, load_dated_hours
from stores.many.choosing import Choice
from stores.store.models.store import StorePage

CLOSED_FOR_GOOD = "It has closed for good."
NOT_ON_THE_SITE = "It is not on the site."
LOCKED_PAGE = "Somebody of the network has locked its page."


class Unfit(Exception):
    """The change makes no sense at this store: a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the change does at one store: in words, with notes, and the values that `do` takes.

    `stood`: what else was seen of the store, so that the step is shown again where it is another by then.
    """

    words: tuple[Words, ...]
    notes: tuple[str, ...] = ()
    values: Any = None
    stood: str = ""


class ManyChange:
    """One kind of change. `planned` says what it does at a store, `do` does it by the store's own action.

    `title` is short, for the head of a phone's screen; `label` and `help` say it where it is chosen. `most`: stores of
    one step, as many as are done within a minute or two.
    """

    name = ""
    title = ""
    label = ""
    help = ""
    icon = ""
    most = 1000

    def form(self, choice: Choice, data: Any, at: datetime) -> Any:
        """The form of what is said of all of the stores."""
        raise NotImplementedError

    def planned(self, store: StorePage, said: dict[str, Any], book: DatedHoursBook, at: datetime) -> Outcome:
        """Unfit where it makes no sense at this store."""
        raise NotImplementedError

    def page_change(self, store: StorePage, said: dict[str, Any]) -> StoreChange | None:
        """What is changed of the store's own page, if that is all: it is published for all stores at once."""
        return None

    def do(self, by: Actor, store: StorePage, said: dict[str, Any], outcome: Outcome) -> None:
        """ValidationError where a rule of the store is in the way."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class AtStore:
    """One store of a step; either an outcome or a problem."""

    store: StorePage
    outcome: Outcome | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Alike:
    """Stores at which the same changes in the same way."""

    words: tuple[Words, ...]
    notes: tuple[str, ...]
    stores: tuple[StorePage, ...]


@dataclass(frozen=True)
class StepPlan:
    """The whole step, store by store."""

    at_stores: tuple[AtStore, ...]

    @cached_property
    def problems(self) -> list[AtStore]:
        return [each for each in self.at_stores if each.problem]

    @cached_property
    def alike(self) -> list[Alike]:
        """By what changes; the most stores first."""
        found: dict[tuple[Any, ...], list[StorePage]] = {}
        for each in self.at_stores:
            if each.outcome is not None:
                found.setdefault((each.outcome.words, each.outcome.notes), []).append(each.store)
        groups = [Alike(words, notes, tuple(stores)) for (words, notes), stores in found.items()]
        return sorted(groups, key=lambda group: -len(group.stores))

    @property
    def number(self) -> int:
        return len(self.at_stores)

    @cached_property
    def mark(self) -> str:
        """What somebody has seen, to know whether it is still so."""
        seen = hashlib.sha256()
        for each in self.at_stores:
            outcome = each.outcome
            texts = [str(each.store.pk), each.problem]
            if outcome is not None:
                texts += [*map(str, outcome.words), *outcome.notes, outcome.stood]
            seen.update("\n".join(texts).encode())
        return seen.hexdigest()[:16]


def plan_of(
    change: ManyChange, said: dict[str, Any], stores: Sequence[StorePage], by: Actor, at: datetime
) -> StepPlan:
    """Of stores with their profiles; costs the same few queries for any number of them."""
    book = load_dated_hours(stores, at)
    return StepPlan(tuple(_at_store(change, said, store, by, book, at) for store in stores))


def _at_store(
    change: ManyChange, said: dict[str, Any], store: StorePage, by: Actor, book: DatedHoursBook, at: datetime
) -> AtStore:
    problem = why_not(store, by)
    if problem:
        return AtStore(store, None, problem)
    try:
        return AtStore(store, change.planned(store, said, book, at))
    except Unfit as unfit:
        return AtStore(store, None, str(unfit))


def why_not(store: StorePage, by: Actor) -> str:
    """Why nothing is changed there, whatever it is; empty where something may be."""
    if store.registration.closed_at is not None:
        return CLOSED_FOR_GOOD
    if not store.live:
        return NOT_ON_THE_SITE
    return LOCKED_PAGE if is_kept_from(by, store) else ""


def by_name(stores: Iterable[StorePage]) -> list[StorePage]:
    """As people look for them."""
    return sorted(stores, key=lambda store: (store.title.casefold(), store.pk))
