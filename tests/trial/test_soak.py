"""Everybody at once for half an hour: no error, and processes as large at the end as when they were warm.

make trial ARGS="-k soak --minutes 30"
"""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tests.factories.network import make_admin, make_editor
from tests.factories.newsroom import make_article
from tests.factories.stores import make_store
from tests.factories.submitting import make_owner
from tests.harness.meanwhile import meanwhile
from tests.harness.production import NETWORK, PASSWORD, ROOT, ask, environment, instance, memory_of, running
from tests.harness.servers import database_url
from tests.harness.soak import Content, Soak

pytestmark = [pytest.mark.trial, pytest.mark.django_db(transaction=True)]

STORES, ARTICLES = 12, 60
WEIGHED = 15
"""How many times the processes are weighed on the way."""
WARM = 0.3
"""The part of the time after which all has been done several times, and caches are about full."""
TOKEN = "a-token-of-a-trial"
GROWTH, GROWTH_MB = 1.15, 15.0
"""Memory at the end: so many times that of the warm process, or so many megabytes more. Kept answers fill 64 MB."""


@pytest.fixture
def content(settings: Any) -> Content:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    stores = [make_store(f"store-{number}") for number in range(STORES)]
    articles = [make_article(f"about-{number}", title=f"About {number} and more") for number in range(ARTICLES)]
    people = [make_owner(stores[0], "owner"), make_editor("editor"), make_admin("admin")]
    for person in people:
        person.set_password(PASSWORD)
        person.save()
    for minute in range(1, 25):
        # The scheduler has something to do, too.
        go_live_at = timezone.now() + timedelta(minutes=minute)
        page = make_article(f"scheduled-{minute}", live=False, go_live_at=go_live_at)
        page.save_revision(approved_go_live_at=go_live_at)

    def chain(number: int) -> bytes:
        rows = [{"code": store.slug, "phone": f"(856) 555-{number % 10_000:04}"} for store in stores]
        return json.dumps({"stores": rows}).encode()

    return Content(
        slugs=[store.slug for store in stores],
        hosts=[store.site.hostname for store in stores],
        articles=[article.pk for article in articles],
        owner="owner",
        owners_store=stores[0].pk,
        chain=chain,
    )


def refusals(port: int) -> dict[str, float]:
    """What was answered 503 or 429 on purpose, by reason."""
    metrics = ask(port, "/metrics", NETWORK, headers={"Authorization": f"Bearer {TOKEN}"})
    assert metrics.status == 200
    lines = metrics.body.decode().splitlines()
    named = ("mortar_unavailable_total", "mortar_limited_total", "mortar_shed_total")
    values = (line.rpartition(" ") for line in lines if line.startswith(named))
    return {name: float(value) for name, _space, value in values if float(value)}


@contextmanager
def weighed(processes: Mapping[str, "subprocess.Popen[bytes]"], *, every: float) -> Iterator[dict[str, list[float]]]:
    """Process -> its megabytes when the block begins, every so many seconds, and when it ends."""
    memory: dict[str, list[float]] = {name: [] for name in processes}
    is_over = threading.Event()

    def weigh() -> None:
        for name, process in processes.items():
            memory[name].append(memory_of(process))

    def go_on() -> None:
        while not is_over.wait(every):
            weigh()

    weigh()
    try:
        with meanwhile(go_on, end=is_over, seconds=60):
            yield memory
    finally:
        weigh()


def test_mixed_traffic_meets_no_error_and_memory_stays(
    content: Content, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    minutes = float(pytestconfig.getoption("--minutes"))
    (tmp_path / "media").mkdir()
    variables = environment(
        database_url(),
        tmp_path / "media",
        DJANGO_SETTINGS_MODULE="cms.settings.production",
        COSTLY_FREE_FOR="",
        METRICS_TOKEN=TOKEN,
    )
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"], cwd=ROOT, env=variables, check=True
    )
    log = tmp_path / "log"
    with (
        instance(variables, log, drain=0) as server,
        running(variables, "run_scheduler", "--every", "5", log=log) as scheduler,
        running(variables, "run_worker", log=log) as worker,
    ):
        processes = {"serve": server.process, "run_scheduler": scheduler, "run_worker": worker}
        with weighed(processes, every=minutes * 60 / WEIGHED) as memory:
            done = Soak(server, content, minutes=minutes).run()
        refused = refusals(server.port)
        gone = [name for name, process in processes.items() if process.poll() is not None]
    said = [line for line in log.read_text().splitlines() if " error " in line.lower() or "Traceback" in line]
    print(f"{minutes:g} minutes: {dict(done.requests)}, statuses {dict(done.statuses)}")  # noqa: T201
    for name, sizes in memory.items():
        print(f"{name}: {' '.join(f'{size:.0f}' for size in sizes)} MB")  # noqa: T201
    print(f"{len(done.wrong)} wrong: {done.wrong[:40]}; refused by {refused}; log: {said[:5]}")  # noqa: T201
    assert (done.wrong, gone, said) == ([], [], [])
    for name, sizes in memory.items():
        warm = sizes[int(len(sizes) * WARM)]
        assert sizes[-1] <= max(warm * GROWTH, warm + GROWTH_MB), name
