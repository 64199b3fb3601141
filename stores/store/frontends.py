"""Where a store's own frontend lives: what an address may look like, and which one counts.

An address is an origin with or without a path, and no slash at its end: `https://www.example.com/pitman`. A store has
its own, or that of the network's default, in which `{store}` stands for the store's slug. The rules look at the text
alone: nobody asks a name server, since no program of ours ever goes there; a patient's browser does.
"""

import re
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError

from stores.choices import BuiltInSite
from stores.validators import validate_hostname

BUILT_IN = "built-in"
"""Instead of an address: this store has no frontend, whatever the network's default is."""
STORE = "{store}"
"""In the network's default: where a store's slug goes."""

SHAPE = re.compile(r"(https?)://([^/:@?#\s\\]+)(?::([0-9]+))?((?:/[A-Za-z0-9._~-]+)*)\Z")
NAMES_WITHIN = frozenset(
    {"localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp", "private", "arpa", "onion"}
    | {"test", "invalid"}
)
"""Last parts of names that lead nowhere outside of one machine or network."""

PATH = re.compile(r"(?:/[A-Za-z0-9._~-]+)+/?\Z")

_EXAMPLE = "Write an address such as https://www.example.com or https://www.example.com/pitman"


@dataclass(frozen=True, slots=True)
class Frontend:
    """A store's own frontend: `url` has no slash at its end. `preview_path`: behind it, where it shows drafts."""

    url: str
    built_in_site: str
    preview_path: str = ""

    @property
    def takes_over(self) -> bool:
        """Whether the built-in site leads there."""
        return self.built_in_site == BuiltInSite.REDIRECT

    @property
    def preview_url(self) -> str:
        """Where it shows drafts; empty where it shows none."""
        return self.url + self.preview_path if self.preview_path else ""

    @property
    def site_label(self) -> str:
        """What the built-in site does, in words."""
        return str(BuiltInSite(self.built_in_site).label)


@dataclass(frozen=True, slots=True)
class Place:
    """An address in its parts, or the network's default, with `{store}` in the host; `port`: None unless written."""

    host: str
    port: int | None
    path: str

    @classmethod
    def of(cls, address: str) -> Self:
        parts = urlsplit(address)
        return cls(parts.hostname or "", parts.port, parts.path)

    def is_at(self, hostname: str) -> bool:
        """Whether that host of ours would answer there itself. Its own port does not count: a proxy may change it."""
        host = re.escape(self.host).replace(re.escape(STORE), "[a-z0-9-]+")
        return self.port in {None, settings.SITE_PORT} and re.fullmatch(host, hostname.lower()) is not None


def frontend_of(own: Frontend, default: Frontend, slug: str) -> Frontend | None:
    """The frontend that counts: the store's own, none because it says so, else the network's default."""
    if own.url == BUILT_IN:
        return None
    if own.url:
        return own
    return replace(default, url=default_at(default.url, slug)) if default.url else None


def default_at(default: str, slug: str) -> str:
    """The network's default for one store."""
    return default.replace(STORE, slug)


def is_of_default(default: str, address: str) -> str:
    """The slug of the store whose address this is by the network's default; empty for none."""
    before, _mark, behind = default.partition(STORE)
    found = re.fullmatch(f"{re.escape(before)}([a-z0-9_-]+){re.escape(behind)}", address) if default else None
    return found[1] if found else ""


def is_within() -> bool:
    """Whether the network itself stands on this machine: in development, and in the demo."""
    host = settings.NETWORK_HOST.partition(":")[0]
    return host.rpartition(".")[2] == "localhost" or host.startswith("127.")


def validate_frontend_address(value: str) -> None:
    """A store's own: an address, `built-in`, or nothing."""
    if value and value != BUILT_IN:
        _check(value)


def validate_default_address(value: str) -> None:
    """The network's: an address in which `{store}` is a whole part of the host or of the path; or nothing."""
    if not value:
        return
    if value.count(STORE) != 1:
        raise ValidationError(
            f"Write {STORE} once, where the store's slug goes: two stores can't have one address. "
            f"Such as https://{STORE}.example.com or https://www.example.com/stores/{STORE}"
        )
    if not re.search(r"(?:://|[./])\{store\}(?=[./]|\Z)", value):
        raise ValidationError(f"{STORE} stands alone between dots or slashes, such as https://{STORE}.example.com")
    _check(default_at(value, "store"))
    rest = urlsplit(value).netloc.partition(f"{STORE}.")[2]
    if STORE in urlsplit(value).netloc and "." not in rest and not is_within():
        raise ValidationError(f"What follows {STORE} must be a domain of yours, such as https://{STORE}.example.com")


def validate_preview_path(value: str) -> None:
    """Where a frontend shows drafts, behind its address: plain parts between slashes, or nothing."""
    if value and (not PATH.match(value) or any(set(part) == {"."} for part in value.split("/") if part)):
        raise ValidationError(
            "Write a path such as /api/preview: it begins with a slash, has letters, digits, '-', '.', '_' and '~' "
            "between its slashes, and neither host nor '?'."
        )


def _check(address: str) -> None:
    """ValidationError that says what is wrong with it."""
    if reason := _why_not(address):
        raise ValidationError(reason)


def _why_not(address: str) -> str:
    if "@" in address:
        return f"{_EXAMPLE}, without a name or password in it."
    if "?" in address or "#" in address:
        return f"{_EXAMPLE}, without anything from '?' or '#' on."
    if address.endswith("/"):
        return f"{_EXAMPLE}, without a slash at its end."
    shape = SHAPE.match(address)
    if shape is None:
        return f"{_EXAMPLE}. The path has letters, digits, '-', '.', '_' and '~' between its slashes."
    scheme, host, port, path = shape.groups()
    if any(set(part) == {"."} for part in path.split("/") if part):
        return f"{_EXAMPLE}, without '.' or '..' as a part of its path."
    try:
        validate_hostname(host)
    except ValidationError:
        return f"{_EXAMPLE}. The host is in lower case, and in its xn-- form where it has other letters than a to z."
    if port and not (port[0] != "0" and int(port) < 65536 and port != {"http": "80", "https": "443"}[scheme]):
        return f"{port} is no port that an address names."
    return "" if is_within() else _why_not_outside(scheme, host, port)


def _why_not_outside(scheme: str, host: str, port: str | None) -> str:
    """What is right on a developer's machine, and leads patients nowhere."""
    if scheme != "https":
        return f"{_EXAMPLE}: it begins with https://."
    if port:
        return f"{_EXAMPLE}, without a port."
    last = host.rpartition(".")[2]
    if "." not in host or last in NAMES_WITHIN or not re.fullmatch(r"[a-z]{2,}|xn--[a-z0-9-]+", last):
        return f"'{host}' is no name that patients reach: write the public name of the frontend's host."
    return ""
