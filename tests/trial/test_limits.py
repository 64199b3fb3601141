"""Limits by address and by key, over several workers: nobody has one for each worker."""

import re
import subprocess
import sys
from collections.abc import Callable
from time import monotonic, sleep

import pytest

from tests.harness.production import CUT, NETWORK, ROOT, ask, instance
from tests.harness.watched import note
from tests.trial.scene import Scene

pytestmark = [pytest.mark.trial, pytest.mark.django_db(transaction=True)]

WORKERS, ASKED, AT_ONCE = 3, 60, 20
MAKE = """
from django.utils import timezone
from api.keys.keeping import make_key
print("key", make_key(by=None, store=None, at=timezone.now(), name="A server", scopes=["read"], per_second=%d)[1])
"""


def let_in(port: int, order: str, headers_of: Callable[[int], dict[str, str]]) -> tuple[int, float]:
    """How many of so many costly requests, none of which is kept, were answered; and in how many seconds."""
    began, statuses = monotonic(), []
    for number in range(ASKED):
        path = f"/api/v2/articles/?store=pitman&order={order}&offset={number}"
        # A machine that has other work makes a request wait, which is 503 then, and not counted.
        while (reply := ask(port, path, NETWORK, headers=headers_of(number))).status in {503, CUT}:
            sleep(0.2)
        statuses.append(reply.status)
        assert reply.headers["RateLimit-Policy"], reply.body
        if reply.status == 429:
            assert int(reply.headers["Retry-After"]) >= 1
            assert re.fullmatch(r'"costly";r=0;t=\d+', reply.headers["RateLimit"])
    assert set(statuses) == {200, 429}
    return statuses.count(200), monotonic() - began


def test_workers_share_what_an_address_and_a_key_may(scene: Scene) -> None:
    scene.variables["COSTLY_FREE_FOR"] = ""
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", MAKE % 2]
    made = subprocess.run(command, cwd=ROOT, env=scene.variables, check=True, capture_output=True, text=True)
    bearer = {"Authorization": f"Bearer {re.findall(r'key (mortar_[^ ]+)', made.stdout)[0].strip()}"}
    with instance(scene.variables, scene.directory / "log", workers=WORKERS) as server:
        for name, order, rate, headers_of in (
            ("an address", "title", 5, lambda number: {"X-Forwarded-For": "203.0.113.7"}),
            (
                "a key, from as many addresses",
                "-title",
                2,
                lambda number: {"X-Forwarded-For": f"198.51.100.{number}", **bearer},
            ),
        ):
            answered, seconds = let_in(server.port, order, headers_of)
            note(f"limits: {name}, {answered} of {ASKED} in {seconds:.1f} s by {WORKERS} workers", recovery=0)
            assert AT_ONCE <= answered <= AT_ONCE + rate * seconds + 1
