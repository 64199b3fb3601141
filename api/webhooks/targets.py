"""Where a webhook may lead, and the call itself: to an address that was looked at, and to no other.

A name is resolved once for each call, every address that comes out must be one of the public Internet (or be named in
`WEBHOOKS_MAY_REACH`), and the connection goes to what was looked at: a name that says something else a moment later
leads nowhere else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from time import monotonic
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError

from cms.outgoing.addresses import Address, TargetRefused, is_reachable, literal
from cms.outgoing.connections import asked_path, connected

CALL_SECONDS = 10.0
"""Of the whole call, however slowly the answer drips."""
MOST_READ = 16_384
"""Bytes of an answer that are read; what it says is nobody's to see."""
GONE = 410
LONGEST = 500


@dataclass(frozen=True, slots=True)
class CallOutcome:
    """`status`: of the answer, None without one. `problem`: why it did not arrive; empty if it did."""

    status: int | None
    seconds: float
    problem: str = ""

    @property
    def has_arrived(self) -> bool:
        return not self.problem

    @property
    def is_gone(self) -> bool:
        return self.status == GONE


def validate_target(url: str) -> None:
    """Refuse an address that can't be one to call, whatever its name resolves to."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValidationError("Write a whole web address, such as https://www.example.com/hooks/mortar.") from error
    host = parts.hostname or ""
    is_plain = url.isascii() and not any(character.isspace() or ord(character) < 33 for character in url)
    if parts.scheme not in {"https", "http"} or not host or not is_plain or len(url) > LONGEST or port == 0:
        raise ValidationError("Write a whole web address, such as https://www.example.com/hooks/mortar.")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise ValidationError("Leave out names, passwords and what follows “#”: calls are signed instead.")
    spelled = literal(host)
    if spelled is not None and not may_reach(spelled):
        raise ValidationError("This address is none of the public Internet.")
    if parts.scheme == "http" and not settings.WEBHOOKS_MAY_REACH:
        raise ValidationError("Write https://: what is sent over http:// can be read and changed on its way.")


def may_reach(address: Address) -> bool:
    """Whether an address is one of the public Internet, or one that the operator has named."""
    return is_reachable(address, settings.WEBHOOKS_MAY_REACH)


def call(url: str, body: bytes, headers: Mapping[str, str]) -> CallOutcome:
    """POST a body, once. Redirects are not followed; only an answer of 2xx in time counts as arrived."""
    began_at = monotonic()
    try:
        status, problem = _answered(url, body, headers)
    except TargetRefused as error:
        status, problem = None, str(error)
    except (OSError, HTTPException, ValueError) as error:
        late = monotonic() - began_at >= CALL_SECONDS - 0.1 or isinstance(error, TimeoutError)
        status, problem = None, "It did not answer in time." if late else f"It can't be reached: {_said(error)}"
    return CallOutcome(status, round(monotonic() - began_at, 3), problem)


def _answered(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
    parts = urlsplit(url)
    with connected(parts, settings.WEBHOOKS_MAY_REACH, CALL_SECONDS) as connection:
        connection.request("POST", asked_path(parts), body, {**headers, "Connection": "close"})
        answer = connection.getresponse()
        answer.read(MOST_READ)
    if 200 <= answer.status < 300:
        return answer.status, ""
    if 300 <= answer.status < 400:
        return answer.status, f"It answered {answer.status}: redirects are not followed. Give the address itself."
    return answer.status, f"It answered {answer.status}."


def _said(error: Exception) -> str:
    """An error's own words, short: nothing of what a server sent stands in them."""
    words = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
    return str(words)[:200]
