"""Waits for PostgreSQL end on this side of the wire."""

import os
import time
from collections.abc import Iterator

import pytest
from django.db import OperationalError, connection

from cms import env
from cms.running.deadlines import waiting_at_most
from cms.running.postgresql.base import LONGEST_LOCK, DatabaseWrapper

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def database() -> Iterator[DatabaseWrapper]:
    """The backend of production, on the test's database."""
    url = os.environ["DATABASE_URL"]
    os.environ["PATIENT_URL"] = url
    facts = {**connection.settings_dict, **env.database("PATIENT_URL"), "NAME": connection.settings_dict["NAME"]}
    facts |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
    facts["OPTIONS"] = {**facts.get("OPTIONS", {}), "connect_timeout": 2, "statement_seconds": 30}
    wrapper = DatabaseWrapper(facts, "patient")
    yield wrapper
    wrapper.close()
    del os.environ["PATIENT_URL"]


def answer(database: DatabaseWrapper, sql: str) -> str:
    with database.cursor() as cursor:
        cursor.execute(sql)
        return str(cursor.fetchone()[0])


def test_statement_past_the_deadline_ends_here_and_the_next_one_has_a_new_connection(
    database: DatabaseWrapper,
) -> None:
    began = time.monotonic()
    with waiting_at_most(each=0.2), pytest.raises(OperationalError, match="before the deadline"):
        answer(database, "SELECT pg_sleep(20)")
    assert time.monotonic() - began < 2
    database.close_if_unusable_or_obsolete()
    assert answer(database, "SELECT 7") == "7"


def test_all_waits_of_a_reader_count_together(database: DatabaseWrapper) -> None:
    with waiting_at_most(together=0.5):
        answer(database, "SELECT pg_sleep(0.3)::text")
        with pytest.raises(OperationalError, match="before the deadline"):
            answer(database, "SELECT pg_sleep(0.3)::text")


def test_without_a_deadline_a_statement_takes_as_long_as_it_takes(database: DatabaseWrapper) -> None:
    assert answer(database, "SELECT pg_sleep(0.3)::text") == ""
    assert answer(database, "SHOW statement_timeout") == "0"


def test_server_too_ends_what_a_request_has_left_behind(database: DatabaseWrapper) -> None:
    with waiting_at_most(each=5):
        assert answer(database, "SHOW statement_timeout") == "30s"
        # The server says so itself, before this side takes it for one that is away.
        assert answer(database, "SHOW lock_timeout") == f"{LONGEST_LOCK}s"


def test_connection_that_the_server_cut_is_noticed_before_it_is_used(database: DatabaseWrapper) -> None:
    pid = answer(database, "SELECT pg_backend_pid()")
    assert database.is_usable()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 2000)", [int(pid)])
    database.close_if_unusable_or_obsolete()
    database.health_check_done = False  # type: ignore[attr-defined]
    assert answer(database, "SELECT pg_backend_pid()") != pid
