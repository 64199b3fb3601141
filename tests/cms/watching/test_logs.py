"""What stands in the log, and what does not."""

import json
import logging
import logging.config
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.db import OperationalError
from structlog.contextvars import bound_contextvars

from cms.watching import logs
from cms.watching.logs import logging_as, without_persons


@pytest.fixture
def written(request: pytest.FixtureRequest) -> Iterator[StringIO]:
    """What goes to the console in production's form; by `indirect`, at production's level."""
    config = logging_as("json", level=getattr(request, "param", "INFO"))
    stream = StringIO()
    config["handlers"]["console"]["stream"] = stream
    before = logging.getLogger().handlers[:], logging.getLogger().level
    logging.config.dictConfig(config)
    yield stream
    logging.getLogger().handlers[:], level = before
    logging.getLogger().setLevel(level)
    for name in config["loggers"]:
        logger = logging.getLogger(name)
        logger.handlers[:], logger.filters[:], logger.propagate = [], [], True
        logger.setLevel(logging.NOTSET)


def lines(stream: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def fail_to_connect(times: int) -> None:
    for _ in range(times):
        try:
            raise OperationalError("connection refused\nIs the server running?")
        except OperationalError:
            logging.getLogger("django.request").exception("Internal Server Error", extra={"status_code": 500})


@pytest.mark.parametrize("written", ["WARNING"], indirect=True)
def test_what_happens_by_itself_is_said_in_production(written: StringIO) -> None:
    for name in ("scheduling", "tidying", "holidays"):
        logging.getLogger(f"cms.running.{name}").info(name)
    logging.getLogger("cms.media").info("said to nobody")
    assert [line["event"] for line in lines(written)] == ["scheduling", "tidying", "holidays"]


def test_line_is_json_with_what_belongs_to_the_request(written: StringIO) -> None:
    with bound_contextvars(request="abc"):
        logging.getLogger("cms").info("hello %s", "world", extra={"facts": {"ms": 3}})
    (line,) = lines(written)
    assert (line["event"], line["request"], line["ms"], line["level"], line["logger"]) == (
        "hello world",
        "abc",
        3,
        "info",
        "cms",
    )
    assert line["time"].endswith("Z")


def test_error_keeps_its_traceback_in_the_one_line(written: StringIO) -> None:
    try:
        raise ValueError("odd")
    except ValueError:
        logging.getLogger("api").exception("unforeseen")
    (line,) = lines(written)
    assert "ValueError: odd" in line["exception"]


def test_public_404_and_400_are_no_lines_and_a_500_is_one(written: StringIO) -> None:
    for code in (400, 404, 410, 500, 503):
        logging.getLogger("django.request").warning("Answered %s", code, extra={"status_code": code})
    assert [line["event"] for line in lines(written)] == ["Answered 500"]


def test_outage_is_a_short_line_a_second_that_counts_the_others(
    written: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(logs, "monotonic", lambda: now[0])
    fail_to_connect(50)
    now[0] += 1
    fail_to_connect(50)
    first, second = lines(written)
    assert "connection refused" in first["event"]
    assert "exception" not in first
    assert second["similar"] == 49
    assert len(written.getvalue()) < 1_000


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("mail to ada.smith@example.com failed", "mail to a…@… failed"),
        ("DETAIL: Key (phone)=(+1 856 555 0100) already exists.", "DETAIL: …"),
        ("GET /admin/password_reset/confirm/MQ/abc-123/", "GET /admin/password_reset/…"),
        ("GET /health/new-treatments/", "GET /health/new-treatments/"),
    ],
)
def test_nobodys_address_and_no_token_stands_in_a_line(text: str, safe: str) -> None:
    assert without_persons(text) == safe
