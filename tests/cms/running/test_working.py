"""The worker, on the database's own backend."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.media.models import Making
from cms.media.tasks import BACKEND, make_sizes
from cms.running import working
from cms.running.working import PictureWorker, enqueue_due, forget_old
from tests.factories.media import make_image

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_storage")]


@pytest.fixture(autouse=True)
def _backend(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks wait in the database, as in production; the connection stays the test's."""
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    settings.TASKS = {**settings.TASKS, BACKEND: {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def work() -> None:
    PictureWorker(interval=0, batch=True).run()


def test_task_waits_for_the_worker_and_is_done_once(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        image = make_image("clinic.png", is_ready=False)
    row = DBTaskResult.objects.get()
    assert (row.status, row.backend_name, row.args_kwargs["args"]) == ("READY", BACKEND, [image.pk])
    assert not image.renditions.exists()
    work()
    row.refresh_from_db()
    assert (row.status, row.return_value, image.renditions.count()) == ("SUCCESSFUL", True, 4)


def test_what_is_due_without_a_task_gets_one() -> None:
    image = make_image("clinic.png", is_ready=False)
    make_image("ready.png")
    assert (enqueue_due(), enqueue_due()) == (1, 0)
    work()
    assert image.renditions.count() == 4
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


def test_old_tasks_are_forgotten() -> None:
    now = timezone.now()
    ages = {"SUCCESSFUL": timedelta(days=8), "FAILED": timedelta(days=6), "RUNNING": timedelta(hours=2)}
    for status, age in ages.items():
        made = make_sizes.enqueue(1)
        rows = DBTaskResult.objects.filter(pk=made.id)
        rows.update(status=status, started_at=now - age, finished_at=None if status == "RUNNING" else now - age)
    forget_old()
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"FAILED"}


def test_signal_ends_it_and_gives_back_what_is_in_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    image = make_image("clinic.png", is_ready=False)
    worker = PictureWorker(interval=0, batch=False)

    def interrupted(*args: Any) -> str:
        worker.shutdown(15, None)
        return ""

    monkeypatch.setattr("cms.media.making._make", interrupted)
    make_sizes.enqueue(image.pk)
    worker.run()
    row = Making.objects.get()
    assert (row.busy_until, row.made_by) == (None, "")


def test_it_begins_with_what_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    image = make_image("clinic.png", is_ready=False)
    monkeypatch.setattr(PictureWorker, "configure_signals", lambda self: None)
    working.work(every=0, once=True)
    assert image.renditions.count() == 4
