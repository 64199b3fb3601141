"""What the worker is asked for now and then, as often as the scheduler is to look whether there is anything to do."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from cms.tasks.rows import waiting
from cms.watching.clocks import is_lately
from cms.watching.logs import AWAY
from cms.watching.models import beat, last_beat

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """A task that is enqueued every so often, by the name of its sign of life."""

    name: str
    every: timedelta
    task: Any


ROUNDS: list[Round] = []
"""Rooms above add theirs."""


def make_rounds(at: datetime, rounds: Iterable[Round] = ROUNDS) -> None:
    """Have the worker do whatever was not asked for lately, unless it waits still."""
    for each in rounds:
        _ask_for(each, at)


def _ask_for(each: Round, at: datetime) -> None:
    if is_lately(last_beat(each.name), at, each.every):
        return
    try:
        with transaction.atomic():
            beat(each.name, at)
            if not waiting().filter(task_path=each.task.module_path).exists():
                each.task.enqueue()
    except AWAY:
        raise
    except Exception:
        # Pages go live all the same; it is tried again.
        logger.exception("Can't ask for %s", each.name)
