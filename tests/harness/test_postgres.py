"""The launcher of the suite's own PostgreSQL."""

import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
import pytest

from cms import env
from tests.harness import postgres

ROOT = Path(__file__).parents[2]
ASKER = """
import signal, time
from tests.harness import postgres

signal.signal(signal.SIGINT, signal.default_int_handler)
server = postgres.start()
print(server.url, flush=True)
time.sleep(60)
"""


def directory_of(url: str) -> Path:
    return Path(unquote(urlsplit(url).netloc.partition("@")[2]))


def vanishes(path: Path, seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while path.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    return not path.exists()


def test_server_answers_on_its_socket_and_leaves_nothing_behind() -> None:
    server = postgres.start()
    try:
        with psycopg.connect(server.url) as connection:
            query = "SELECT current_user, current_setting('listen_addresses'), current_setting('fsync')"
            row = connection.execute(query).fetchone()
    finally:
        server.stop()
    assert row == ("mortar", "", "off")
    assert not directory_of(server.url).exists()


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_server_ends_when_its_asker_is_ended(end: signal.Signals) -> None:
    command = [sys.executable, "-c", ASKER]
    asker = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    with asker:
        assert asker.stdout
        url = asker.stdout.readline().strip()
        with psycopg.connect(url):
            asker.send_signal(end)
    assert vanishes(directory_of(url))


def test_command_prints_a_url_and_ends_on_ctrl_c() -> None:
    command = [sys.executable, "-m", "tests.harness.postgres"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        name, _, url = running.stdout.readline().strip().partition("=")
        running.send_signal(signal.SIGINT)
        assert running.wait(15) == 0
    assert name == "DATABASE_URL"
    assert not directory_of(url).exists()


def test_settings_read_the_socket_from_the_url(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://mortar@%2Ftmp%2Fmortar-pg-x_1/mortar")
    config = env.database("DATABASE_URL")
    assert (config["HOST"], config["USER"], config["NAME"]) == ("/tmp/mortar-pg-x_1", "mortar", "mortar")


@pytest.mark.parametrize("name", ["/tmp/" + "long/" * 20, "/tmp/UpperCase"])
def test_directory_that_no_socket_can_stand_in_is_passed_over(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", name)
    monkeypatch.setattr("tempfile.gettempdir", lambda: name)
    assert postgres._base(for_nobody=False) == "/tmp"


@pytest.mark.parametrize(("room", "place"), [(0, "memory"), (1 << 60, "temporary")])
def test_databases_stand_in_memory_where_it_has_room(room: int, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    places = {"memory": Path("/tmp"), "temporary": Path("/var")}
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(places["temporary"]))
    monkeypatch.setattr(postgres, "IN_MEMORY", places["memory"])
    monkeypatch.setattr(postgres, "ROOM_BYTES", room)
    assert postgres._base(for_nobody=False) == str(places[place])


def test_missing_binaries_are_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(postgres.PostgresError, match="requirements/dev"):
        postgres._binaries(Path("/nowhere"), {})
