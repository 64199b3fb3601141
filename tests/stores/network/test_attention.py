"""Promo lines that end and hours unknown, in each store's own calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stores.models import StorePage
from stores.network.attention import ATTENTION, with_attention
from tests.factories.stores import STORE_WEEK, make_store, new_banner

pytestmark = pytest.mark.django_db

# One in the morning in New York, the evening before in Denver.
AT = datetime(2026, 12, 18, 6, 0, tzinfo=UTC)
DAY = date(2026, 12, 18)


def numbers(at: datetime = AT) -> dict[str, tuple[int, int, int]]:
    """Slug -> lines that end, lines over, counters unknown."""
    stores = with_attention(StorePage.objects.all(), at)
    return {row.slug: (row.ending_banners, row.ended_banners, row.unknown_counters) for row in stores}


@pytest.mark.parametrize(
    ("until", "east", "west"),
    [
        (DAY - timedelta(days=2), (0, 1), (0, 1)),
        (DAY - timedelta(days=1), (0, 1), (1, 0)),
        (DAY, (1, 0), (1, 0)),
        (DAY + timedelta(days=6), (1, 0), (1, 0)),
        (DAY + timedelta(days=7), (1, 0), (0, 0)),
        (DAY + timedelta(days=8), (0, 0), (0, 0)),
        (None, (0, 0), (0, 0)),
    ],
)
def test_lines_end_by_the_stores_own_day(until: date | None, east: tuple[int, int], west: tuple[int, int]) -> None:
    make_store("east", banners=[new_banner("Ends", show_until=until)])
    make_store("west", banners=[new_banner("Ends", show_until=until)], time_zone="America/Denver")
    found = numbers()
    assert (found["east"][:2], found["west"][:2]) == (east, west)


def test_counters_that_are_listed_without_hours_are_unknown() -> None:
    make_store("known", banners=[])
    store = make_store("unknown", banners=[], hours={"store": STORE_WEEK})
    StorePage.objects.filter(pk=store.pk).update(counters=["store", "pharmacy", "drive-through"])
    assert numbers() == {"known": (0, 0, 0), "unknown": (0, 0, 2)}


def test_attention_is_any_of_them() -> None:
    make_store("fine", banners=[])
    make_store("ends", banners=[new_banner("Ends", show_until=DAY)])
    make_store("over", banners=[new_banner("Over", show_until=date(2026, 1, 1))])
    StorePage.objects.filter(pk=make_store("unknown", banners=[]).pk).update(counters=["delivery"])
    found = with_attention(StorePage.objects.all(), AT).filter(ATTENTION)
    assert {store.slug for store in found} == {"ends", "over", "unknown"}


def test_it_is_one_query() -> None:
    for slug in ("a", "b"):
        make_store(slug)
    with CaptureQueriesContext(connection) as queries:
        numbers()
    assert len(queries) == 1
