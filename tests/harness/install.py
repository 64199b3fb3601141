"""Mortar as in production on the database of a test that commits: its processes, and people who use it over HTTP."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlencode
from uuid import uuid4

from tests.harness.servers import HOST, ROOT, database_url, free_port

NETWORK = "cms.example.com"
"""The network's host of these installs."""
SECRET_KEY = "a-key-of-trials-that-is-as-long-and-as-varied-as-one-must-be"
PASSWORD = "correct horse battery staple"


def environment_of(media: Path, **more: str) -> dict[str, str]:
    """What `cms.settings.production` wants, behind a proxy that ends TLS."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("MORTAR_")},
        "DJANGO_SETTINGS_MODULE": "cms.settings.production",
        "DATABASE_URL": database_url(),
        "NETWORK_HOST": NETWORK,
        "SECRET_KEY": SECRET_KEY,
        "SECOND_FACTOR_FOR": "nobody",
        "BEHIND_TLS_PROXY": "true",
        "MEDIA_ROOT": str(media),
        "DEFAULT_FROM_EMAIL": "news@example.com",
        **more,
    }


@dataclass
class Running:
    """Processes of one install by their names, and where its server answers."""

    port: int
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def connection(self, timeout: float = 60) -> HTTPConnection:
        return HTTPConnection(HOST, self.port, timeout=timeout)

    def memory(self) -> dict[str, float]:
        """Megabytes of each process and of all below it, what is shared counted in parts (PSS)."""
        return {name: sum(map(_pss, _tree(process.pid))) for name, process in self.processes.items()}


def _tree(pid: int) -> list[int]:
    found = [pid]
    for each in found:
        with suppress(OSError):
            for task in Path(f"/proc/{each}/task").iterdir():
                found += [int(child) for child in (task / "children").read_text().split()]
    return found


def _pss(pid: int) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


@contextmanager
def running(
    environment: Mapping[str, str], *others: str, code: Path = ROOT, log: Path | None = None
) -> Iterator[Running]:
    """A server of this code and these settings, and commands of `manage.py` beside it, such as `run_worker`."""
    install = Running(free_port())
    serve = f"serve --port {install.port} --drain 0"
    with (log or Path(os.devnull)).open("ab") as output:
        try:
            for command in (serve, *others):
                install.processes[command.split()[0]] = subprocess.Popen(
                    [sys.executable, "manage.py", *command.split()],
                    cwd=code,
                    env=dict(environment),
                    stdout=output,
                    stderr=output,
                    process_group=0,
                )
            _wait_for(install)
            yield install
        finally:
            for process in install.processes.values():
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _wait_for(install: Running, seconds: float = 90) -> None:
    until = monotonic() + seconds
    while monotonic() < until and install.processes["serve"].poll() is None:
        with suppress(OSError, HTTPException), closing(install.connection()) as one:
            one.request("GET", "/healthz", headers={"Host": NETWORK})
            if one.getresponse().status == 200:
                return
        sleep(0.2)
    raise AssertionError("The server did not start.")


class _Fields(HTMLParser):
    """What a browser would send of all forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attributes}
        is_box = named.get("type") in {"checkbox", "radio"}
        if tag == "input" and "name" in named and not (is_box and "checked" not in named):
            self.found[named["name"]] = named.get("value", "on")


@dataclass
class Answer:
    """Of the admin. `location`: where it leads to."""

    status: int
    body: str
    location: str

    @property
    def fields(self) -> dict[str, str]:
        parser = _Fields()
        parser.feed(self.body)
        return parser.found


class Person:
    """Somebody who uses the admin in a browser: keeps cookies, sends tokens, follows nothing."""

    def __init__(self, install: Running, username: str) -> None:
        self.install = install
        self.cookies: dict[str, str] = {}
        fields = self.get("/admin/login/").fields
        answer = self.post("/admin/login/", {**fields, "username": username, "password": PASSWORD})
        assert answer.status == 302, answer.body[-2000:]

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(
        self, path: str, fields: Mapping[str, str], files: Mapping[str, tuple[str, bytes]] | None = None
    ) -> Answer:
        """Sends a form; `files`: by field, name and content."""
        token = {name: value for name, value in self.cookies.items() if "csrf" in name}
        fields = {**fields, "csrfmiddlewaretoken": next(iter(token.values()), "")}
        if not files:
            return self._ask("POST", path, urlencode(fields).encode(), "application/x-www-form-urlencoded")
        mark, parts = uuid4().hex, list[bytes]()
        for name, value in fields.items():
            parts.append(f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
        for name, (filename, content) in files.items():
            head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n\r\n'
            parts.append(head.encode() + content + b"\r\n")
        body = b"".join([*parts, f"--{mark}--\r\n".encode()])
        return self._ask("POST", path, body, f"multipart/form-data; boundary={mark}")

    def _ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> Answer:
        headers = {
            "Host": NETWORK,
            "X-Forwarded-Proto": "https",
            "Referer": f"https://{NETWORK}{path}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "X-Requested-With": "XMLHttpRequest" if kind.startswith("multipart") else "",
            **({"Content-Type": kind} if kind else {}),
        }
        with closing(self.install.connection()) as one:
            one.request(method, path, body, headers)
            answer = one.getresponse()
            text = answer.read().decode(errors="replace")
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return Answer(answer.status, text, answer.headers.get("Location", ""))
