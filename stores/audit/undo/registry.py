"""Which entries of a store's history can be undone, and by what. Packages above add theirs by `register_undo`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from wagtail.models import PageLogEntry

from stores.access.who import Actor
from stores.audit.words import Words
from stores.store.models.store import StorePage


class CannotUndo(Exception):
    """Something else was done since, or it is over. `reasons` are sentences for the owner."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class Undo:
    """How entries of one action are undone.

    `plan` says what would change, before and after. Both raise CannotUndo. `is_possible` looks at the entry's data
    alone: where it is false, no way to undo is shown.
    """

    plan: Callable[[StorePage, PageLogEntry], list[Words]]
    do: Callable[[Actor, StorePage, PageLogEntry], None]
    is_possible: Callable[[Mapping[str, Any]], bool] = lambda data: True


Submit = Callable[[Actor, StorePage, PageLogEntry], None]
"""Undoes an entry in a draft that waits for the owner, as all that staff do; raises CannotUndo."""

_undos: dict[str, Undo] = {}
_submits: dict[str, Submit] = {}


def register_undo(action: str, undo: Undo) -> None:
    """Let entries of this action be undone."""
    _undos[action] = undo


def register_submit(action: str, submit: Submit) -> None:
    """Let staff ask for it: what the action changed stands in the store page's drafts. All else is live at once."""
    _submits[action] = submit


def submit_of(entry: PageLogEntry) -> Submit | None:
    """None for what only owners undo."""
    return _submits.get(entry.action) if undo_of(entry) is not None else None


def undo_of(entry: PageLogEntry) -> Undo | None:
    """None for what can't be undone, whatever was done since."""
    undo = _undos.get(entry.action)
    return undo if undo is not None and undo.is_possible(entry.data) else None
