"""Reads the settings' environment variables, and refuses a bad value in words that say how to mend it."""

import os
import re
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured

SECRET_LENGTH = 50
LABEL_PATTERN = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?"
HOST_PATTERN = re.compile(rf"^(?=.{{1,253}}(:|$)){LABEL_PATTERN}(\.{LABEL_PATTERN})*(:[0-9]{{1,5}})?$")
TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})
POSTGRESQL, SQLITE = "django.db.backends.postgresql", "django.db.backends.sqlite3"
ENGINES = {"postgres": POSTGRESQL, "postgresql": POSTGRESQL, "sqlite": SQLITE}


class BadEnvironment(ImproperlyConfigured):
    """An environment variable is missing or has a value that Mortar refuses to start with."""

    def __init__(self, name: str, problem: str, mend: str) -> None:
        super().__init__(f"{name} {problem}. {mend}")


def text(name: str, *, default: str | None = None, mend: str = "Set it in the environment.") -> str:
    """The value of `name`, stripped; BadEnvironment when it is empty or missing and there is no default."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise BadEnvironment(name, "is missing", mend)
    return default


def flag(name: str, *, default: bool) -> bool:
    """A yes or no."""
    value = text(name, default=str(default)).lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise BadEnvironment(name, f"is {value!r}", "Write 'true' or 'false'.")


def number(name: str, *, default: int, lowest: int, highest: int) -> int:
    """A whole number between `lowest` and `highest`, both included."""
    value = text(name, default=str(default))
    if value.isdecimal() and lowest <= int(value) <= highest:
        return int(value)
    raise BadEnvironment(name, f"is {value!r}", f"Write a whole number from {lowest} to {highest}.")


def choice(name: str, *, default: str, among: tuple[str, ...]) -> str:
    """One of the words in `among`."""
    value = text(name, default=default).lower()
    if value not in among:
        raise BadEnvironment(name, f"is {value!r}", f"Write one of: {', '.join(among)}.")
    return value


def words(name: str, *, default: tuple[str, ...] = ()) -> list[str]:
    """A list, separated by commas."""
    value = text(name, default=",".join(default))
    return [word.strip() for word in value.split(",") if word.strip()]


def host(name: str, *, default: str | None = None) -> str:
    """A host name with an optional port, in lower case: `cms.example.com`, `localhost:8000`."""
    mend = "Write a host name with an optional port and no scheme, such as 'cms.example.com'."
    value = text(name, default=default, mend=mend).lower()
    if not HOST_PATTERN.match(value):
        raise BadEnvironment(name, f"is {value!r}", mend)
    port = value.partition(":")[2]
    if port and not 1 <= int(port) <= 65535:
        raise BadEnvironment(name, f"has the port {port}", "Write a port from 1 to 65535.")
    return value


def zone(name: str, *, default: str) -> str:
    """The IANA name of a time zone."""
    value = text(name, default=default)
    if value not in available_timezones():
        raise BadEnvironment(name, f"is {value!r}", "Write the IANA name of a zone, such as 'America/New_York'.")
    return value


def secret(name: str) -> str:
    """A secret of at least 50 characters of which at least 5 differ; none is ever made up."""
    mend = f"Make one with: python -c 'import secrets; print(secrets.token_urlsafe({SECRET_LENGTH}))'"
    value = text(name, mend=mend)
    if len(value) < SECRET_LENGTH or len(set(value)) < 5 or value.startswith("django-insecure-"):
        raise BadEnvironment(name, "is too weak", mend)
    return value


def database(name: str, *, default: str | None = None, only: str | None = None) -> dict:
    """A database URL as Django's settings; `only` is the one backend that is accepted, such as 'postgresql'."""
    mend = "Write a URL such as 'postgres://user:password@host:5432/mortar'."
    # No database URL has a fragment: a bare # belongs to a password.
    value = text(name, default=default, mend=mend).replace("#", "%23")
    try:
        url = urlsplit(value)
        engine = ENGINES.get(url.scheme)
        port = url.port if engine == POSTGRESQL else None
    except ValueError as error:
        raise BadEnvironment(name, "is no database URL", mend) from error
    if engine is None:
        raise BadEnvironment(name, "names a database that Mortar does not run on", mend)
    if only and not engine.endswith(only):
        raise BadEnvironment(name, f"is not {only}", f"Production runs on PostgreSQL only. {mend}")
    database_name = unquote(url.path[1:]) or ("" if engine == POSTGRESQL else ":memory:")
    if not database_name:
        raise BadEnvironment(name, "names no database", mend)
    config: dict[str, Any] = {"ENGINE": engine, "NAME": database_name}
    if engine == POSTGRESQL:
        # A unix socket's directory stands percent-encoded in the host's place.
        config |= {"HOST": unquote(url.hostname or ""), "PORT": port or ""}
        config |= {"USER": unquote(url.username or ""), "PASSWORD": unquote(url.password or "")}
    if url.query:
        config["OPTIONS"] = dict(parse_qsl(url.query))
    return config
