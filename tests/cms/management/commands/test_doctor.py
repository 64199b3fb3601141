"""`manage.py doctor` on machines that are well, and that are not."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from cms.watching import machine_checks, network_checks, outside_checks
from cms.watching.checks import State
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db


def prescription() -> tuple[int, str]:
    """Exit code and words."""
    out = StringIO()
    try:
        call_command("doctor", stdout=out)
    except SystemExit as left:
        return int(left.code or 0), out.getvalue()
    return 0, out.getvalue()


@pytest.fixture(autouse=True)
def _nobody_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test asks names or addresses of the world."""
    monkeypatch.setattr(outside_checks, "_is_known", lambda host: host != "lost.example")
    answers = {"images/": (200, {"x-content-type-options": "nosniff", "content-disposition": "attachment"})}
    monkeypatch.setattr(
        outside_checks,
        "_answer",
        lambda url: next(
            (answer for part, answer in answers.items() if part in url),
            (404, {}) if "documents" in url else (200, {"x-request-id": "x"}),
        ),
    )


def test_machine_that_is_well_leaves_with_0(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(network_checks, "default_storage", FileSystemStorage(tmp_path))
    code, words = prescription()
    assert "BAD" not in words, words
    assert code == 0


def test_each_finding_says_how_to_mend_it_and_anything_bad_leaves_with_1(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    store = make_store("north")
    site = store.site
    site.hostname = "lost.example"
    site.save()
    monkeypatch.setattr(network_checks, "default_storage", FileSystemStorage(tmp_path / "gone"))
    code, words = prescription()
    assert code == 1
    assert "the directory of uploads is not there" in words
    assert f"Make or mount it: {tmp_path / 'gone'}" in words
    assert "not known to DNS: lost.example" in words
    bad_lines = [line for line in words.splitlines() if line.startswith(("BAD", "warn"))]
    assert words.count("→") == len(bad_lines)


def test_database_that_is_away_is_one_finding_and_the_others_are_asked() -> None:
    def away(execute: Any, *args: Any) -> Any:
        raise OperationalError("connection refused")

    with connection.execute_wrapper(away):
        code, words = prescription()
    assert code == 1
    first, *others = [line for line in words.splitlines() if line.startswith(("BAD", "warn", "ok"))]
    assert first.startswith("BAD")
    assert "does not answer: connection refused" in first
    assert [line for line in others if "not known" in line] == [
        line for line in others if line.startswith("BAD   Without a database")
    ]
    assert words.count("Fix the database first.") == 1
    assert "Writing uploads" in words


def test_documents_that_anybody_may_read_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside_checks, "_answer", lambda url: (200, {}))
    code, words = prescription()
    assert code == 1
    assert "anybody may read documents" in words


@pytest.mark.parametrize(
    ("status", "headers", "state", "mend"),
    [
        (200, {"x-request-id": "1"}, State.GOOD, ""),
        (301, {"location": "{url}"}, State.BAD, "BEHIND_TLS_PROXY=true"),
        (502, {}, State.BAD, "mortar-web@"),
        (200, {}, State.BAD, "deploy/nginx"),
    ],
)
def test_proxy_is_asked_as_a_reader_asks(
    monkeypatch: pytest.MonkeyPatch, settings: Any, status: int, headers: dict[str, str], state: State, mend: str
) -> None:
    url = f"{settings.NETWORK_URL}/admin/login/"
    found = {name: value.format(url=url) for name, value in headers.items()}
    monkeypatch.setattr(outside_checks, "_answer", lambda asked: (status, found))
    finding = outside_checks.proxy(timezone.now())
    assert finding.state == state
    assert mend in finding.mend


def test_proxy_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(url: str) -> Any:
        raise ConnectionRefusedError("refused")

    monkeypatch.setattr(outside_checks, "_answer", refused)
    assert outside_checks.proxy(timezone.now()).mend == "Start the proxy, and let port 443 in."


@pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL")
def test_tables_that_postgresql_has_never_looked_at_are_said() -> None:
    with connection.cursor() as cursor:
        # Whatever tests before this one have left.
        cursor.execute("ANALYZE")
        for table in ("restored", "emptied"):
            many = "SELECT repeat('x', 900) AS text FROM generate_series(1, 2000)"
            cursor.execute(f"CREATE TABLE {table} AS {many}")
        cursor.execute("DELETE FROM emptied")
        cursor.execute("ANALYZE emptied")
        unlooked = machine_checks.statistics(timezone.now())
        cursor.execute("ANALYZE restored")
    assert "never looked at large tables: 1, the largest is restored" in unlooked.words
    assert "vacuumdb --analyze-only" in unlooked.mend
    assert machine_checks.statistics(timezone.now()).state == State.GOOD
