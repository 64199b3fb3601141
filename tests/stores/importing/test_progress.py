"""An import that others see, and end, while its transaction is open: two connections."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.utils import timezone

from stores.importing import applying, progress
from stores.importing.models import ImportRun, RunOutcome
from stores.importing.runs import CANCELLED, cancel, have_applied, keep_upload
from stores.importing.tasks import BACKEND, run_import
from stores.models import ImportUpload, StorePage, StoreRegistration
from stores.opening.opening import open_stores
from tests.factories.network import make_admin, stores_folder
from tests.stores.importing.test_planning import new
from tests.stores.network.test_import_views import csv_file


def beside(work: Callable[[], Any]) -> Any:
    """What somebody else gets, over another connection."""

    def run() -> Any:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as others:
        return others.submit(run).result(30)


def until(is_so: Callable[[], Any]) -> Any:
    end = time.monotonic() + 10
    while not (found := is_so()) and time.monotonic() < end:
        time.sleep(0.01)
    return found


def told_of_first() -> tuple[int, int] | None:
    return ImportRun.objects.filter(done=1).values_list("done", "total").first()


def nobody_watches() -> bool:
    return "progress of an import" not in {thread.name for thread in threading.enumerate()}


def do_asked() -> ImportRun:
    """As a worker does: in no transaction."""
    run_import.func(ImportRun.objects.open().get().pk)
    return ImportRun.objects.get()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_import_is_seen_and_cancelled_in_the_midst_of_its_transaction(
    monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    settings.TASKS = {**settings.TASKS, BACKEND: {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr(progress, "EVERY", 0.02)
    monkeypatch.setattr(applying, "AT_ONCE", 1)
    now, written = timezone.now(), 0
    stores_folder()
    data = csv_file(new("elmer"), new("salem"), new("vineland")).read()
    upload = keep_upload(by=make_admin(), name="chain.csv", data=data, at=now)
    do_asked()
    upload.refresh_from_db()

    def cancelled_at_the_second(**facts: Any) -> list[StorePage]:
        nonlocal written
        written += 1
        opened: list[StorePage] = open_stores(**facts)
        if written == 2:
            assert beside(lambda: until(told_of_first)) == (1, 3)
            assert beside(StoreRegistration.objects.count) == 0
            assert beside(lambda: cancel(upload, at=now))
            assert until(nobody_watches)
        return opened

    def cancelled_at_the_last(**facts: Any) -> list[StorePage]:
        opened: list[StorePage] = open_stores(**facts)
        if facts["openings"][-1].registration.code == "vineland":
            assert beside(lambda: cancel(upload, at=now))
        return opened

    have_applied(upload, plan_digest=upload.plan_digest, at=now)
    with monkeypatch.context() as patch:
        patch.setattr(applying, "open_stores", cancelled_at_the_second)
        run = do_asked()
    assert (run.outcome, run.words, written) == (RunOutcome.CANCELLED, CANCELLED, 2)
    assert not StoreRegistration.objects.exists()
    assert ImportUpload.objects.get().applied_at is None
    # One that does not hear of it finds at its end that it has been ended.
    monkeypatch.setattr(progress, "EVERY", 100)
    have_applied(upload, plan_digest=upload.plan_digest, at=now)
    with monkeypatch.context() as patch:
        patch.setattr(applying, "open_stores", cancelled_at_the_last)
        run = do_asked()
    assert (run.outcome, StoreRegistration.objects.exists()) == (RunOutcome.CANCELLED, False)
    assert ImportUpload.objects.get().applied_at is None
    # The lock is free again: the same file can be imported.
    have_applied(upload, plan_digest=upload.plan_digest, at=now)
    assert (do_asked().outcome, StoreRegistration.objects.count()) == (RunOutcome.DONE, 3)
    assert not cancel(upload, at=now)
