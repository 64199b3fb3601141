"""No reader gets what was before a write, on any worker: with real servers, in short."""

import pytest

from tests.factories.newsroom import make_article
from tests.factories.stores import make_store
from tests.harness.freshness import places_of, read_and_write
from tests.harness.servers import serving


@pytest.mark.django_db(transaction=True)
def test_nobody_reads_what_was_before_a_write() -> None:
    places = places_of([make_store("pitman"), make_store("millrace")], make_article("flu"))
    with serving(workers=2) as server:
        tally = read_and_write([server], places, reads=400, seconds=60, readers=3)
    assert (tally.stale, tally.wrong[:3]) == (0, [])
    assert tally.hits > 0
    assert tally.writes > 1
