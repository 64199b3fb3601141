"""GET of something that another machine offers: so large at most, in so many seconds, from hosts that were named."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse, InvalidURL
from time import monotonic
from urllib.parse import urljoin, urlsplit

from cms.outgoing.addresses import Networks, TargetRefused
from cms.outgoing.connections import asked_path, connected

MOST_REDIRECTS = 4
CHUNK = 65_536
NOT_MODIFIED = 304


class NotGot(Exception):
    """Why there is no answer, in words for the people of the network."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one GET. `hosts`: where it may lead, redirects too; `named`: private networks that may be reached."""

    hosts: Collection[str]
    named: Networks
    size: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Got:
    """An answer. `body` is None where nothing has changed since."""

    url: str
    body: bytes | None
    headers: Mapping[str, str] = field(default_factory=dict)


def get(url: str, limits: Limits, headers: Mapping[str, str] | None = None) -> Got:
    """What stands at an address, or `NotGot`. Each redirect is looked at as the address itself is."""
    ends_at = monotonic() + limits.seconds
    try:
        for _number in range(MOST_REDIRECTS + 1):
            answer = _once(url, limits, dict(headers or {}), ends_at - monotonic())
            if monotonic() >= ends_at:
                # It was cut then: one that does not say how long it is looks like a whole one.
                raise TimeoutError
            if isinstance(answer, Got):
                return answer
            url = urljoin(url, answer)
    except TargetRefused as error:
        raise NotGot(str(error)) from error
    except (OSError, HTTPException, ValueError) as error:
        if monotonic() >= ends_at - 0.1 or isinstance(error, TimeoutError):
            raise NotGot(f"It took longer than {limits.seconds:.0f} seconds.") from error
        if isinstance(error, ValueError | InvalidURL) and not isinstance(error, OSError):
            raise NotGot("Its address can't be read.") from error
        words = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
        raise NotGot(f"It can't be reached: {str(words)[:200]}.") from error
    raise NotGot(f"It redirects more than {MOST_REDIRECTS} times.")


def _once(url: str, limits: Limits, headers: dict[str, str], seconds: float) -> Got | str:
    """The answer, or where it redirects to."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or parts.username is not None:
        raise TargetRefused("Only https:// is called, without a name or password in the address.")
    host = (parts.hostname or "").lower()
    if host not in limits.hosts:
        raise TargetRefused(f"'{host}' is none of the hosts that this provider names.")
    if seconds <= 0:
        raise TimeoutError
    with connected(parts, limits.named, seconds) as connection:
        asked = {"Accept-Encoding": "identity", "User-Agent": "Mortar", "Connection": "close", **headers}
        connection.request("GET", asked_path(parts), headers=asked)
        answer = connection.getresponse()
        if 300 <= answer.status < 400 and answer.status != NOT_MODIFIED:
            return answer.headers.get("Location") or ""
        if answer.status == NOT_MODIFIED:
            return Got(url, None, _lower(answer))
        if answer.status != 200:
            raise NotGot(f"It answered {answer.status}.")
        return Got(url, _read(answer, limits.size), _lower(answer))


def _lower(answer: HTTPResponse) -> dict[str, str]:
    return {name.lower(): value for name, value in answer.headers.items()}


def _read(answer: HTTPResponse, size: int) -> bytes:
    too_large = NotGot(f"It is larger than {size // 1_000_000 or 1} MB.")
    if (answer.length or 0) > size:
        raise too_large
    promised, body = answer.length, bytearray()
    while chunk := answer.read(CHUNK):
        body += chunk
        if len(body) > size:
            raise too_large
    if promised is not None and len(body) < promised:
        raise NotGot("It broke off in the middle.")
    return bytes(body)
