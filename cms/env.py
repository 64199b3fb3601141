"""Reads the settings' environment variables, and refuses a bad value in words that say how to mend it."""

import difflib
import os
import re
from collections.abc import Callable
from email.utils import parseaddr
from functools import wraps
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import URLValidator, validate_email

SECRET_LENGTH = 50
LABEL_PATTERN = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?"
HOST_PATTERN = re.compile(rf"^(?=.{{1,253}}(:|$)){LABEL_PATTERN}(\.{LABEL_PATTERN})*(:[0-9]{{1,5}})?$")
TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})
POSTGRESQL, SQLITE = "django.db.backends.postgresql", "django.db.backends.sqlite3"
ENGINES = {"postgres": POSTGRESQL, "postgresql": POSTGRESQL, "sqlite": SQLITE}
NOWHERE = "missing.invalid"
"""Stands for a host that could not be read until the start is refused."""
DEVELOPMENT_ONLY = frozenset({"DEBUG", "PORT"})
"""Read by development alone; production does not mind them."""
FAMILIES = ("ANSWER_", "COSTLY_", "DATABASE_", "EMAIL_", "HSTS_", "LOG_", "METRICS_", "MORTAR_", "S3_")
"""Names that begin like this are Mortar's."""
ALIKE = 0.86
"""From this likeness on (0 to 1) a name is a misspelt one of Mortar's: `NETWORK_HOSTS`, `MEDIA_ROT`."""

Network = IPv4Network | IPv6Network

P = ParamSpec("P")
R = TypeVar("R")

_read: set[str] = set()
_gathered: "list[list[BadEnvironment]]" = []
"""One list while bad values are gathered, else none."""


class BadEnvironment(ImproperlyConfigured):
    """An environment variable is missing or has a value that Mortar refuses to start with."""

    def __init__(self, name: str, problem: str, mend: str) -> None:
        super().__init__(f"{name} {problem}. {mend}")
        self.name = name


class SeveralBadValues(BadEnvironment):
    """All that is wrong with an environment, a line for each."""

    def __init__(self, errors: "list[BadEnvironment]") -> None:
        ImproperlyConfigured.__init__(self, "\n".join(str(error) for error in errors))


def gather() -> None:
    """From here on bad values are kept, to be refused together by `refuse_what_is_bad`."""
    _gathered[:] = [[]]


def refuse_value(error: BadEnvironment) -> None:
    """Keeps what is wrong while bad values are gathered, the first of a variable; raises it else."""
    if not _gathered:
        raise error
    if error.name not in {earlier.name for earlier in _gathered[0]}:
        _gathered[0].append(error)


def refuse_what_is_bad() -> None:
    """BadEnvironment with a line for each bad value since `gather`, and for each misspelt variable."""
    errors = [*(_gathered.pop() if _gathered else []), *_misspelt()]
    if errors:
        raise SeveralBadValues(errors)


def _misspelt() -> "list[BadEnvironment]":
    """Variables that nothing reads and that somebody meant to be read."""
    known = _read | DEVELOPMENT_ONLY
    errors = []
    for name in sorted(set(os.environ) - known):
        # Rather one that nobody has set.
        missing = difflib.get_close_matches(name, known - set(os.environ), n=1, cutoff=ALIKE)
        alike = missing or difflib.get_close_matches(name, known, n=1, cutoff=ALIKE)
        if alike or name.startswith(FAMILIES):
            meant = alike or difflib.get_close_matches(name, known, n=1, cutoff=0.6)
            mend = f"Did you mean {meant[0]}?" if meant else "Take it out, or see .env.example for the names."
            errors.append(BadEnvironment(name, "is no variable of Mortar", mend))
    return errors


Reader = Callable[Concatenate[str, P], R]


def _reader(placeholder: Any) -> Callable[[Reader[P, R]], Reader[P, R]]:
    """A function that reads one variable. While bad values are gathered, `placeholder` stands in for one."""

    def decorate(read: Reader[P, R]) -> Reader[P, R]:
        @wraps(read)
        def reader(name: str, /, *args: P.args, **kwargs: P.kwargs) -> R:
            _read.add(name)
            try:
                return read(name, *args, **kwargs)
            except BadEnvironment as error:
                refuse_value(error)
                result: R = placeholder
                return result

        return reader

    return decorate


def _value(name: str, default: str | None = None, mend: str = "Set it in the environment.") -> str:
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise BadEnvironment(name, "is missing", mend)
    return default


@_reader("")
def text(name: str, *, default: str | None = None, mend: str = "Set it in the environment.") -> str:
    """The value of `name`, stripped; BadEnvironment when it is empty or missing and there is no default."""
    return _value(name, default, mend)


@_reader(False)
def flag(name: str, *, default: bool) -> bool:
    """A yes or no."""
    value = _value(name, str(default)).lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise BadEnvironment(name, f"is {value!r}", "Write 'true' or 'false'.")


@_reader(0)
def number(name: str, *, default: int, lowest: int, highest: int) -> int:
    """A whole number between `lowest` and `highest`, both included."""
    value = _value(name, str(default))
    if value.isdecimal() and lowest <= int(value) <= highest:
        return int(value)
    raise BadEnvironment(name, f"is {value!r}", f"Write a whole number from {lowest} to {highest}.")


@_reader("")
def choice(name: str, *, default: str, among: tuple[str, ...]) -> str:
    """One of the words in `among`."""
    value = _value(name, default).lower()
    if value not in among:
        raise BadEnvironment(name, f"is {value!r}", f"Write one of: {', '.join(among)}.")
    return value


@_reader(())
def words(name: str, *, default: tuple[str, ...] = ()) -> list[str]:
    """A list, separated by commas."""
    value = _value(name, ",".join(default))
    return [word.strip() for word in value.split(",") if word.strip()]


@_reader(())
def networks(name: str) -> list[Network]:
    """Addresses and networks of them, separated by commas: `203.0.113.7, 2001:db8::/48`; none by default."""
    found: list[Network] = []
    for word in _value(name, "").split(","):
        try:
            found += [ip_network(word.strip())] if word.strip() else []
        except ValueError as error:
            mend = "Write addresses or networks, such as '203.0.113.7' or '10.0.0.0/8', separated by commas."
            raise BadEnvironment(name, f"has {word.strip()!r}", mend) from error
    return found


@_reader(NOWHERE)
def host(name: str, *, default: str | None = None) -> str:
    """A host name with an optional port, in lower case: `cms.example.com`, `localhost:8000`."""
    mend = "Write a host name with an optional port and no scheme, such as 'cms.example.com'."
    value = _value(name, default, mend).lower()
    if not HOST_PATTERN.match(value):
        raise BadEnvironment(name, f"is {value!r}", mend)
    port = value.partition(":")[2]
    if port and not 1 <= int(port) <= 65535:
        raise BadEnvironment(name, f"has the port {port}", "Write a port from 1 to 65535.")
    return value


@_reader("UTC")
def zone(name: str, *, default: str) -> str:
    """The IANA name of a time zone."""
    value = _value(name, default)
    if value not in available_timezones():
        raise BadEnvironment(name, f"is {value!r}", "Write the IANA name of a zone, such as 'America/New_York'.")
    return value


@_reader("")
def secret(name: str) -> str:
    """A secret of at least 50 characters of which at least 5 differ; none is ever made up."""
    mend = f"Make one with: python -c 'import secrets; print(secrets.token_urlsafe({SECRET_LENGTH}))'"
    value = _value(name, None, mend)
    if _is_weak(value):
        raise BadEnvironment(name, "is too weak", mend)
    return value


@_reader(())
def secrets(name: str) -> list[str]:
    """Secrets as strong as `secret` wants them, separated by commas; none by default."""
    found = [word.strip() for word in _value(name, "").split(",") if word.strip()]
    for place, value in enumerate(found, 1):
        if _is_weak(value):
            mend = "Earlier keys were as long as SECRET_KEY must be: a short one lets anybody forge what it signed."
            raise BadEnvironment(name, f"has a weak key as number {place}", mend)
    return found


def _is_weak(value: str) -> bool:
    return len(value) < SECRET_LENGTH or len(set(value)) < 5 or value.startswith("django-insecure-")


@_reader("")
def sender(name: str, *, mend: str) -> str:
    """A sender of e-mail: `news@example.com`, or with a name `Mortar <news@example.com>`."""
    value = _value(name, None, mend)
    try:
        validate_email(parseaddr(value)[1])
    except ValidationError as error:
        raise BadEnvironment(name, f"is {value!r}, which is no address", mend) from error
    return value


@_reader("")
def contact(name: str) -> str:
    """How somebody is reached who has found a fault: `https://…` or `mailto:…`; empty for nobody."""
    value = _value(name, "")
    scheme, _colon, rest = value.partition(":")
    try:
        if scheme == "mailto":
            validate_email(rest)
        elif value:
            URLValidator(schemes=["https"])(value)
    except ValidationError as error:
        mend = "Write 'mailto:security@example.com' or 'https://example.com/security', or leave it out."
        raise BadEnvironment(name, f"is {value!r}, which is no contact", mend) from error
    return value


@_reader(Path("/nonexistent"))
def directory(name: str, *, apart_from: Path, mend: str) -> Path:
    """A directory that exists, named from the root, and not inside `apart_from`."""
    value = Path(_value(name, None, mend))
    if not value.is_absolute():
        raise BadEnvironment(name, f"is {str(value)!r}, a path from wherever a process starts", "Begin it with '/'.")
    if not value.is_dir():
        raise BadEnvironment(name, f"is {str(value)!r}, and there is no such directory", f"Make it: mkdir -p {value}")
    if value.resolve().is_relative_to(apart_from.resolve()):
        mend = "Anybody may read all that stands there: choose another directory."
        raise BadEnvironment(name, f"is {str(value)!r}, inside the static files", mend)
    return value


@_reader({})
def seconds_by_host(name: str, *, highest: int) -> dict[str, int]:
    """Seconds for single hosts, separated by commas: `pitman.example=0,north.example=86400`."""
    found = {}
    for word in _value(name, "").split(","):
        hostname, _, seconds = word.strip().lower().partition("=")
        if not word.strip():
            continue
        if not HOST_PATTERN.match(hostname) or not seconds.isdecimal() or int(seconds) > highest:
            mend = f"Write host=seconds, from 0 to {highest}, separated by commas."
            raise BadEnvironment(name, f"has {word.strip()!r}", mend)
        found[hostname] = int(seconds)
    return found


@_reader({})
def database(name: str, *, default: str | None = None, only: str | None = None) -> dict:
    """A database URL as Django's settings; `only` is the one backend that is accepted, such as 'postgresql'."""
    mend = "Write a URL such as 'postgres://user:password@host:5432/mortar'."
    # No database URL has a fragment: a bare # belongs to a password.
    value = _value(name, default, mend).replace("#", "%23")
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
