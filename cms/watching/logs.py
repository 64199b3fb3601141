"""Log lines: JSON in production, each with what belongs to its request; nobody's address, no token.

A public 404 is no warning, and a database that is away is a line a second, however many requests meet it.
"""

import logging
import re
from threading import Lock
from time import monotonic
from typing import Any

import orjson
import structlog
from django.db import InterfaceError, OperationalError

AWAY = (OperationalError, InterfaceError)
LOCK_NOT_AVAILABLE = "55P03"
"""What PostgreSQL answers once `lock_timeout` is over."""
"""What a request meets while the database is away, full or too slow."""
EVERY = 1.0
"""Seconds between lines of one outage."""

ADDRESS = re.compile(r"([\w.+-])[\w.+-]*@([\w-]+\.)+\w+")
DETAIL = re.compile(r"DETAIL:.*")
"""PostgreSQL repeats the values of a row that broke a constraint."""
SECRET_PATHS = re.compile(r"(/admin/(?:password_reset|invitation|login)[^/\s]*/)\S+")
"""Addresses that open something for whoever has them."""


def without_persons(text: str) -> str:
    """A line of a log without e-mail addresses, values of rows and tokens in addresses."""
    text = ADDRESS.sub(r"\1…@…", text)
    return SECRET_PATHS.sub(r"\1…", DETAIL.sub("DETAIL: …", text))


class Quiet(logging.Filter):
    """Drops what asks nobody to act, or was said already: answers below 500 that Django warns of, and 503."""

    def filter(self, record: logging.LogRecord) -> bool:
        code = getattr(record, "status_code", 500)
        return code >= 500 and code != 503


class Outage(logging.Filter):
    """Lets one record a second through of those that a database away has caused, short, with how many were dropped."""

    def __init__(self) -> None:
        super().__init__()
        self.lock, self.last, self.dropped = Lock(), -EVERY, 0

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if not isinstance(error, AWAY) and not getattr(record, "is_away", False):
            return True
        with self.lock:
            if monotonic() - self.last < EVERY:
                self.dropped += 1
                return False
            self.last, dropped, self.dropped = monotonic(), self.dropped, 0
        if isinstance(error, AWAY):
            reason = next(iter(str(error).strip().splitlines()), type(error).__name__)
            what = (
                "Somebody else's save or an import was waited for"
                if is_locked(error)
                else "The database does not answer"
            )
            record.msg, record.args = "%s: %s", (what, reason)
            record.exc_info = record.exc_text = None
        record.similar = dropped
        return True


def is_locked(error: BaseException | None) -> bool:
    """Whether the database is well, and what was to be changed is being changed by others."""
    return getattr(getattr(error, "__cause__", None), "sqlstate", None) == LOCK_NOT_AVAILABLE


def _as_json(_logger: Any, _method: str, event: dict[str, Any]) -> str:
    return without_persons(orjson.dumps(event, default=str, option=orjson.OPT_NON_STR_KEYS).decode())


def _as_line(_logger: Any, _method: str, event: dict[str, Any]) -> str:
    first = [event.pop(name, "") for name in ("time", "level", "logger")]
    text, trace = str(event.pop("event", "")), event.pop("exception", "")
    facts = " ".join(f"{name}={value}" for name, value in event.items())
    line = " ".join([*first[:2], f"{first[2]}: {text}", *([facts] if facts else [])])
    return without_persons(f"{line}\n{trace}" if trace else line)


def _extra(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """What a call gave as `extra={"facts": {…}}`, and how many similar records an outage dropped."""
    record = event["_record"]
    event.update(getattr(record, "facts", {}))
    if similar := getattr(record, "similar", 0):
        event["similar"] = similar
    return event


def _formatter(render: Any) -> dict[str, Any]:
    return {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            structlog.processors.format_exc_info,
            _extra,
        ],
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
    }


def logging_as(form: str, *, level: str = "WARNING") -> dict[str, Any]:
    """Django's LOGGING, as `json` or `line`s, to standard error, whatever DEBUG says."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"one": _formatter(_as_json if form == "json" else _as_line)},
        "filters": {"outage": {"()": Outage}, "quiet": {"()": Quiet}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "one", "filters": ["outage"]}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": ["console"], "level": level, "propagate": False},
            "django.request": {"filters": ["quiet"]},
            # What happened by itself, and when: went live, was deleted, was asked.
            "cms.running": {"level": "INFO"},
            # A line for each request in production; elsewhere slow ones only.
            "cms.watching.requests": {"level": "INFO" if form == "json" else "WARNING"},
            # Its pools say at length what the requests say.
            "psycopg": {"level": "ERROR"},
        },
    }
