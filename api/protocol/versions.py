"""The promise on versions: what of the API is deprecated, said by headers, the OpenAPI document and the docs.

One table; empty while nothing is on its way out.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.conf import settings
from django.utils.http import http_date

from api.protocol.parameters import STORE_IN_PATH

CHANGES_AT = "/api/docs/api-changes/"
"""Where clients read what has changed."""
DAYS_OF_NOTICE = 365


@dataclass(frozen=True, slots=True)
class Deprecation:
    """An endpoint, or one parameter of it, that will be gone. `instead` says in Markdown what takes its place."""

    endpoint: str
    deprecated_on: date
    gone_on: date
    instead: str
    parameter: str | None = None

    def __post_init__(self) -> None:
        if (self.gone_on - self.deprecated_on).days < DAYS_OF_NOTICE:
            raise ValueError(f"{self.name} would be gone within {DAYS_OF_NOTICE} days.")

    @property
    def name(self) -> str:
        return f"{self.endpoint}/" + (f"?{self.parameter}=" if self.parameter else "")

    def concerns(self, endpoint: str, parameters: Collection[str]) -> bool:
        return self.endpoint == endpoint and (self.parameter is None or self.parameter in parameters)


DEPRECATIONS: tuple[Deprecation, ...] = ()


def endpoint_at(path: str) -> str:
    """The name of the endpoint at a path, whichever way the store is named; empty for the index."""
    return STORE_IN_PATH.sub("", path).removeprefix("/api/v2/").partition("/")[0]


def deprecation_headers(path: str, parameters: Collection[str]) -> dict[str, str]:
    """What an answer says of it (RFC 9745 and 8594): the earliest of what concerns it. Empty where nothing does."""
    if not DEPRECATIONS:
        return {}
    endpoint = endpoint_at(path)
    found = [each for each in DEPRECATIONS if each.concerns(endpoint, parameters)]
    if not found:
        return {}
    since = min(each.deprecated_on for each in found)
    gone = min(each.gone_on for each in found)
    return {
        "Deprecation": f"@{_seconds(since)}",
        "Sunset": http_date(_seconds(gone)),
        "Link": f'<{settings.NETWORK_URL}{CHANGES_AT}>; rel="deprecation"; type="text/html"',
    }


def mark_deprecated(endpoint: str, operation: dict[str, Any]) -> None:
    """Marks an operation of the OpenAPI document, or those of its parameters that will be gone."""
    for each in DEPRECATIONS:
        if each.endpoint == endpoint:
            marked = operation.get("parameters", []) if each.parameter else [operation]
            for one in marked:
                if each.parameter in {None, one.get("name")}:
                    one["deprecated"] = True


def deprecation_lines() -> Iterator[str]:
    """A table in Markdown, or that there is nothing in it."""
    if not DEPRECATIONS:
        yield "Nothing."
        return
    yield from ("| what | deprecated since | gone on | instead |", "|---|---|---|---|")
    for each in sorted(DEPRECATIONS, key=lambda one: one.gone_on):
        yield f"| `{each.name}` | {each.deprecated_on} | {each.gone_on} | {each.instead} |"


def _seconds(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())
