"""What becomes of tasks that failed, were interrupted or lost their worker."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult
from time_machine import travel

from cms.accounts import reset_links
from cms.intake import tasks as intake_tasks
from cms.media import tasks as media_tasks
from cms.running import holidays, mail
from cms.tasks.rows import BACKEND, CUT_OFF, PAUSES, WORDS, do_again, given_up, reason_of, settle, take_up, words_for
from stores.exports import making
from stores.importing import tasks as import_tasks
from tests.factories.tasks import NEVER, make_task

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)


def left(row: DBTaskResult[Any, Any]) -> tuple[str, Any]:
    row.refresh_from_db()
    return row.status, row.run_after


@travel(NOON, tick=False)
@pytest.mark.parametrize("tries", range(1, len(PAUSES) + 1))
def test_task_that_failed_is_tried_again_after_growing_pauses(tries: int) -> None:
    row = make_task(worker_ids=["a"] * tries)
    settle(row.pk)
    assert left(row) == ("READY", NOON + PAUSES[tries - 1])
    assert list(PAUSES) == sorted(PAUSES)


def test_task_that_failed_once_more_is_left_to_people() -> None:
    row = make_task(worker_ids=["a"] * (len(PAUSES) + 1))
    settle(row.pk)
    assert left(row)[0] == "FAILED"
    assert list(given_up()) == [row]


def test_interrupted_task_waits_as_if_it_had_not_begun() -> None:
    row = make_task(exception_class_path="builtins.SystemExit")
    settle(row.pk)
    assert (*left(row), row.worker_ids) == ("READY", NEVER, [])


def test_task_that_is_done_leaves_nothing_of_a_link_that_it_mailed() -> None:
    row = make_task(status="SUCCESSFUL")
    settle(row.pk)
    assert not DBTaskResult.objects.exists()


def test_moments_of_a_clock_that_was_ahead_put_nothing_off() -> None:
    ahead = NOON + timedelta(days=2)
    begun = make_task(status="RUNNING", started_at=ahead, finished_at=None)
    later, soon = (make_task(status="READY", run_after=at) for at in (ahead, NOON + PAUSES[-1]))
    assert take_up(NOON, alive=set()) == 1
    assert [left(begun), left(later)] == [("READY", NEVER)] * 2
    assert left(soon) == ("READY", NOON + PAUSES[-1])


def test_task_of_a_killed_worker_is_done_again_until_it_has_killed_too_many() -> None:
    started = {"status": "RUNNING", "started_at": NOON - timedelta(minutes=6), "finished_at": None}
    often = make_task(worker_ids=["a"] * (len(PAUSES) + 1), **started)
    once, fresh = make_task(**started), make_task(**{**started, "started_at": NOON - timedelta(minutes=4)})
    assert take_up(NOON, alive=set()) == 1
    assert [left(row)[0] for row in (often, once, fresh)] == ["FAILED", "READY", "RUNNING"]
    assert reason_of(often) == CUT_OFF


def test_end_that_a_killed_worker_did_not_settle_is_settled_by_another() -> None:
    row = make_task(finished_at=timezone.now() - timedelta(minutes=6))
    take_up(timezone.now(), alive=set())
    assert left(row)[0] == "READY"


def test_failed_task_is_tried_again_by_hand_once() -> None:
    row = make_task(worker_ids=["a"] * (len(PAUSES) + 1))
    assert (do_again(row.pk), do_again(row.pk), do_again(uuid4())) == (True, False, False)
    assert (*left(row), row.worker_ids) == ("READY", NEVER, [])


def test_task_says_what_it_is_for_and_why_it_failed() -> None:
    assert words_for(make_task()) == "Make the sizes of picture 7"
    assert reason_of(make_task()) == "OSError: No space left on device"
    kwargs = {"subject": "Come to Pitman", "to": ["a@example.com", "b@example.com"]}
    row = make_task(task_path="cms.running.mail.deliver", args_kwargs={"args": [], "kwargs": kwargs})
    assert words_for(row) == "Send the mail “Come to Pitman” to a@example.com, b@example.com"


def test_every_task_has_words() -> None:
    tasks = [
        value
        for module in (media_tasks, mail, reset_links, import_tasks, intake_tasks, making, holidays)
        for value in vars(module).values()
        if isinstance(value, Task)
    ]
    assert {task.module_path.rpartition(".")[2] for task in tasks} == set(WORDS)
    assert {task.backend for task in tasks} == {BACKEND}
