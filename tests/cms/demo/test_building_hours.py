"""The demo's stores say the same of their hours on every surface and in the directory, at every moment."""

import sys
from datetime import timedelta

import pytest

from stores.hours.schedules import leading_counter, load_dated_hours, open_store_ids, schedules_of
from stores.models import StorePage
from tests.factories.network import FOUNDED_AT
from tests.frontend_templates.hours_walk import Tally, walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("network")]


def walk_the_demo(days: int, step: timedelta) -> Tally:
    """The stores of the demo from its first day on, and who is open by the filter of the directory."""
    tally = Tally()
    stores = list(StorePage.objects.online().with_profile().order_by("slug"))
    count = days * timedelta(days=1) // step
    moments = [FOUNDED_AT + step * number + timedelta(seconds=number % 60) for number in range(count)]
    for store in stores:
        assert store.site
        walk(store, load_dated_hours([store], moments[0]), [at.astimezone(store.zone) for at in moments], tally)
    for at in moments[:: max(1, count // 40)]:
        book = load_dated_hours(stores, at)
        found = set(open_store_ids(StorePage.objects.online(), at))
        for store in stores:
            schedules = schedules_of(store, book)
            leading = leading_counter(schedules)
            is_open = leading is not None and schedules[leading].status(at).state == "open"
            if is_open != (store.pk in found):
                tally.differences.append(f"{store.slug} {at}: open_at says otherwise")
    return tally


def test_demo_stores_say_the_same_everywhere() -> None:
    tally = walk_the_demo(days=40, step=timedelta(hours=143, minutes=13))
    assert tally.differences == []
    assert tally.stores >= 6


@pytest.mark.trial
def test_demo_stores_say_the_same_at_each_hour_of_six_weeks(capsys: pytest.CaptureFixture[str]) -> None:
    tally = walk_the_demo(days=42, step=timedelta(minutes=61))
    with capsys.disabled():
        sys.stdout.write(f"\nthe demo's stores: {tally}\n")
    assert tally.differences == []
