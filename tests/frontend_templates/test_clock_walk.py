"""Header, tables, sidebar, JSON-LD, OSM and API say the same of every counter at every moment."""

import sys
from datetime import date, datetime, time
from random import Random

import pytest

from stores.hours.engine.rows import DatedHours, TimeRange
from stores.hours.schedules import load_dated_hours
from stores.models import StorePage
from tests.factories.stores import make_store
from tests.frontend_templates.hours_cases import random_store, telling_moments
from tests.frontend_templates.hours_walk import Tally, walk

pytestmark = pytest.mark.django_db

SEED = 20261218


def loaded(slug: str) -> StorePage:
    store: StorePage = StorePage.objects.with_profile().get(slug=slug)
    assert store.site
    return store


def walk_random_stores(stores: int, moments: int) -> Tally:
    """The same stores and moments each time. One saved page stands for all: nothing else of it counts."""
    make_store("pitman", hours={})
    tally = Tally()
    for number in range(stores):
        random = Random(SEED + number)  # noqa: S311
        store, book, turn = random_store(loaded("pitman"), random)
        store.slug = f"random-{number}"
        walk(store, book, telling_moments(store, book, turn, random, moments), tally)
    return tally


def test_random_stores_say_the_same_everywhere() -> None:
    tally = walk_random_stores(stores=12, moments=8)
    assert tally.differences == []
    assert tally.moments >= 84


@pytest.mark.trial
def test_two_hundred_random_stores_say_the_same_everywhere(capsys: pytest.CaptureFixture[str]) -> None:
    tally = walk_random_stores(stores=200, moments=40)
    with capsys.disabled():
        sys.stdout.write(f"\nrandom stores: {tally}\n")
    assert tally.differences == []


def test_walk_finds_a_surface_that_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    """The header took the store's own hours for those of the counter that leads, once."""
    make_store("pitman", time_zone="America/New_York")
    store = loaded("pitman")
    at = datetime(2026, 12, 18, 13, 45, tzinfo=store.zone)
    day = date(2026, 12, 18)
    book = load_dated_hours([store], at)
    book.exceptions[store.pk] = [DatedHours(day, day, "Training", (TimeRange(time(9), time(12)),), "pharmacy")]
    tally = Tally()
    walk(store, book, [at], tally)
    assert tally.differences == []
    monkeypatch.setattr("stores.hours.surfaces.leading_counter", lambda counters: next(iter(counters)))
    walk(store, book, [at], tally)
    assert f"pitman {at.isoformat()}: store leads, not pharmacy" in tally.differences
