"""What the worker is asked for now and then: one task of a kind is enough."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django_tasks_db.models import DBTaskResult

from cms.reviews.tasks import remind_reviewers
from cms.running import holidays
from cms.running.rounds import ROUNDS, Round, make_rounds
from cms.tasks.rows import BACKEND

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def tasks_wait(settings: LazySettings) -> None:
    settings.TASKS = {**settings.TASKS, BACKEND: {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def test_worker_is_asked_every_half_hour_and_never_twice() -> None:
    make_rounds(NOON, [holidays.ROUND])
    make_rounds(NOON + timedelta(minutes=29), [holidays.ROUND])
    assert DBTaskResult.objects.count() == 1
    # Nobody has done it yet: one is enough.
    make_rounds(NOON + timedelta(minutes=31), [holidays.ROUND])
    assert DBTaskResult.objects.count() == 1
    DBTaskResult.objects.all().delete()
    make_rounds(NOON + timedelta(minutes=62), [holidays.ROUND])
    assert DBTaskResult.objects.get().task_path == "cms.running.holidays.ask_stores"


def test_what_cannot_be_asked_for_keeps_no_other_from_it() -> None:
    class Broken:
        module_path = "nowhere"

        def enqueue(self) -> Any:
            raise RuntimeError("no")

    make_rounds(NOON, [Round("broken", timedelta(hours=1), Broken()), *ROUNDS])
    asked = {"cms.running.holidays.ask_stores", remind_reviewers.module_path}
    assert set(DBTaskResult.objects.values_list("task_path", flat=True)) == asked
