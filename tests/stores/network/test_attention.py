"""What of a store asks for attention, in its own calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stores.models import StorePage
from stores.network.attention import REASONS, is_in_need, with_attention
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


def test_store_without_any_hours_is_unknown_even_if_it_lists_no_counter() -> None:
    store = make_store("silent", banners=[], hours={})
    StorePage.objects.filter(pk=store.pk).update(counters=[])
    assert numbers() == {"silent": (0, 0, 1)}


def test_each_reason_is_found_alone_and_among_others() -> None:
    make_store("fine", banners=[])
    make_store("ends", banners=[new_banner("Ends", show_until=DAY)])
    make_store("over", banners=[new_banner("Over", show_until=date(2026, 1, 1))])
    StorePage.objects.filter(pk=make_store("unknown", banners=[]).pk).update(counters=["delivery"])
    stores = with_attention(StorePage.objects.all(), AT)

    def found(*reasons: str) -> set[str]:
        return set(stores.filter(is_in_need(reasons)).values_list("slug", flat=True))

    assert found("ending_banners") == {"ends"}
    assert found("ending_banners", "ended_banners", "unknown_counters") == {"ends", "over", "unknown"}
    assert found("without_logo") == found(*REASONS) == {"fine", "ends", "over", "unknown"}
    assert found() == set()


def test_it_is_one_query() -> None:
    for slug in ("a", "b"):
        make_store(slug)
    with CaptureQueriesContext(connection) as queries:
        numbers()
    assert len(queries) == 1
