"""Where a webhook may lead, and the call itself: to an address that was looked at, and to no other.

A name is resolved once for each call, every address that comes out must be one of the public Internet (or be named in
`WEBHOOKS_MAY_REACH`), and the connection goes to what was looked at: a name that says something else a moment later
leads nowhere else.
"""

import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Timer
from time import monotonic
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError

CONNECT_SECONDS = 5.0
CALL_SECONDS = 10.0
"""Of the whole call, however slowly the answer drips."""
MOST_READ = 16_384
"""Bytes of an answer that are read; what it says is nobody's to see."""
GONE = 410
LONGEST = 500

Address = IPv4Address | IPv6Address

TRANSLATED = tuple(map(ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))
"""IPv6 that leads to some IPv4: nobody needs it to be called."""


class TargetRefused(Exception):
    """The target is not one that may be called."""


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
    literal = _literal(host)
    if literal is not None and not may_reach(literal):
        raise ValidationError("This address is none of the public Internet.")
    if parts.scheme == "http" and not settings.WEBHOOKS_MAY_REACH:
        raise ValidationError("Write https://: what is sent over http:// can be read and changed on its way.")


def may_reach(address: Address) -> bool:
    """Whether an address is one of the public Internet, or one that the operator has named."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if is_named(address):
        return True
    is_translated = any(address.version == net.version and address in net for net in TRANSLATED)
    return address.is_global and not address.is_multicast and not address.is_reserved and not is_translated


def is_named(address: Address) -> bool:
    return any(address.version == net.version and address in net for net in settings.WEBHOOKS_MAY_REACH)


def resolved(host: str, port: int) -> str:
    """The address to connect to. `TargetRefused` if the name leads anywhere that is not to be called."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise TargetRefused(f"There is no host '{host}'.") from error
    addresses = [ip_address(str(info[4][0]).partition("%")[0]) for info in found]
    if not addresses or not all(map(may_reach, addresses)):
        raise TargetRefused(f"'{host}' leads into a private network.")
    return str(addresses[0])


class _Pinned(HTTPConnection):
    """A connection to an address that was looked at, under the name that was asked for."""

    def __init__(self, parts: SplitResult, address: str, port: int) -> None:
        super().__init__(parts.hostname or "", port, timeout=CONNECT_SECONDS)
        self.address = address
        self.is_secure = parts.scheme == "https"

    def connect(self) -> None:
        plain = socket.create_connection((self.address, self.port), self.timeout)
        if self.is_secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(plain, server_hostname=self.host)
        else:
            self.sock = plain

    def cut(self) -> None:
        """End it, whatever it waits for."""
        sock: socket.socket | None = self.sock
        if sock is not None:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                sock.close()


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
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = resolved(parts.hostname or "", port)
    if parts.scheme != "https" and not is_named(ip_address(address)):
        raise TargetRefused("Only https:// is called.")
    connection = _Pinned(parts, address, port)
    timer = Timer(CALL_SECONDS, connection.cut)
    timer.daemon = True
    timer.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body, {**headers, "Connection": "close"})
        answer = connection.getresponse()
        answer.read(MOST_READ)
    finally:
        timer.cancel()
        connection.close()
    if 200 <= answer.status < 300:
        return answer.status, ""
    if 300 <= answer.status < 400:
        return answer.status, f"It answered {answer.status}: redirects are not followed. Give the address itself."
    return answer.status, f"It answered {answer.status}."


def _said(error: Exception) -> str:
    """An error's own words, short: nothing of what a server sent stands in them."""
    words = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
    return str(words)[:200]


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
