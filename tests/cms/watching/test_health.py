"""`/healthz`, `/readyz` and `/metrics`."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from time_machine import travel

from cms.watching import checks, health, network_checks
from cms.watching.draining import DRAINING
from cms.watching.models import beat

NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "REMEMBERED", 0)
    monkeypatch.setattr(network_checks, "_applied", set())


def states(client: Client) -> tuple[int, bool, dict[str, str]]:
    answer = client.get("/readyz", headers={"host": "any.host.example"})
    return answer.status_code, answer.json()["is_ready"], answer.json()["checks"]


def test_alive_is_said_on_any_host_without_the_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for host in ("nobody.example", "localhost:8000", "10.0.0.3:8001"):
        answer = client.get("/healthz", headers={"host": host})
        assert (answer.status_code, answer.content, answer["Cache-Control"]) == (200, b"ok\n", "no-store")


def test_alive_is_said_over_plain_http_where_everything_else_is_sent_to_https(client: Client, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz").status_code == 200
    assert client.get("/admin/").status_code == 301


def test_who_is_about_to_stop_says_so(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.RUN_DIRECTORY = str(tmp_path)
    assert client.get("/healthz").status_code == 200
    (tmp_path / DRAINING).touch()
    assert client.get("/healthz").status_code == 503


@pytest.mark.django_db
@travel(NOON, tick=False)
def test_ready_when_all_is_well(
    client: Client, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network_checks, "default_storage", FileSystemStorage(tmp_path))
    beat("scheduler", NOON - timedelta(seconds=20))
    status, is_ready, found = states(client)
    assert (status, is_ready) == (200, True)
    assert {found[name] for name in ("database", "migrations", "uploads", "scheduler")} == {"good"}


@pytest.mark.django_db
@travel(NOON, tick=False)
def test_scheduler_that_is_late_is_said_and_takes_no_instance_away(client: Client) -> None:
    beat("scheduler", NOON - timedelta(minutes=3))
    status, is_ready, found = states(client)
    assert (status, is_ready, found["scheduler"]) == (200, True, "warning")


@pytest.mark.postgresql
@pytest.mark.django_db
def test_not_ready_before_the_migrations(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE name = (SELECT max(name) FROM django_migrations WHERE app = 'cms')"
        )
    status, is_ready, found = states(client)
    assert (status, is_ready, found["migrations"]) == (503, False, "bad")


def test_not_ready_without_a_database_and_no_word_that_strangers_may_not_read(client: Client) -> None:
    # No database is let in here: asking fails, as it does when none answers.
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == "bad"
    assert set(answer.json()["checks"].values()) <= {"good", "warning", "bad"}


@pytest.mark.django_db
def test_check_of_another_package_is_asked(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_checks", {})
    broken = checks.Check("lease", "Lease", lambda at: checks.bad("lost", "Wait.", age=3), is_needed=True)
    checks.register_check(broken)
    assert states(client) == (503, False, {"lease": "bad"})
    with pytest.raises(ValueError, match="lease"):
        checks.register_check(broken)


@pytest.mark.django_db
def test_numbers_are_for_whoever_has_the_token(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 404
    settings.METRICS_TOKEN = "right"
    for given in ("", "Bearer wrong", "Bearer rightly"):
        assert client.get("/metrics", headers={"authorization": given}).status_code == 404
    client.get("/api/v2/nothing/", headers={"host": "localhost:8000"})
    text = client.get("/metrics", headers={"authorization": "Bearer right"}).content.decode()
    assert "mortar_database_good 1.0" in text
    assert 'mortar_requests_total{method="GET"' in text


def test_machines_only_read(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
