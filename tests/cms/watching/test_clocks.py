"""Moments of a clock that was wrong."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from cms.running.scheduling import Scheduler
from cms.running.tidying import tidy_daily
from cms.watching.clocks import SKEW, clocks_apart, is_lately
from cms.watching.models import beat, last_beat

NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (None, False),
        (NOON - HOUR, False),
        (NOON - HOUR / 2, True),
        (NOON, True),
        (NOON + SKEW, True),
        (NOON + 2 * SKEW, False),
    ],
)
def test_lately_is_not_the_future(moment: datetime | None, expected: bool) -> None:
    assert is_lately(moment, NOON, HOUR) is expected


@pytest.mark.django_db
def test_what_was_done_by_a_clock_that_was_ahead_is_done_again() -> None:
    beat("tidying", NOON + timedelta(days=400))
    tidy_daily(NOON)
    assert last_beat("tidying") == NOON


@pytest.mark.postgresql
@pytest.mark.django_db
def test_scheduler_does_nothing_while_its_clock_is_wrong(caplog: pytest.LogCaptureFixture) -> None:
    scheduler = Scheduler()
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert clocks_apart() > SKEW
        scheduler.look()
        scheduler.look()
    assert last_beat("scheduler") is None
    scheduler.look()
    assert last_beat("scheduler") is not None
    said = [record.getMessage() for record in caplog.records if record.name == "cms.running.scheduling"]
    assert [line.partition(":")[0] for line in said] == ["Nothing is published", "The clock is right again."]
