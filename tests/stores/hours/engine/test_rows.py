"""Rows: what rules on a date, what is refused, and what a cut leaves."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stores.hours.engine.rows import (
    DAY,
    DatedHours,
    DayCut,
    HoursConflict,
    Origin,
    Slot,
    Span,
    find_conflicts,
    span_of,
)
from stores.hours.engine.schedule import Schedule
from tests.stores.hours.engine.reference import TURNS, USUAL, clock, daily, dated_hours, ranges

CHRISTMAS = date(2026, 12, 25)


def row(
    label: str, days: int | None = 1, *times: str, origin: Origin = "store", counter: str | None = None
) -> DatedHours:
    """A row from Christmas on, for so many days."""
    ends_on = None if days is None else CHRISTMAS + timedelta(days=days - 1)
    return DatedHours(CHRISTMAS, ends_on, label, ranges(*times), counter, origin)


def ruling(*dated: DatedHours, counter: str = "store") -> str | None:
    """The label that is shown for Christmas."""
    (found,) = Schedule("America/New_York", USUAL, dated, counter=counter).dates(CHRISTMAS, 1)
    return found["label"]


@pytest.mark.parametrize(
    ("stronger", "weaker"),
    [
        (row("network", 7, origin="network"), row("store's season", 8, "10:00-16:00")),
        (row("all counters", 1), row("one counter", None, counter="store")),
        (row("a week", 7), row("eight days", 8, counter="store")),
        (row("store's season", 31), row("network's season", 8, origin="network", counter="store")),
        (row("store's closure", None), row("network", 1, "10:00-14:00", origin="network", counter="store")),
        (row("one day"), row("two days", 2)),
        (row("a year", 366), row("until further notice", None)),
        (row("store"), row("network", 1, origin="network")),
    ],
)
def test_stronger_row_rules_whatever_the_order(stronger: DatedHours, weaker: DatedHours) -> None:
    assert ruling(stronger, weaker) == ruling(weaker, stronger) == stronger.label


def test_network_opens_nothing_that_the_store_has_shut_however_long() -> None:
    network = row("Holiday hours", 1, "10:00-14:00", origin="network")
    for days in (1, 2, 8, 31, None):
        for counter in (None, "store"):
            assert ruling(network, row("Renovation", days, counter=counter)) == "Renovation"


def test_row_of_the_store_that_goes_before_its_own_closure_lets_the_network_speak() -> None:
    rows = (
        row("Renovation", 31),
        row("The counter is open", 30, "10:00-12:00", counter="store"),
        row("Holiday hours", 1, "11:00-14:00", origin="network"),
    )
    assert ruling(*rows) == "Holiday hours"


def by(closes: str, label: str = "Christmas Eve", counter: str | None = None) -> DatedHours:
    return replace(row(label, 1, origin="network", counter=counter), closes_by=clock(closes))


def slots_on_christmas(*dated: DatedHours, regular: tuple[Slot, ...] = USUAL) -> list[tuple[str, str]]:
    spans = Schedule("America/New_York", regular, dated, counter="store").slots_of(CHRISTMAS) or []
    return [(slot["opens"], slot["closes"]) for slot in spans]


def test_closing_at_the_latest_cuts_and_opens_nothing() -> None:
    late = daily((5,), "11:00-17:00")
    assert slots_on_christmas(by("14:00"), regular=late) == [("11:00", "14:00")]
    assert slots_on_christmas(by("10:00"), regular=late) == []
    assert slots_on_christmas(by("18:00"), regular=late) == [("11:00", "17:00")]
    assert slots_on_christmas(by("14:00"), regular=daily((1,), "09:00-17:00")) == []


def test_closing_at_the_latest_after_midnight_is_said_of_the_night() -> None:
    night = daily((5,), "20:00-03:00")
    assert slots_on_christmas(by("01:00"), regular=night) == [("20:00", "01:00")]
    assert slots_on_christmas(by("00:00"), regular=night) == [("20:00", "00:00")]
    assert slots_on_christmas(by("01:00")) == [("09:00", "19:00")]


def test_closing_at_the_latest_cuts_a_season_of_the_store_and_not_its_own_word_for_the_day() -> None:
    assert slots_on_christmas(by("14:00"), row("Winter", 31, "10:00-16:00")) == [("10:00", "14:00")]
    assert slots_on_christmas(by("14:00"), row("Ours", 1, "10:00-16:00")) == [("10:00", "16:00")]
    assert slots_on_christmas(by("14:00"), row("Renovation", None)) == []


def test_closing_at_the_latest_leaves_what_is_unknown_before_it() -> None:
    hours = Schedule("America/New_York", (), (by("14:00"),), counter="store")
    assert [hours.status(at_christmas(hour)).state for hour in (13, 14)] == ["unknown", "closed"]


def at_christmas(hour: int) -> datetime:
    return datetime(2026, 12, 25, hour, tzinfo=ZoneInfo("America/New_York"))


def test_row_for_another_counter_does_not_rule() -> None:
    drive_through, everywhere = row("drive-through", counter="drive-through"), row("all", 5)
    assert ruling(drive_through, everywhere) == "all"
    assert ruling(drive_through, everywhere, counter="drive-through") == "drive-through"


def test_stores_closure_rules_over_the_networks_hours_and_the_other_way_round() -> None:
    network = row("Holiday hours", 1, "10:00-14:00", origin="network")
    for own, slots in ((row("We are closed"), []), (row("We are there", 1, "08:00-20:00"), ["08:00"])):
        (found,) = Schedule("America/New_York", USUAL, (network, own), counter="store").dates(CHRISTMAS, 1)
        assert [slot["opens"] for slot in found["slots"]] == slots


def test_longer_row_rules_again_when_the_shorter_one_is_over() -> None:
    renovation, party = row("Renovation", None), row("Reopening party", 1, "18:00-22:00")
    schedule = Schedule("America/New_York", USUAL, (renovation, party), counter="store")
    assert [found["label"] for found in schedule.dates(CHRISTMAS, 3)] == ["Reopening party", "Renovation"]
    assert schedule.dates(CHRISTMAS, 3)[1]["date"] == "2026-12-26"  # Sunday is closed anyway


def test_two_rows_of_one_rank_on_one_day_are_a_conflict_that_names_both() -> None:
    first, second = row("Christmas", 2), replace(row("Inventory", 2), starts_on=CHRISTMAS - timedelta(days=1))
    second = replace(second, ends_on=CHRISTMAS)
    (conflict,) = find_conflicts([first, second])
    assert isinstance(conflict, ValueError)
    assert (conflict.first, conflict.second, conflict.on) == (first, second, CHRISTMAS)
    assert "Christmas" in str(conflict)
    assert "Inventory" in str(conflict)
    assert "2026-12-25" in str(conflict)
    with pytest.raises(HoursConflict):
        raise conflict


@pytest.mark.parametrize(
    "other",
    [
        row("network", 1, origin="network"),
        row("one counter", 1, counter="pharmacy"),
        row("longer", 2),
        row("open-ended", None),
        replace(row("next day"), starts_on=CHRISTMAS + timedelta(days=1), ends_on=CHRISTMAS + timedelta(days=1)),
    ],
)
def test_rows_of_different_rank_or_days_are_no_conflict(other: DatedHours) -> None:
    assert find_conflicts([row("Christmas"), other]) == []


def test_rows_of_two_counters_are_no_conflict() -> None:
    assert find_conflicts([row("a", counter="store"), row("b", counter="pharmacy")]) == []


def test_two_rows_until_further_notice_are_a_conflict() -> None:
    assert [conflict.on for conflict in find_conflicts([row("Fire", None), row("Flood", None)])] == [CHRISTMAS]


def test_conflicting_rows_that_were_written_all_the_same_open_only_when_both_do() -> None:
    schedule = Schedule(
        "America/New_York", USUAL, (row("a", 1, "09:00-14:00"), row("b", 1, "12:00-17:00")), counter="store"
    )
    assert schedule.dates(CHRISTMAS, 1)[0]["slots"] == [{"opens": "12:00", "closes": "14:00"}]


@given(turn=st.sampled_from(TURNS), data=st.data())
def test_conflicts_are_found_exactly_where_two_rows_rule_alike(turn: date, data: st.DataObject) -> None:
    rows = data.draw(st.lists(dated_hours(turn), max_size=5))
    days = [turn + timedelta(days=offset) for offset in range(-8, 30)]
    clash = any(
        one.covers(day) and two.covers(day) and one.rank == two.rank and one.counter == two.counter
        for day in days
        for index, one in enumerate(rows)
        for two in rows[:index]
    )
    assert bool(find_conflicts(rows)) == clash


@pytest.mark.parametrize("weekday", [0, 8, -1])
def test_weekday_that_is_none_is_refused(weekday: int) -> None:
    with pytest.raises(ValueError, match="weekday"):
        Slot(weekday, time(9), time(17))


def test_seconds_are_dropped() -> None:
    assert span_of(time(9, 0, 30), time(17, 0, 59)) == (540, 1020)


@pytest.mark.parametrize(
    ("opens", "closes", "span"),
    [
        ("09:00", "17:00", (540, 1020)),
        ("20:00", "02:00", (1200, 1560)),
        ("00:00", "00:00", (0, 1440)),
        ("09:00", "09:00", (540, 1980)),
        ("09:00", "00:00", (540, 1440)),
        ("00:00", "00:01", (0, 1)),
        ("00:00", "23:59", (0, 1440)),
        ("20:00", "23:59", (1200, 1440)),
        ("23:59", "23:59", (1439, 1440)),
    ],
)
def test_end_that_is_not_after_its_start_is_past_midnight(opens: str, closes: str, span: tuple[int, int]) -> None:
    assert span_of(clock(opens), clock(closes)) == span


def left(spans: tuple[str, ...], *, closes: str | None = None, opens: str | None = None) -> list[tuple[int, int]]:
    cut = DayCut(CHRISTMAS, clock(closes) if closes else None, clock(opens) if opens else None)
    cut_spans = cut.applied_to(tuple(one.span for one in ranges(*spans)))
    return [(span.start // 60, span.end // 60) for span in cut_spans]


def test_closing_early_cuts_slots_and_drops_later_ones() -> None:
    assert left(("09:00-13:00", "14:00-19:00"), closes="15:00") == [(9, 13), (14, 15)]
    assert left(("09:00-13:00", "14:00-19:00"), closes="13:30") == [(9, 13)]


def test_closing_early_never_opens_what_was_shut() -> None:
    assert left(("09:00-13:00",), closes="18:00") == [(9, 13)]
    assert left((), closes="18:00") == []


def test_closing_before_the_first_opening_closes_the_date() -> None:
    assert left(("09:00-19:00",), closes="08:00") == []
    assert left(("09:00-19:00",), closes="09:00") == []


def test_closing_early_takes_the_hours_past_midnight_too() -> None:
    assert left(("20:00-03:00",), closes="22:00") == [(20, 22)]
    assert left(("09:00-17:00", "20:00-03:00"), closes="17:00") == [(9, 17)]


def test_closing_early_after_midnight_is_read_as_such_where_a_slot_still_runs_then() -> None:
    assert left(("20:00-03:00",), closes="01:00") == [(20, 25)]
    assert left(("20:00-03:00",), closes="03:00") == [(20, 27)]
    assert left(("20:00-03:00",), closes="04:00") == []
    assert left(("09:00-09:00",), closes="09:00") == [(9, 33)]


def test_closing_after_midnight_that_is_said_outright() -> None:
    def cut(spans: tuple[str, ...], closes: str) -> list[tuple[int, int]]:
        said = DayCut(CHRISTMAS, clock(closes), closes_next_day=True)
        return [
            (span.start // 60, span.end // 60) for span in said.applied_to(tuple(one.span for one in ranges(*spans)))
        ]

    assert cut(("06:00-10:00", "20:00-07:00"), "06:00") == [(6, 10), (20, 30)]
    assert cut(("09:00-18:00",), "01:00") == [(9, 18)]
    assert cut(("20:00-03:00",), "00:00") == [(20, 24)]


def test_closing_early_at_midnight_is_the_midnight_that_ends_the_date() -> None:
    assert left(("20:00-03:00",), closes="00:00") == [(20, 24)]
    assert left(("00:00-00:00",), closes="00:00") == [(0, 24)]
    assert left(("09:00-19:00",), closes="00:00") == [(9, 19)]


def test_opening_late_cuts_slots_and_drops_earlier_ones() -> None:
    assert left(("09:00-13:00", "14:00-19:00"), opens="12:00") == [(12, 13), (14, 19)]
    assert left(("09:00-13:00", "14:00-19:00"), opens="13:00") == [(14, 19)]
    assert left(("20:00-03:00",), opens="22:00") == [(22, 27)]
    assert left(("09:00-13:00",), opens="08:00") == [(9, 13)]


SPANS = st.lists(st.builds(span_of, st.times(), st.times()), max_size=4).map(tuple)
CUTS = st.builds(
    DayCut, st.just(CHRISTMAS), st.none() | st.times(), st.none() | st.times(), st.sampled_from([True, False, False])
)


@given(spans=SPANS, cut=CUTS)
def test_cut_only_takes_away(spans: tuple[Span, ...], cut: DayCut) -> None:
    kept = cut.applied_to(spans)
    assert all(any(span.start <= one.start < one.end <= span.end for span in spans) for one in kept)
    assert all(0 <= one.start < DAY for one in kept)
