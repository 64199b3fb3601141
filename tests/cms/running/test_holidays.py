"""Asking about holidays is a task, and one is enough."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import LazySettings
from django_tasks_db.models import DBTaskResult

from cms.running import holidays
from cms.tasks.rows import BACKEND

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def tasks_wait(settings: LazySettings) -> None:
    settings.TASKS = {**settings.TASKS, BACKEND: {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def test_worker_is_asked_every_half_hour_and_never_twice() -> None:
    holidays.ask_now_and_then(NOON)
    holidays.ask_now_and_then(NOON + timedelta(minutes=29))
    assert DBTaskResult.objects.count() == 1
    # Nobody has done it yet: one is enough.
    holidays.ask_now_and_then(NOON + timedelta(minutes=31))
    assert DBTaskResult.objects.count() == 1
    DBTaskResult.objects.all().delete()
    holidays.ask_now_and_then(NOON + timedelta(minutes=62))
    assert DBTaskResult.objects.get().task_path == "cms.running.holidays.ask_stores"


def test_task_asks_whoever_is_to_be_asked_now(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[datetime] = []

    def ask_due(at: datetime) -> int:
        asked.append(at)
        return 3

    monkeypatch.setattr(holidays, "ask_due", ask_due)
    holidays.ask_stores.call()
    assert len(asked) == 1
