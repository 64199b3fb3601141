"""What can be wrong with a running network, and how to mend it. `/readyz`, the screen "Network health", the metrics
and `manage.py doctor` ask the same checks; another package adds its own by `register_check`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from cms.watching.logs import AWAY


class State(StrEnum):
    """How it stands with one thing."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


class Door(StrEnum):
    """Who asks a check."""

    READY = "ready"
    """`/readyz` and the metrics: quick, and without a word that strangers may not read."""
    SCREEN = "screen"
    DOCTOR = "doctor"


EVERY_DOOR = frozenset(Door)
PEOPLE = frozenset({Door.SCREEN, Door.DOCTOR})


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: in words, how to mend it if it is not good, and numbers for the metrics."""

    state: State
    words: str
    mend: str = ""
    numbers: dict[str, float] = field(default_factory=dict)


def good(words: str, **numbers: float) -> Finding:
    return Finding(State.GOOD, words, "", numbers)


def warning(words: str, mend: str, **numbers: float) -> Finding:
    return Finding(State.WARNING, words, mend, numbers)


def bad(words: str, mend: str, **numbers: float) -> Finding:
    return Finding(State.BAD, words, mend, numbers)


@dataclass(frozen=True, slots=True)
class Check:
    """`is_needed`: an instance where it is bad is not ready."""

    name: str
    title: str
    ask: Callable[[datetime], Finding]
    doors: frozenset[Door] = EVERY_DOOR
    is_needed: bool = False


_checks: dict[str, Check] = {}


def register_check(check: Check) -> None:
    """Ask it from now on. Names are unique; the order is that of registering."""
    if check.name in _checks:
        raise ValueError(f"There is a check '{check.name}' already.")
    _checks[check.name] = check


NOT_KNOWN = bad("not known: the database does not answer", "Fix the database first.")
"""Of whatever asks the database, while that is away."""


def asked(check: Check, at: datetime) -> Finding:
    """What a check finds. One that fails itself has found something, too."""
    try:
        return check.ask(at)
    except AWAY:
        return NOT_KNOWN
    except Exception as error:
        # Whatever goes wrong in one check, the others are asked.
        return bad(f"the check itself failed: {type(error).__name__}: {error}", "See the log.")


def findings(door: Door, at: datetime) -> list[tuple[Check, Finding]]:
    """Every check of a door, with what it found."""
    return [(check, asked(check, at)) for check in _checks.values() if door in check.doors]
