"""A chain of 3,000 stores comes in by the admin: seen as it goes, left and found again, cancelled, and then applied.

make trial ARGS="tests/trial/test_import.py"
"""

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from django.urls import reverse

from stores.models import StorePage
from tests.factories.network import make_admin, stores_folder
from tests.factories.stores import make_store
from tests.harness.production import NETWORK, PASSWORD, ROOT, Browser, ask, environment, instance, running, words_of
from tests.harness.servers import database_url
from tests.stores.importing.test_planning import new

pytestmark = [pytest.mark.trial, pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

STORES = 3_000
LONGEST = 1_200.0
PAGE = reverse("stores_network:import")


def chain() -> bytes:
    rows = [new(f"store-{number:04}", phone=f"(856) 555-{number:04}") for number in range(STORES)]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def number_of(place: str) -> str:
    """The upload that an address is of."""
    return re.findall(r"\d+", place)[-1]


def progress(admin: Browser, place: str, *, until: Any = lambda said: False) -> list[dict[str, Any]]:
    """What the page's bar is told, each time that it asks, until nothing is under way or `until`."""
    seen, end = list[dict[str, Any]](), monotonic() + LONGEST
    while monotonic() < end:
        answer = admin.ask(reverse("stores_network:import_progress", args=[number_of(place)]))
        assert answer.status == 200
        seen.append(json.loads(answer.body))
        if not seen[-1]["is_open"] or until(seen[-1]):
            return seen
        sleep(0.5)
    raise AssertionError(seen[-1])


def test_3000_stores_come_in_by_the_admin(tmp_path: Path, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    stores_folder()
    there = make_store("pitman")
    person = make_admin("admin")
    person.set_password(PASSWORD)
    person.save()
    (tmp_path / "media").mkdir()
    variables = environment(database_url(), tmp_path / "media", DJANGO_SETTINGS_MODULE="cms.settings.production")
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(collect, cwd=ROOT, env=variables, check=True)
    log = tmp_path / "log"
    with instance(variables, log, drain=0) as server, running(variables, "run_worker", log=log):
        admin, times = Browser(server.port), dict[str, float]()
        admin.log_in("admin")

        began = monotonic()
        answer = admin.upload(PAGE, "file", "chain.csv", chain(), {})
        times["upload answered"] = monotonic() - began
        assert answer.status == 302, words_of(answer)
        place = answer.headers["Location"]
        read = progress(admin, place)
        times["shown"] = monotonic() - began
        assert f"<strong>{STORES}</strong> new".encode() in admin.ask(place).body

        began = monotonic()
        assert admin.send(place, **admin.fields_of(admin.ask(place))).status == 302
        progress(admin, place, until=lambda said: said["is_running"] and said["done"] > 0)
        # Left, and found again from another browser.
        other = Browser(server.port)
        other.log_in("admin")
        page = other.ask(PAGE)
        assert re.search(rb"chain\.csv</a>: Importing", page.body), words_of(page)
        assert place.encode() in page.body
        cancelled_at = monotonic()
        other.send(reverse("stores_network:import_cancel", args=[number_of(place)]))
        times["cancelled"] = monotonic() - cancelled_at
        page = other.ask(place)
        assert b"Cancelled. Nothing was written." in page.body, words_of(page)
        assert set(StorePage.objects.values_list("slug", flat=True)) == {there.slug}

        began = monotonic()
        assert other.send(place, **other.fields_of(page)).status == 302
        waits, reads = progress_beside_readers(other, place, server.port, there.site.hostname)
        times["applied"] = monotonic() - began
        page = other.ask(place)
        assert b"Imported on" in page.body, words_of(page)
        assert StorePage.objects.live().count() == STORES + 1
        began = monotonic()
        assert ask(server.port, "/", "store-2999.localhost").status == 200
        times["a new store's first page"] = monotonic() - began
    print({name: round(seconds, 2) for name, seconds in times.items()})  # noqa: T201
    print(f"bar while reading: {bar(read)}; while applying: {bar(waits)}")  # noqa: T201
    print(f"readers meanwhile: {len(reads)}, slowest {max(reads):.2f} s")  # noqa: T201


def bar(seen: list[dict[str, Any]]) -> str:
    """In how many steps the bar went, and how far."""
    numbers = [said["done"] for said in seen if said["total"]]
    return f"{len(seen)} looks, {len(set(numbers))} different, {min(numbers, default=0)} to {max(numbers, default=0)}"


def progress_beside_readers(
    admin: Browser, place: str, port: int, host: str
) -> tuple[list[dict[str, Any]], list[float]]:
    """The bar until it is done; a reader of what is never kept asks as often."""
    seconds = list[float]()

    def read(said: dict[str, Any]) -> bool:
        answer = ask(port, f"/api/v2/stores/?search=pit&limit={1 + len(seconds) % 90}", NETWORK)
        assert answer.status == 200
        assert ask(port, "/health/", host).status == 200
        seconds.append(answer.seconds)
        return False

    return progress(admin, place, until=read), seconds
