"""A gate between a server and its database, which may be left open, hang, or be shut."""

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

HOST = "127.0.0.1"
AT_ONCE = 65_536


@dataclass
class Gate:
    """Passes bytes between whoever connects and PostgreSQL. While it hangs it takes what comes, and passes nothing on:
    the kernel acknowledges, and nobody answers.
    """

    url: str
    port: int = 0
    _is_open: threading.Event = field(default_factory=threading.Event)
    _is_shut: bool = False
    _pairs: list[tuple[socket.socket, socket.socket]] = field(default_factory=list)

    def leave_open(self) -> None:
        self._is_shut = False
        self._is_open.set()

    def hang(self) -> None:
        self._is_open.clear()

    def shut(self) -> None:
        """End every connection, and take no other."""
        self._is_shut = True
        self._is_open.set()
        self.cut()

    def cut(self) -> None:
        """End every connection."""
        while self._pairs:
            for one in self._pairs.pop():
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    def outside(self) -> str:
        """The database's URL, through the gate."""
        parts = urlsplit(self.url)
        return f"postgres://{parts.username or 'mortar'}@{HOST}:{self.port}{parts.path}"

    def _reach(self) -> socket.socket:
        host = unquote(urlsplit(self.url).netloc.rpartition("@")[2])
        if not host.startswith("/"):
            name, _colon, port = host.partition(":")
            return socket.create_connection((name, int(port or 5432)))
        one = socket.socket(socket.AF_UNIX)
        one.connect(f"{host}/.s.PGSQL.5432")
        return one

    def _take(self, listener: socket.socket) -> None:
        while True:
            try:
                inner, _address = listener.accept()
            except OSError:
                return
            if self._is_shut:
                inner.close()
                continue
            pair = inner, self._reach()
            self._pairs.append(pair)
            threading.Thread(target=self._pass, args=pair, daemon=True).start()

    def _pass(self, inner: socket.socket, outer: socket.socket) -> None:
        with inner, outer, suppress(OSError):
            while True:
                ready, _, _ = select.select([inner, outer], [], [])
                self._is_open.wait()
                for one in ready:
                    data = one.recv(AT_ONCE)
                    if not data:
                        return
                    (outer if one is inner else inner).sendall(data)


@contextmanager
def gate_before(url: str) -> Iterator[Gate]:
    """A gate that is open, until the block ends."""
    with socket.create_server((HOST, 0)) as listener:
        gate = Gate(url, int(listener.getsockname()[1]))
        gate.leave_open()
        threading.Thread(target=gate._take, args=(listener,), daemon=True).start()
        yield gate
        gate.shut()
