"""No reader gets what was before a write, on any worker of any host: 100,000 reads (--reads); the test can see it."""

from time import monotonic

import pytest
from django.db import connection

from api.caching.triggers_by_row import PREFIX
from tests.factories.newsroom import make_article
from tests.factories.stores import make_store
from tests.harness.freshness import Place, places_of, read_and_write
from tests.harness.servers import serving

pytestmark = [pytest.mark.trial, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def most(pytestconfig: pytest.Config) -> int:
    """Reads after which it ends."""
    return int(pytestconfig.getoption("--reads"))


@pytest.fixture
def places() -> list[Place]:
    return places_of([make_store("pitman"), make_store("millrace")], make_article("flu"))


def test_nobody_reads_what_was_before_a_write(places: list[Place], most: int, pytestconfig: pytest.Config) -> None:
    reads = hits = writes = stale = 0
    end = monotonic() + float(pytestconfig.getoption("--seconds"))
    with serving(workers=2) as one, serving(workers=2) as other:
        while reads < most:
            tally = read_and_write([one, other], places, reads=most - reads, seconds=20, readers=4)
            reads, hits = reads + tally.reads, hits + tally.hits
            writes, stale = writes + tally.writes, stale + tally.stale
            print(f"{reads} reads, {hits} hits, {writes} writes, {stale} stale")  # noqa: T201
            assert tally.wrong[:3] == []
            assert reads >= most or monotonic() < end, "it takes too long: --seconds"
    assert stale == 0


def test_without_the_wait_of_writers_there_are_stale_reads(places: list[Place], most: int) -> None:
    with serving(workers=2) as one, serving(workers=2) as other:
        tally = read_and_write([one, other], places, reads=most, seconds=20, readers=4, wait=0)
    print(f"{tally.reads} reads, {tally.writes} writes, {tally.stale} stale")  # noqa: T201
    assert tally.stale > 0


@pytest.mark.parametrize("table", ["cms_articlepage", "stores_promobanner", "stores_networkbanner"])
def test_without_a_trigger_there_are_stale_reads(places: list[Place], most: int, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {PREFIX}{table}_update ON {table}")
    with serving(workers=2) as server:
        tally = read_and_write([server], places, reads=most, seconds=10, readers=3)
    print(f"{table}: {tally.reads} reads, {tally.writes} writes, {tally.stale} stale")  # noqa: T201
    assert tally.stale > 0
