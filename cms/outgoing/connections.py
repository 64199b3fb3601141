"""A connection to an address that was looked at, and an end to it whatever it waits for."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from ipaddress import ip_address
from threading import Timer
from urllib.parse import SplitResult, quote

from cms.outgoing.addresses import Networks, TargetRefused, is_in_networks, resolved

CONNECT_SECONDS = 5.0
PATH = "/%:@!$&'()*+,;=~[]"


class Pinned(HTTPConnection):
    """A connection to an address that was looked at, under the name that was asked for."""

    def __init__(self, parts: SplitResult, address: str, port: int) -> None:
        super().__init__(parts.hostname or "", port, timeout=CONNECT_SECONDS)
        self.address = address
        self.is_secure = parts.scheme == "https"
        # `sock` is gone as soon as an answer has begun that ends with the connection; what comes then is cut here.
        self.opened: socket.socket | None = None

    def connect(self) -> None:
        plain = self.opened = socket.create_connection((self.address, self.port), self.timeout)
        if self.is_secure:
            context = ssl.create_default_context()
            self.sock = self.opened = context.wrap_socket(plain, server_hostname=self.host)
        else:
            self.sock = plain

    def cut(self) -> None:
        """End it, whatever it waits for."""
        if self.opened is not None:
            try:
                self.opened.shutdown(socket.SHUT_RDWR)
            except OSError:
                self.opened.close()


@contextmanager
def connected(parts: SplitResult, named: Networks, seconds: float) -> Iterator[Pinned]:
    """A connection that is cut after so many seconds. `TargetRefused` if it may not be made."""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = resolved(parts.hostname or "", port, named)
    if parts.scheme != "https" and not is_in_networks(ip_address(address), named):
        raise TargetRefused("Only https:// is called.")
    connection = Pinned(parts, address, port)
    timer = Timer(seconds, connection.cut)
    timer.daemon = True
    timer.start()
    try:
        yield connection
    finally:
        timer.cancel()
        connection.close()


def asked_path(parts: SplitResult) -> str:
    """What is asked of the host: as browsers send it, who know what a space or an accent in an address means."""
    path = quote(parts.path, safe=PATH) or "/"
    return path + (f"?{quote(parts.query, safe=PATH + '?')}" if parts.query else "")
