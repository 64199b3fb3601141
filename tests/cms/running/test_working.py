"""The worker, on the database's own backend."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.media.models import Making
from cms.media.tasks import make_sizes
from cms.running import working
from cms.running.working import TaskWorker, enqueue_due, look_after
from cms.tasks.rows import BACKEND
from cms.watching.models import WORKER, beat, last_beat
from stores.signals import task_moves
from tests.factories.media import make_image

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_storage")]


@pytest.fixture(autouse=True)
def _backend(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks wait in the database, as in production; the connection stays the test's."""
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    settings.TASKS = {**settings.TASKS, BACKEND: {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def work() -> None:
    TaskWorker(interval=0, batch=True).run()


def test_task_waits_for_the_worker_and_is_done_once(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        image = make_image("clinic.png", is_ready=False)
    row = DBTaskResult.objects.get()
    assert (row.status, row.backend_name, row.args_kwargs["args"]) == ("READY", BACKEND, [image.pk])
    assert not image.renditions.exists()
    work()
    assert (DBTaskResult.objects.count(), image.renditions.count()) == (0, 10)


def test_what_is_due_without_a_task_gets_one() -> None:
    image = make_image("clinic.png", is_ready=False)
    make_image("ready.png")
    assert (enqueue_due(), enqueue_due()) == (1, 0)
    work()
    assert image.renditions.count() == 10
    assert enqueue_due() == 0


def test_picture_that_another_process_has_is_looked_at_again() -> None:
    image = make_image("clinic.png", is_ready=False)
    later = timezone.now() + timedelta(minutes=1)
    Making.objects.update(busy_until=later)
    make_sizes.enqueue(image.pk)
    work()
    again = DBTaskResult.objects.get(status="READY")
    assert (again.run_after, again.args_kwargs["args"]) == (later, [image.pk])
    assert not image.renditions.exists()


def test_task_of_a_dead_worker_is_taken_up_by_another_and_that_of_a_living_one_is_left_to_it() -> None:
    now = timezone.now()
    beat(f"{WORKER}slow", now - timedelta(minutes=4))
    beat(f"{WORKER}dead", now - timedelta(minutes=6))
    ids = {name: make_sizes.enqueue(1).id for name in ("slow", "dead")}
    for name, task_id in ids.items():
        DBTaskResult.objects.filter(pk=task_id).update(
            status="RUNNING", worker_ids=[name], started_at=now - timedelta(minutes=20)
        )
    assert look_after(TaskWorker(interval=0, batch=True)) == 1
    assert DBTaskResult.objects.get(status="READY").pk == UUID(ids["dead"])
    assert DBTaskResult.objects.get(status="RUNNING").pk == UUID(ids["slow"])


def test_worker_says_that_it_lives() -> None:
    worker = TaskWorker(interval=0, batch=True)
    look_after(worker)
    assert last_beat(WORKER + worker.worker_id) is not None


def test_after_an_outage_a_worker_is_another_one_so_that_what_it_had_is_taken_up() -> None:
    worker = TaskWorker(interval=0, batch=True)
    before = worker.worker_id
    worker.be_another()
    assert worker.worker_id != before


def test_worker_whose_task_does_nothing_more_is_stuck(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = TaskWorker(interval=0, batch=True)
    assert not worker.is_stuck
    worker.moved_at = 100.0
    monkeypatch.setattr(working, "monotonic", lambda: 100.0 + working.STUCK + 1)
    assert worker.is_stuck
    task_moves.send(sender=None)
    assert not worker.is_stuck


def test_signal_ends_it_and_gives_back_what_is_in_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    image = make_image("clinic.png", is_ready=False)
    worker = TaskWorker(interval=0, batch=False)

    def interrupted(*args: Any) -> str:
        worker.shutdown(15, None)
        return ""

    monkeypatch.setattr("cms.media.making._make", interrupted)
    make_sizes.enqueue(image.pk)
    worker.run()
    row = Making.objects.get()
    assert (row.busy_until, row.made_by) == (None, "")
    task = DBTaskResult.objects.get()
    assert (task.status, task.worker_ids) == ("READY", [])


def test_it_begins_with_what_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    image = make_image("clinic.png", is_ready=False)
    monkeypatch.setattr(TaskWorker, "configure_signals", lambda self: None)
    working.work(every=0, once=True)
    assert image.renditions.count() == 10
