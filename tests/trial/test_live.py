"""Streams on PostgreSQL: the process is killed and listeners go on without loss; the clock tells at its second."""

import asyncio
import json
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, time, timedelta
from http.client import HTTPConnection, HTTPException
from time import sleep
from time import time as seconds_now
from zoneinfo import ZoneInfo

import pytest

from tests.harness.production import HOST, ask, free_port, instance, memory_of, running
from tests.harness.watched import note
from tests.trial.scene import COMING, Scene, wait_for

pytestmark = [pytest.mark.trial, pytest.mark.django_db(transaction=True)]

LIVE = "/api/v2/live/?store=pitman"
CHANGES = "/api/v2/changes/?store=pitman&limit=500"
KILLS, EACH = 4, 5
PUBLISHES = 120
MOST_EACH = 0.08
"""Megabytes that a listener takes."""
LONGEST_DELAY = 5.0
"""Seconds from publish to event, where 5,000 listen in the process that measures."""


class Listener:
    """Listens as a browser does: comes back by itself, with the id of the last event."""

    def __init__(self, port: int, host: str) -> None:
        self.port, self.host = port, host
        self.events: list[tuple[float, dict[str, str]]] = []
        self.connections = 0
        self._end = threading.Event()

    @contextmanager
    def listening(self) -> Iterator["Listener"]:
        thread = threading.Thread(target=self._listen, daemon=True)
        thread.start()
        try:
            wait_for(lambda: bool(self.events), 60)
            yield self
        finally:
            self._end.set()

    def _listen(self) -> None:
        while not self._end.is_set():
            try:
                self._once()
            except (OSError, HTTPException):
                sleep(0.1)

    def _once(self) -> None:
        one = HTTPConnection(HOST, self.port, timeout=60)
        back = {"Last-Event-ID": self.events[-1][1]["id"]} if self.events else {}
        one.request("GET", LIVE, headers={"Host": self.host, "X-Forwarded-Proto": "https", **back})
        answer = one.getresponse()
        assert answer.status == 200, answer.read()
        self.connections += 1
        lines: list[str] = []
        while line := answer.readline().decode():
            if line.strip():
                lines.append(line.rstrip("\n"))
                continue
            event = dict(each.split(": ", 1) for each in lines if ": " in each and each[0] != ":")
            lines = []
            if "id" in event:
                self.events.append((seconds_now(), event))

    def told(self) -> list[str]:
        """The ids of what was told, but for the greeting of each connection."""
        return [event["id"] for _at, event in self.events if event["event"] != "ready"]


def test_a_killed_process_loses_nothing(scene: Scene) -> None:
    database, port = scene.database, free_port()
    with ExitStack() as stack:
        server = stack.enter_context(instance(scene.variables, scene.directory / "log"))
        first = json.loads(ask(server.port, CHANGES, scene.host).body)["meta"]["next"]
        live = stack.enter_context(running(scene.variables, "live", f"--port={port}", log=scene.directory / "live"))
        listener = stack.enter_context(Listener(port, scene.host).listening())
        written = 0

        def write(times: int) -> None:
            nonlocal written
            for _time in range(times):
                written += 1
                sql = "UPDATE wagtailcore_page SET title = %s WHERE slug = %s"
                database.sql(sql, f"Title {written}", f"article-{written % 10}")
                sleep(0.1)

        for _kill in range(KILLS):
            before = listener.connections
            write(EACH)
            os.killpg(live.pid, signal.SIGKILL)
            # Nobody streams, and things happen.
            write(EACH)
            live = stack.enter_context(
                running(scene.variables, "live", f"--port={port}", log=scene.directory / "live")
            )
            write(EACH)
            wait_for(lambda before=before: listener.connections > before, 60)
        answer = json.loads(ask(server.port, f"{CHANGES}&since={first}", scene.host).body)
        expected = [item["id"] for item in answer["items"]]
        wait_for(lambda: listener.told()[-1:] == expected[-1:], 30)
        assert listener.told() == expected, "in order, none twice, none left out"
        assert listener.connections > KILLS
        assert len(expected) > KILLS * EACH
    note(f"live: the process is killed {KILLS} times, {len(expected)} events of {written} writes", recovery=0)


class Crowd:
    """Thousands who listen, each by a connection of its own. `ready`: who was greeted; `heard`: what all were told."""

    def __init__(self, port: int, host: str) -> None:
        self.port, self.host = port, host
        self.ready = self.heard = 0
        self._loop = asyncio.new_event_loop()
        self._tasks: list[asyncio.Task[None]] = []

    @contextmanager
    def there(self) -> Iterator["Crowd"]:
        thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            asyncio.run_coroutine_threadsafe(self._go(), self._loop).result(60)
            self._loop.call_soon_threadsafe(self._loop.stop)
            thread.join(30)

    def grow_to(self, number: int) -> None:
        asyncio.run_coroutine_threadsafe(self._come(number - len(self._tasks)), self._loop)
        wait_for(lambda: self.ready >= number, 180)

    async def _come(self, number: int) -> None:
        for _one in range(number):
            self._tasks.append(self._loop.create_task(self._listen()))
            await asyncio.sleep(0.002)

    async def _listen(self) -> None:
        reader, writer = await asyncio.open_connection(HOST, self.port)
        headers = f"Host: {self.host}\r\nX-Forwarded-Proto: https\r\n"
        writer.write(f"GET {LIVE} HTTP/1.1\r\n{headers}\r\n".encode())
        try:
            await reader.readuntil(b"event: ready")
            self.ready += 1
            while line := await reader.readline():
                self.heard += line.startswith(b"event: ")
        finally:
            writer.close()

    async def _go(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def delays_of(scene: Scene, listener: Listener, times: int) -> list[float]:
    """Seconds from before a commit until the listener has its event, the shortest first."""
    delays = []
    for number in range(times):
        told = len(listener.told())
        began = seconds_now()
        sql = "UPDATE wagtailcore_page SET title = %s WHERE slug = 'article-1'"
        scene.database.sql(sql, f"Title {len(listener.events)}.{number}")
        wait_for(lambda told=told: len(listener.told()) > told, 30)
        delays.append(listener.events[-1][0] - began)
        sleep(0.05 + number % 10 / 100)
    return sorted(delays)


def test_five_thousand_listeners_take_little_and_hear_at_once(scene: Scene) -> None:
    port = free_port()
    with ExitStack() as stack:
        live = stack.enter_context(running(scene.variables, "live", f"--port={port}", log=scene.directory / "live"))
        listener = stack.enter_context(Listener(port, scene.host).listening())
        crowd = stack.enter_context(Crowd(port, scene.host).there())
        alone = memory_of(live)
        for number in (0, 1_000, 5_000):
            crowd.grow_to(number)
            delays, told = delays_of(scene, listener, PUBLISHES), len(listener.told())
            memory, load = memory_of(live), os.getloadavg()[0]
            p50, p99 = delays[PUBLISHES // 2], delays[PUBLISHES * 99 // 100]
            words = (
                f"{memory:.0f} MB, publish to event p50 {p50:.2f} s, p99 {p99:.2f} s of {PUBLISHES}, load {load:.1f}"
            )
            note(f"live: {number} listeners more, {words}", recovery=p99)
            assert p99 < LONGEST_DELAY + scene.recovery
        wait_for(lambda: crowd.heard >= 5_000 * PUBLISHES, 60)
        assert told >= 3 * PUBLISHES
        assert memory - alone < 5_000 * MOST_EACH


def test_the_clock_tells_at_its_second(scene: Scene, clock_library: str) -> None:
    """A promo line ends at midnight; the store opens a minute later."""
    zone = ZoneInfo("America/New_York")
    day = datetime.now(zone).date() + timedelta(days=1)
    database, port = scene.database, free_port()
    until = day - timedelta(days=1)
    database.sql(
        "UPDATE stores_promobanner SET show_from = NULL, show_until = %s, has_no_end = false WHERE text = %s",
        until,
        COMING,
    )
    pitmans = "store_id = (SELECT id FROM wagtailcore_page WHERE slug = 'pitman')"
    database.sql(f"DELETE FROM stores_openinghours WHERE {pitmans} AND NOT (counter = 'store' AND weekday = 1)")
    database.sql(f"UPDATE stores_openinghours SET weekday = %s, opens_at = '00:01' WHERE {pitmans}", day.isoweekday())
    midnight = datetime.combine(day, time(0), zone).timestamp()
    offset = round(midnight - seconds_now()) - 40
    variables = {
        **scene.variables,
        "LD_PRELOAD": clock_library,
        "FAKETIME": f"+{offset}",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    with (
        running(variables, "live", f"--port={port}", log=scene.directory / "live"),
        Listener(port, scene.host).listening() as listener,
    ):
        told: dict[str, tuple[float, dict[str, str]]] = {}

        def has_both() -> bool:
            for at, event in listener.events:
                data = json.loads(event["data"])
                # At midnight it is still closed, until another day's hour.
                is_turn = data.get("kind") != "hours" or data["counters"]["store"]["state"] == "open"
                if event["event"] == "clock" and is_turn:
                    told.setdefault(data["kind"], (at + offset, event))
            return {"banner", "hours"} <= told.keys()

        wait_for(has_both, 150)
    for kind, due in (("banner", midnight), ("hours", midnight + 60)):
        came, event = told[kind]
        data = json.loads(event["data"])
        print(kind, "due", due, "came", came, event["data"])  # noqa: T201
        assert 0 <= datetime.fromisoformat(data["at"]).timestamp() - due < 1
        assert 0 <= came - due < 1 + scene.recovery, (kind, came - due)
        note(f"live: {kind} by the clock", recovery=came - due)
