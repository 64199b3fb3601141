"""Trying an import: everything is written, and rolled back. So a dry run says what an import would say.

An import is one transaction, and what it has changed is locked until that ends: whoever saves there waits. A rehearsal
need not hold anybody up: it goes through the stores in portions, and takes each back before the next. What is refused
may be refused only because an earlier portion was taken back (a value that moves from one store to another). So a file
with a refusal is tried once more as one transaction, and that says what is true.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from time import monotonic

from django.db import transaction

from stores.access.who import Actor
from stores.importing.applying import ImportRefused, Progress, good_plan, in_order, untold, write_plan
from stores.importing.planning import Plan
from stores.importing.problems import NO_ANSWERS, Answers, Problem
from stores.importing.reading import RawTable
from stores.importing.running import alone

HELD = 0.5
"""Seconds for which a portion should hold its locks."""
FIRST, LARGEST = 5, 100
"""Stores of the first portion, of which nobody knows how long it takes, and of any."""


class _Tried(Exception):
    """Rolls back what was written to see whether it can be."""


def try_import(
    table: RawTable,
    *,
    by: Actor | None,
    answers: Answers = NO_ANSWERS,
    on_progress: Progress = untold,
    check: Callable[[Plan], None] = lambda plan: None,
) -> Plan:
    """What `apply_import` would do now, and raise; nothing is written."""
    with alone(by):
        plan = good_plan(table, answers, check)
        if _refused_in_portions(plan, answers, by, on_progress):
            with _taken_back():
                write_plan(plan, answers, by, on_progress)
    return plan


def rehearse(
    table: RawTable,
    *,
    by: Actor | None,
    answers: Answers = NO_ANSWERS,
    on_progress: Progress = untold,
    check: Callable[[Plan], None] = lambda plan: None,
) -> Plan:
    """What an import would do and say now. A problem is in the plan, not raised."""
    planned: list[Plan] = []

    def keep(plan: Plan) -> None:
        planned.append(plan)
        check(plan)

    try:
        return try_import(table, by=by, answers=answers, on_progress=on_progress, check=keep)
    except ImportRefused as refused:
        (plan,) = planned
        # Those that were planned are in it, and those that only the writing found come without others.
        plan.problems = refused.problems
        plan.bad_rows |= {row for problem in refused.problems for row in problem.rows if row}
        return plan


def _refused_in_portions(plan: Plan, answers: Answers, by: Actor | None, on_progress: Progress) -> list[Problem]:
    todo, done, size = in_order(plan), 0, FIRST
    all_of_it = replace(answers, skip_bad=True)
    while portion := todo[done : done + size]:
        part = replace(plan, stores=portion, problems=[], groups=dict(plan.groups))
        began = monotonic()
        with _taken_back():
            write_plan(part, all_of_it, by, lambda here, _portion: on_progress(done + here, len(todo)))  # noqa: B023
        if part.problems:
            return part.problems
        done += len(portion)
        size = size_after(len(portion), monotonic() - began)
    return []


def size_after(size: int, seconds: float) -> int:
    """How many stores the next portion has, after one of so many took so long."""
    return max(1, min(LARGEST, 2 * size, int(size * HELD / max(seconds, 0.001))))


@contextmanager
def _taken_back() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
            raise _Tried
    except _Tried:
        pass
