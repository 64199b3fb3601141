"""Import in the admin while a worker does it: it waits, is left and found again, cancelled, and never stands still."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings, settings
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.running.working import TaskWorker
from cms.tasks.rows import BACKEND
from cms.users.models import User
from cms.watching.models import WORKER, beat
from stores.importing import runs, tasks
from stores.importing.models import ImportRun, RunKind, RunOutcome
from stores.importing.running import LOCK
from stores.importing.runs import CANCELLED, TOO_LATE, last_run
from stores.importing.tasks import run_import
from stores.models import ImportUpload, StoreRegistration
from tests.factories.network import make_admin, stores_folder
from tests.stores.importing.test_planning import new
from tests.stores.network.test_import_views import csv_file, url

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _backend(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks wait in the database, as in production; the connection stays the test's."""
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    settings.TASKS = {**settings.TASKS, BACKEND: {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def client() -> Client:
    """A network admin's; the network has no store yet."""
    client = Client(headers={"host": settings.NETWORK_HOST})
    client.force_login(make_admin())
    stores_folder()
    return client


def work() -> None:
    TaskWorker(interval=0, batch=True).run()


def post(client: Client, name: str, *args: Any, **data: Any) -> Any:
    return client.post(url(name, *args), data, follow=True)


def asked(client: Client, *rows: dict[str, Any]) -> ImportUpload:
    """An upload that waits to be read."""
    post(client, "import", file=csv_file(*(rows or [new("elmer")])))
    return ImportUpload.objects.get()


def shown(client: Client) -> ImportUpload:
    """An upload that was read."""
    asked(client)
    work()
    return ImportUpload.objects.get()


def confirm(client: Client, upload: ImportUpload) -> Any:
    return post(client, "preview", upload.pk, plan=upload.plan_digest)


def progress(client: Client, upload: ImportUpload) -> Any:
    return client.get(url("import_progress", upload.pk)).json()


def codes() -> set[str]:
    return set(StoreRegistration.objects.values_list("code", flat=True))


def test_upload_is_kept_at_once_and_read_by_the_worker(client: Client) -> None:
    upload = asked(client)
    assert (upload.preview, DBTaskResult.objects.count()) == ({}, 1)
    page = client.get(url("preview", upload.pk))
    assert (page.context["said"].is_open, b'name="plan"' in page.content) == (True, False)
    assert (progress(client, upload)["is_open"], progress(client, upload)["text"]) == (True, page.context["said"].text)
    work()
    page = client.get(url("preview", upload.pk))
    assert (page.context["said"].is_open, page.context["counts"]["created"], codes()) == (False, 1, set())
    assert not progress(client, upload)["is_open"]


def test_confirmed_file_waits_is_found_again_and_is_imported_once(client: Client) -> None:
    upload = shown(client)
    for _ in range(2):
        page = confirm(client, upload)
        assert (page.context["said"].is_open, b'name="plan"' in page.content, codes()) == (True, False, set())
    assert ImportRun.objects.count() == DBTaskResult.objects.count() == 1
    assert page.context["said"].text in client.get(url("import")).content.decode()
    work()
    page = client.get(url("preview", upload.pk))
    assert (page.context["said"].text, codes()) == ("Imported: 1 new, 0 changed, 0 unchanged.", {"elmer"})


def test_page_that_is_asked_for_as_a_run_ends_says_what_it_has_written(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker commits between the page's look at the upload and that at the run."""

    def late(upload: ImportUpload) -> ImportRun | None:
        work()
        return last_run(upload)

    upload = asked(client)
    with monkeypatch.context() as patch:
        patch.setattr(runs, "last_run", late)
        page = client.get(url("preview", upload.pk))
    assert (page.context["said"].is_open, b'name="plan"' in page.content) == (False, True)
    for name, args in (("import", ()), ("preview", (upload.pk,))):
        with transaction.atomic():
            confirm(client, ImportUpload.objects.get())
            with monkeypatch.context() as patch:
                patch.setattr(runs, "last_run", late)
                page = client.get(url(name, *args))
            assert codes() == {"elmer"}
            assert (b"Imported on" in page.content, b'name="plan"' in page.content) == (name == "preview", False)
            assert b"waits for you to confirm" not in page.content
            transaction.set_rollback(True)


def test_done_run_does_nothing_when_its_task_comes_twice(client: Client) -> None:
    upload = shown(client)
    confirm(client, upload)
    work()
    before = list(ImportRun.objects.values())
    run_import.func(before[0]["id"])
    assert (list(ImportRun.objects.values()), codes()) == (before, {"elmer"})


def test_cancelled_while_it_waits_writes_nothing_and_can_be_confirmed_again(client: Client) -> None:
    upload = shown(client)
    confirm(client, upload)
    page = post(client, "import_cancel", upload.pk)
    assert (page.context["said"].text, b'name="plan"' in page.content) == (CANCELLED, True)
    work()
    assert codes() == set()
    confirm(client, upload)
    work()
    assert codes() == {"elmer"}


def test_reading_that_was_cancelled_can_be_asked_for_again(client: Client) -> None:
    upload = asked(client)
    page = post(client, "import_cancel", upload.pk)
    assert b'name="again"' in page.content
    work()
    assert ImportUpload.objects.get().preview == {}
    post(client, "preview", upload.pk, again="on")
    work()
    assert ImportUpload.objects.get().preview["counts"]["created"] == 1


def test_cancelling_what_is_done_is_said_to_be_too_late(client: Client) -> None:
    upload = shown(client)
    confirm(client, upload)
    work()
    page = post(client, "import_cancel", upload.pk)
    assert [str(message).strip() for message in page.context["messages"]] == [TOO_LATE]
    assert codes() == {"elmer"}
    assert client.get(url("import_cancel", upload.pk)).status_code == 405


def test_progress_and_cancel_are_its_own_persons(client: Client) -> None:
    upload = asked(client)
    client.force_login(make_admin("other"))
    assert client.get(url("import_progress", upload.pk)).status_code == 404
    assert client.post(url("import_cancel", upload.pk)).status_code == 404
    assert ImportRun.objects.open().count() == 1


def test_new_upload_replaces_one_that_is_read_and_waits_for_one_that_is_applied(client: Client) -> None:
    asked(client)
    upload = asked(client, new("salem"))
    work()
    assert [store["code"] for store in ImportUpload.objects.get().preview["stores"]] == ["salem"]
    upload.refresh_from_db()
    confirm(client, upload)
    refused = post(client, "import", file=csv_file(new("elmer")))
    assert "chain.csv is being imported" in refused.context["form"].errors["file"][0]
    work()
    assert codes() == {"salem"}


@pytest.mark.parametrize(("silent", "said"), [(12, "the worker was last seen 12 minutes ago"), (1, "")])
def test_page_says_when_no_worker_has_been_seen(silent: int, said: str, client: Client) -> None:
    upload = asked(client)
    beat(f"{WORKER}one", timezone.now() - timedelta(minutes=silent))
    ImportRun.objects.update(asked_at=timezone.now() - timedelta(minutes=1))
    text = progress(client, upload)["text"]
    assert text == (f"Nothing has begun: {said}; see Network health." if said else tasks_turn())


def tasks_turn() -> str:
    return "Waits for its turn. Nothing is written yet."


def test_what_is_running_is_told_and_a_silent_one_too(client: Client) -> None:
    upload, now = asked(client), timezone.now()
    DBTaskResult.objects.update(status="RUNNING", started_at=now, worker_ids=["a"])
    ImportRun.objects.update(begun_at=now, seen_at=now, done=3, total=10)
    told = progress(client, upload)
    assert (told["text"], told["done"], told["total"]) == ("Reading your file … 3 of 10 stores tried.", 3, 10)
    assert b'value="3" max="10"' in client.get(url("preview", upload.pk)).content
    if connection.vendor == "postgresql":
        ImportRun.objects.update(seen_at=now - timedelta(minutes=2))
        assert progress(client, upload)["text"].startswith("Nothing has been heard of this for 2 minutes.")


def test_what_was_given_up_is_said_and_can_be_asked_for_again(client: Client) -> None:
    """Its worker was killed each time."""
    upload, before = asked(client), timezone.now() - timedelta(hours=1)
    DBTaskResult.objects.update(status="FAILED", finished_at=before)
    ImportRun.objects.update(begun_at=before)
    page = client.get(url("preview", upload.pk))
    assert (page.context["said"].is_lost, b'name="again"' in page.content) == (True, True)
    assert not progress(client, upload)["is_open"]
    post(client, "preview", upload.pk, again="on")
    work()
    assert ImportUpload.objects.get().preview["counts"]["created"] == 1


def test_database_that_goes_away_leaves_the_run_to_be_tried_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = shown(client)
    confirm(client, upload)

    def away(*args: Any, **kwargs: Any) -> Any:
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(tasks, "apply_upload", away)
        work()
    assert progress(client, upload)["text"].startswith("Interrupted, and tried again at ")
    DBTaskResult.objects.update(run_after=timezone.now())
    work()
    assert codes() == {"elmer"}


def test_fault_of_ours_ends_in_words_and_in_the_log(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    upload = shown(client)
    confirm(client, upload)

    def broken(*args: Any, **kwargs: Any) -> Any:
        raise KeyError("npi")

    monkeypatch.setattr(tasks, "apply_upload", broken)
    with caplog.at_level(logging.ERROR):
        work()
    page = client.get(url("preview", upload.pk))
    assert page.context["said"].text == "Nothing was written. Mortar itself has failed (KeyError); its log says where."
    assert b'name="plan"' in page.content
    assert "An import has failed" in caplog.text


def test_whoever_is_no_network_admin_any_more_imports_nothing(client: Client) -> None:
    upload = shown(client)
    confirm(client, upload)
    User.objects.update(is_superuser=False)
    User.objects.get().groups.clear()
    work()
    run = ImportRun.objects.get()
    assert (run.outcome, "Only network admins import" in run.words, codes()) == (RunOutcome.FAILED, True, set())


@pytest.mark.postgresql
def test_import_of_somebody_else_is_waited_for(client: Client) -> None:
    upload = shown(client)
    confirm(client, upload)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            cursor.execute("SELECT set_config('application_name', 'import of ann, begun 9:00,', false)")
        work()
        assert progress(client, upload)["text"] == "Waits for the import of ann, begun 9:00."
        assert (codes(), DBTaskResult.objects.get(status="READY").run_after > timezone.now()) == (set(), True)
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    finally:
        other.close()
    DBTaskResult.objects.update(run_after=timezone.now())
    work()
    assert codes() == {"elmer"}


def test_looking_on_writes_nothing(client: Client) -> None:
    upload = asked(client)
    with CaptureQueriesContext(connection) as queries:
        for address in (url("import"), url("preview", upload.pk), url("import_progress", upload.pk)):
            assert client.get(address).status_code == 200
    writes = [each["sql"] for each in queries if each["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert writes == []


def test_expired_upload_stays_while_something_is_done_with_it(client: Client) -> None:
    upload = asked(client)
    tomorrow = timezone.now() + timedelta(hours=25)
    ImportRun.objects.update(asked_at=tomorrow - timedelta(hours=2), kind=RunKind.APPLY)
    assert not ImportUpload.objects.expired(tomorrow).exists()
    runs.cancel(upload, at=tomorrow)
    assert ImportUpload.objects.expired(tomorrow).exists()
