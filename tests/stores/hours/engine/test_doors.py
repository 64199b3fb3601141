"""Counters behind the store's door."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from stores.hours.engine.rows import DatedHours, DayCut, Slot
from stores.hours.engine.schedule import Schedule
from tests.stores.hours.engine.reference import EVERY_DAY, USUAL, clock, daily, ranges

ZONE = "America/New_York"
EASTERN = ZoneInfo(ZONE)
EVE = date(2026, 12, 24)
EARLY_EVE = DatedHours(EVE, EVE, "Christmas Eve", ranges("09:00-14:00"), "store")
LONG_WEEK = daily(range(1, 7), "08:00-13:00", "13:30-21:00")


def pharmacy(
    *regular: Slot,
    store: tuple[Slot, ...] = USUAL,
    dated: tuple[DatedHours, ...] = (),
    cuts: tuple[DayCut, ...] = (),
    own_door: bool = False,
) -> Schedule:
    door = None if own_door else Schedule(ZONE, store, dated, cuts, counter="store")
    return Schedule(ZONE, regular, dated, cuts, counter="pharmacy", door=door)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=EASTERN)


def seen(hours: Schedule, moment: str) -> tuple[str, str]:
    status = hours.status(at(moment))
    return status.state, status.why.reason


def test_week_behind_the_door_is_what_both_are_open() -> None:
    hours = pharmacy(*LONG_WEEK)
    assert hours.summary() == (
        "Mon-Fri 9:00am - 1:00pm, 1:30pm - 7:00pm | Sat 9:00am - 1:00pm, 1:30pm - 4:00pm | Sun Closed"
    )
    assert hours.osm(EVE) == "Mo-Fr 09:00-13:00,13:30-19:00, Sa 09:00-13:00,13:30-16:00"
    assert [entry["closes"] for entry in hours.schema_org(EVE)][:3] == ["13:00", "19:00", "16:00"]


def test_counter_with_a_door_of_its_own_keeps_its_hours() -> None:
    hours = pharmacy(*LONG_WEEK, own_door=True, dated=(EARLY_EVE,))
    assert seen(hours, "2026-12-24T15:00") == ("open", "regular")
    assert hours.hours(at("2026-12-24T15:00"))["door"] == "own"


def test_store_that_closes_early_by_its_own_row_closes_the_pharmacy() -> None:
    hours = pharmacy(*daily(range(1, 6), "09:00-19:00"), dated=(EARLY_EVE,))
    assert seen(hours, "2026-12-24T13:59") == ("open", "regular")
    assert seen(hours, "2026-12-24T15:00") == ("closed", "store_closed")
    assert hours.dates(EVE, 1) == [
        {
            "date": "2026-12-24",
            "slots": [{"opens": "09:00", "closes": "14:00"}],
            "label": "Christmas Eve",
            "is_exception": True,
        }
    ]
    assert hours.osm(EVE).endswith("; 2026 Dec 24 09:00-14:00")


def test_unknown_hours_of_the_store_cut_nothing() -> None:
    hours = pharmacy(*LONG_WEEK, store=())
    assert seen(hours, "2026-12-24T20:00") == ("open", "regular")


def test_date_that_is_known_of_a_store_with_unknown_hours_cuts_that_date() -> None:
    hours = pharmacy(*LONG_WEEK, store=(), dated=(EARLY_EVE,))
    assert [seen(hours, moment)[0] for moment in ("2026-12-23T20:00", "2026-12-24T20:00")] == ["open", "closed"]


def test_counter_with_unknown_hours_stays_unknown() -> None:
    hours = pharmacy(dated=(EARLY_EVE,))
    assert seen(hours, "2026-12-24T20:00") == ("unknown", "unknown")
    assert not hours.is_known


def test_change_of_today_at_the_door_closes_what_is_behind_it() -> None:
    night = daily(EVERY_DAY, "20:00-02:00")
    cuts = (DayCut(EVE, closes_at=clock("01:00"), closes_next_day=True),)
    hours = pharmacy(*night, store=night, cuts=cuts)
    assert seen(hours, "2026-12-25T00:59")[0] == "open"
    assert seen(hours, "2026-12-25T01:00")[0] == "closed"


def test_night_that_the_store_leaves_in_two_is_two() -> None:
    """The store shuts at eleven and opens again at one in the morning: the pharmacy's night has a hole."""
    store = daily(EVERY_DAY, "01:00-23:00")
    hours = pharmacy(*daily(EVERY_DAY, "20:00-03:00"), store=store)
    found = [
        seen(hours, f"2026-12-24T{moment}")[0] for moment in ("00:30", "01:00", "02:59", "03:00", "22:00", "23:00")
    ]
    assert found == ["closed", "open", "open", "closed", "open", "closed"]
    assert hours.summary() == "Mon-Sun 1:00am - 3:00am, 8:00pm - 11:00pm"


def test_pharmacy_that_is_never_open_while_the_store_is_has_closed_days() -> None:
    hours = pharmacy(*daily((7,), "10:00-12:00"))
    assert (hours.summary(), hours.osm(EVE)) == ("Mon-Sun Closed", "off")


@pytest.mark.parametrize("moment", ["2027-03-14T01:30", "2027-03-14T03:30", "2027-11-07T01:30"])
def test_clock_change_behind_a_door_that_never_shuts(moment: str) -> None:
    always = daily(EVERY_DAY, "00:00-00:00")
    own = daily(EVERY_DAY, "22:00-06:00")
    assert seen(pharmacy(*own, store=always), moment) == seen(pharmacy(*own, own_door=True), moment)


def test_days_that_the_door_cuts_are_told() -> None:
    cut = [own != left for own, left in pharmacy(*daily(range(1, 7), "09:00-17:00")).weeks_behind_the_door()]
    assert cut == [False, False, False, False, False, True, False]
