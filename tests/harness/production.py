"""What production runs, as `deploy/` starts it, and people who use it over HTTP."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection, HTTPException, HTTPMessage
from http.cookies import SimpleCookie
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlencode

from wagtail.test.utils.form_data import querydict_from_html

from benchmarks.publishing import article_form_of

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
NETWORK = "cms.example.com"
PASSWORD = "correct-horse-battery-9"
THREADS = 4
START_SECONDS = 120.0
REFUSED, CUT = 0, -1


def environment(database_url: str, media: Path, **others: str) -> dict[str, str]:
    """What /etc/mortar.env would hold, and nothing of this shell's that Mortar reads."""
    kept = ("PATH", "HOME", "LANG", "PYTHONPYCACHEPREFIX", "TMPDIR")
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        "DJANGO_SETTINGS_MODULE": "tests.trial.production_settings",
        "DATABASE_URL": database_url,
        "NETWORK_HOST": NETWORK,
        "SECRET_KEY": "a-key-of-a-trial_as-long-and-as-varied-as-one-must-be_0123456789",
        "BEHIND_TLS_PROXY": "true",
        "SECOND_FACTOR_FOR": "nobody",
        "MEDIA_ROOT": str(media),
        "DEFAULT_FROM_EMAIL": "newsroom@example.com",
        # Readers of a trial all ask from one address.
        "COSTLY_FREE_FOR": HOST,
        "LOG_FORMAT": "line",
        **others,
    }


def free_port() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        return int(one.getsockname()[1])


@contextmanager
def running(
    variables: Mapping[str, str], *arguments: str, log: Path, code: Path = ROOT
) -> Iterator["subprocess.Popen[bytes]"]:
    """A command of `manage.py`, in a group of its own; what outlives the block is killed."""
    with log.open("ab") as file:
        command = [sys.executable, "manage.py", *arguments]
        process = subprocess.Popen(
            command, cwd=code, env=dict(variables), process_group=0, stdout=file, stderr=subprocess.STDOUT
        )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def memory_of(process: "subprocess.Popen[bytes]") -> float:
    """Megabytes of a process and of all below it, what is shared counted in parts (PSS)."""
    pids = [process.pid]
    for pid in pids:
        with suppress(OSError):
            for task in Path(f"/proc/{pid}/task").iterdir():
                pids += [int(child) for child in (task / "children").read_text().split()]
    return sum(map(_pss, pids))


def _pss(pid: int) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


@dataclass(frozen=True, slots=True)
class Instance:
    """A web server of production at a port, and where it logs."""

    port: int
    process: "subprocess.Popen[bytes]"
    log: Path

    def workers(self) -> list[int]:
        """The processes that answer."""
        pid = self.process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@contextmanager
def instance(
    variables: Mapping[str, str],
    log: Path,
    *,
    port: int = 0,
    workers: int = 1,
    threads: int = THREADS,
    drain: float = 5,
    code: Path = ROOT,
) -> Iterator[Instance]:
    """`manage.py serve`, until the block ends; it answers when the block begins."""
    port = port or free_port()
    options = (f"--port={port}", f"--workers={workers}", f"--threads={threads}", f"--drain={drain}", "--grace=30")
    with running(variables, "serve", *options, log=log, code=code) as process:
        server = Instance(port, process, log)
        until = monotonic() + START_SECONDS
        while ask(port, "/readyz", NETWORK).status != 200:
            assert process.poll() is None, log.read_text()[-3000:]
            assert monotonic() < until, log.read_text()[-3000:]
            sleep(0.1)
        yield server


@dataclass(frozen=True, slots=True)
class Reply:
    """What came. Instead of a status: REFUSED where no connection was taken, CUT where the answer never came."""

    status: int
    headers: HTTPMessage
    body: bytes
    seconds: float

    @property
    def cached(self) -> str:
        return self.headers["Cache-Status"] or ""


def ask(
    port: int,
    path: str,
    host: str,
    *,
    method: str = "GET",
    body: bytes = b"",
    timeout: float = 60,
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """One request on a connection of its own, as a proxy behind TLS passes it on."""
    told = {"Host": host, "X-Forwarded-Proto": "https", "X-Forwarded-For": HOST, **(headers or {})}
    one, began = HTTPConnection(HOST, port, timeout=timeout), monotonic()
    try:
        one.request(method, path, body=body or None, headers=told)
        answer = one.getresponse()
        return Reply(answer.status, answer.headers, answer.read(), monotonic() - began)
    except ConnectionRefusedError:
        return Reply(REFUSED, HTTPMessage(), b"", monotonic() - began)
    except (OSError, HTTPException):
        return Reply(CUT, HTTPMessage(), b"", monotonic() - began)
    finally:
        one.close()


@dataclass
class Browser:
    """Somebody at the network's host, with cookies, who fills forms."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(
        self, path: str, *, form: bytes = b"", kind: str = "", timeout: float = 60, is_script: bool = False
    ) -> Reply:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form:
            headers |= {"Content-Type": kind, "Referer": f"https://{NETWORK}{path}", "Origin": f"https://{NETWORK}"}
        if is_script:
            headers["X-Requested-With"] = "XMLHttpRequest"
        reply = ask(
            self.port,
            path,
            NETWORK,
            method="POST" if form else "GET",
            body=form,
            timeout=timeout,
            headers={name: value for name, value in headers.items() if value},
        )
        for line in reply.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return reply

    def log_in(self, username: str) -> None:
        self.ask("/admin/login/")
        reply = self.send("/admin/login/", login=username, username=username, password=PASSWORD)
        assert reply.status == 302, reply.body[-2000:]

    @staticmethod
    def fields_of(page: Reply) -> dict[str, str]:
        """The fields of a form with their values."""
        fields = querydict_from_html(page.body.decode())
        return {name: str(fields[name]) for name in fields if "__prefix__" not in name}

    @staticmethod
    def page_form_of(page: Reply) -> dict[str, str]:
        """The fields of Wagtail's form of an article with their values; those of its streams, which scripts make, are
        written anew.
        """
        fields = article_form_of(page.body.decode(), "<p>Ask your pharmacist.</p>")
        return {name: str(fields[name]) for name in fields}

    def send(self, path: str, **values: str) -> Reply:
        """A form as a browser sends it, without files."""
        form = urlencode({**values, "csrfmiddlewaretoken": self.token}).encode()
        return self.ask(path, form=form, kind="application/x-www-form-urlencoded")

    def upload(
        self, path: str, name: str, file_name: str, data: bytes, values: Mapping[str, str], *, is_script: bool = False
    ) -> Reply:
        """A form with one file."""
        edge = "trial-edge-of-parts"
        texts = {**values, "csrfmiddlewaretoken": self.token}
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in texts.items()
        ]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
        head += "Content-Type: image/png\r\n\r\n"
        body = b"".join([*parts, head.encode(), data, f"\r\n--{edge}--\r\n".encode()])
        return self.ask(path, form=body, kind=f"multipart/form-data; boundary={edge}", is_script=is_script)

    @property
    def token(self) -> str:
        return next((value for name, value in self.cookies.items() if name.endswith("csrftoken")), "")


def words_of(reply: Reply) -> str:
    """What a page says, without its tags."""
    plain = re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", " ", reply.body.decode(), flags=re.DOTALL)
    return " ".join(unescape(plain).split())
