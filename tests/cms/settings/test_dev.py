"""Demo and development start with an empty environment."""

import os
from subprocess import CompletedProcess

import pytest

from tests.harness.forked import ROOT, run_code


def start(expression: str, **environment: str) -> "CompletedProcess[str]":
    code = f"from cms.settings import dev as s; print(({expression}))"
    return run_code(code, {"PATH": os.environ["PATH"], **environment})


def setting(expression: str, **environment: str) -> str:
    done = start(expression, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_nothing_needs_to_be_set() -> None:
    expression = "s.NETWORK_HOST, s.SITE_PORT, s.DEMO_ALLOWED, s.DEBUG, s.DATABASES['default']['ENGINE']"
    assert setting(expression) == str(("localhost:8000", 8000, True, False, "django.db.backends.sqlite3"))


def test_demo_keeps_its_data_in_var() -> None:
    assert setting("s.DATABASES['default']['NAME']") == str(ROOT / "var" / "demo.sqlite3")


def test_mail_goes_to_files_in_var() -> None:
    assert setting("s.EMAIL_BACKEND, str(s.EMAIL_FILE_PATH)") == str(
        ("cms.running.mail.MailToFiles", str(ROOT / "var" / "mail"))
    )


def test_sqlite_writes_ahead_and_waits_for_its_turn() -> None:
    options = setting("s.DATABASES['default']['OPTIONS']")
    assert "journal_mode=WAL" in options
    assert "'transaction_mode': 'IMMEDIATE'" in options
    assert "'timeout': 20" in options


def test_port_moves_everything() -> None:
    expression = "s.NETWORK_HOST, s.SITE_PORT, s.NETWORK_URL, s.MEDIA_URL"
    url = "http://localhost:8001"
    assert setting(expression, PORT="8001") == str(("localhost:8001", 8001, url, f"{url}/media/"))


def test_another_database_may_be_named() -> None:
    url = "postgres://mortar@db.example/mortar"
    assert setting("s.DATABASES['default']['HOST']", DATABASE_URL=url) == "db.example"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("PORT", "eighty", "PORT is 'eighty'. Write a whole number from 1 to 65535."),
        ("PORT", "70000", "PORT is '70000'. Write a whole number from 1 to 65535."),
        ("DEBUG", "perhaps", "DEBUG is 'perhaps'. Write 'true' or 'false'."),
        ("NETWORK_HOST", "http://localhost", "NETWORK_HOST is 'http://localhost'. Write a host name"),
        ("DATABASE_URL", "nonsense", "DATABASE_URL"),
    ],
)
def test_bad_value_is_refused_in_words(name: str, value: str, message: str) -> None:
    done = start("s.PORT", **{name: value})
    assert done.returncode != 0
    assert f": {message}" in done.stderr.strip().splitlines()[-1]
