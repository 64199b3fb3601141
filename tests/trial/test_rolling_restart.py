"""Two instances behind the proxy sample are restarted in turn: nobody notices."""

import signal
import threading
from contextlib import ExitStack
from http.client import HTTPException
from time import monotonic

import pytest

from tests.harness.meanwhile import meanwhile
from tests.harness.production import NETWORK, free_port, instance
from tests.harness.proxy import NGINX, Proxy, proxying
from tests.harness.watched import note
from tests.trial.scene import STATIC, Scene

pytestmark = [
    pytest.mark.trial,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not NGINX, reason="needs nginx: apt-get install nginx-light"),
]

READERS, RESTARTS = 6, 4


class Traffic:
    """Readers who ask what the proxy has not kept: each address once."""

    def __init__(self, proxy: Proxy, host: str) -> None:
        self.proxy, self.host = proxy, host
        self.wrong: list[str] = []
        self.asked, self.longest = 0, 0.0
        self.lock, self.end = threading.Lock(), threading.Event()

    def _next(self) -> tuple[str, str]:
        with self.lock:
            self.asked += 1
            number = self.asked
        if number % 20 == 0:
            return f"/health/?number={number}", self.host
        if number % 3 == 0:
            return f"{STATIC}?number={number}", NETWORK
        # The same page for everybody, which the instance keeps, and the proxy does not know.
        return f"/?utm_campaign={number}", self.host

    def read(self) -> None:
        one = self.proxy.connection()
        while not self.end.is_set():
            path, host = self._next()
            began = monotonic()
            try:
                one.request("GET", path, headers={"Host": host})
                answer = one.getresponse()
                answer.read()
                said = str(answer.status)
            except (OSError, HTTPException) as error:
                said = repr(error)
                one.close()
            took = monotonic() - began
            with self.lock:
                self.longest = max(self.longest, took)
                if said != "200":
                    self.wrong.append(f"{path}: {said} after {took:.2f} s")


def test_rolling_restart_drops_nothing(scene: Scene, pytestconfig: pytest.Config) -> None:
    requests, ports = int(pytestconfig.getoption("--requests")), (free_port(), free_port())
    running: dict[int, ExitStack] = {}

    def start(port: int) -> None:
        running[port] = ExitStack()
        server = instance(scene.variables, scene.directory / f"log-{port}", port=port, drain=5)
        processes[port] = running[port].enter_context(server).process

    processes: dict[int, object] = {}
    with ExitStack() as stack:
        for port in ports:
            start(port)
            stack.callback(lambda port=port: running[port].close())
            scene.warm(port)
        traffic = Traffic(stack.enter_context(proxying(scene.directory, ports)), scene.host)
        with meanwhile(*[traffic.read] * READERS, end=traffic.end, seconds=60):
            began = monotonic()
            for number in range(RESTARTS):
                port = ports[number % 2]
                process = processes[port]
                process.send_signal(signal.SIGTERM)  # type: ignore[attr-defined]
                assert process.wait(45) == 0  # type: ignore[attr-defined]
                running[port].close()
                start(port)
            while traffic.asked < requests:
                assert monotonic() - began < 600
                traffic.end.wait(0.1)
    words = f"{len(traffic.wrong)} of {traffic.asked} requests"
    note(
        f"rolling restart: {RESTARTS} restarts behind nginx",
        recovery=0.0,
        lost=words,
        words={"read": {"asked": traffic.asked, "dropped": len(traffic.wrong)}},
        longest={"read": round(traffic.longest, 2)},
    )
    assert traffic.wrong == [], traffic.wrong[:5]
