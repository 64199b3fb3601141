"""Writing a store's own dated hours."""

from datetime import date, time
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import PageLogEntry

from stores.hours.dates import remove_exception, save_exception, usual_rows, usual_slots
from stores.hours.engine.rows import Slot
from stores.hours.engine.schedule import Schedule
from stores.hours.holidays.answering import as_proposed, as_usual
from stores.models import HoursException, StorePage
from tests.factories.dated import CHRISTMAS, make_exception, make_holiday
from tests.factories.network import make_user
from tests.factories.stores import STORE_WEEK, make_store

pytestmark = pytest.mark.django_db

MORNING = [["09:00", "12:00"]]


@pytest.fixture
def store() -> StorePage:
    return make_store("pitman")


def row(store: StorePage, **fields: object) -> HoursException:
    words = {"label": "Inventory", "starts_on": CHRISTMAS, "ends_on": CHRISTMAS, "slots": MORNING}
    return HoursException(store=store, **{**words, **fields})


def told(rows: list[HoursException]) -> list[tuple[str, str, str, list[list[str]]]]:
    return [(each.counter, str(each.starts_on), str(each.ends_on), each.slots) for each in rows]


def test_added_row_is_live_and_logged(store: StorePage) -> None:
    owner = make_user("owner")
    save_exception(by=owner, row=row(store))
    entry = PageLogEntry.objects.get(action="stores.add_dated_hours")
    assert (entry.page_id, entry.user) == (store.pk, owner)
    assert entry.data == {
        "by": "owner",
        "old": None,
        "new": {
            "label": "Inventory",
            "counter": "",
            "starts_on": "2026-12-25",
            "ends_on": "2026-12-25",
            "slots": MORNING,
        },
    }
    assert HoursException.objects.get(store=store).label == "Inventory"


def test_changed_row_is_logged_with_old_and_new(store: StorePage) -> None:
    kept = make_exception(store)
    kept.label, kept.ends_on = "Vacation", None
    save_exception(by=None, row=kept)
    data = PageLogEntry.objects.get(action="stores.change_dated_hours").data
    assert (data["old"]["label"], data["old"]["ends_on"]) == ("Our own", "2026-12-25")
    assert (data["new"]["label"], data["new"]["ends_on"]) == ("Vacation", None)


def test_removed_row_is_logged_with_what_it_said(store: StorePage) -> None:
    remove_exception(by=None, row=make_exception(store))
    data = PageLogEntry.objects.get(action="stores.remove_dated_hours").data
    assert (data["old"]["label"], data["new"]) == ("Our own", None)
    assert not HoursException.objects.exists()


def test_row_that_somebody_else_removed_is_neither_changed_nor_removed_again(store: StorePage) -> None:
    kept = make_exception(store)
    HoursException.objects.all().delete()
    for write in (save_exception, remove_exception):
        with pytest.raises(HoursException.DoesNotExist):
            write(by=None, row=kept)
    assert not HoursException.objects.exists()
    assert not PageLogEntry.objects.filter(action__contains="dated").exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"label": ""},
        {"label": "x" * 81},
        {"counter": "bakery"},
        {"ends_on": date(2026, 12, 24)},
        {"slots": [["09:00", "09:00"]]},
        {"slots": [["09:00", "10:00"]] * 7},
    ],
)
def test_nonsense_is_refused_and_nothing_is_written(store: StorePage, fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        save_exception(by=None, row=row(store, **fields))
    assert not HoursException.objects.exists()


def test_second_row_of_the_same_rank_is_refused_and_names_the_first(store: StorePage) -> None:
    make_exception(store, label="Roof repair")
    with pytest.raises(ValidationError, match=r"“Roof repair” \(Friday, December 25, 2026; All departments\)"):
        save_exception(by=None, row=row(store))
    assert HoursException.objects.count() == 1


def test_two_rows_until_further_notice_are_of_the_same_rank(store: StorePage) -> None:
    make_exception(store, starts_on=date(2026, 12, 1), ends_on=None)
    with pytest.raises(ValidationError, match="until further notice"):
        save_exception(by=None, row=row(store, ends_on=None))


@pytest.mark.parametrize(
    "fields",
    [
        {"counter": "pharmacy"},
        {"starts_on": date(2026, 12, 24)},
        {"ends_on": None},
        {"starts_on": date(2026, 12, 26), "ends_on": date(2026, 12, 26)},
    ],
)
def test_row_of_another_rank_or_day_stands_beside_it(store: StorePage, fields: dict[str, object]) -> None:
    make_exception(store)
    save_exception(by=None, row=row(store, **fields))
    assert HoursException.objects.count() == 2


def test_row_does_not_conflict_with_itself_nor_with_another_store(store: StorePage) -> None:
    make_exception(make_store("switchback"))
    kept = make_exception(store)
    kept.label = "Still closed"
    save_exception(by=None, row=kept)
    assert HoursException.objects.get(store=store).label == "Still closed"


def test_open_as_usual_gives_each_counter_its_own_hours(store: StorePage) -> None:
    rows = as_usual(by=None, store=store, holiday=make_holiday())
    assert told(rows) == [
        ("store", "2026-12-25", "2026-12-25", [["09:00", "19:00"]]),
        ("pharmacy", "2026-12-25", "2026-12-25", [["09:00", "13:30"], ["14:00", "19:00"]]),
    ]
    assert {each.label for each in rows} == {"Christmas Day"}


def test_open_as_usual_is_one_row_where_all_counters_are_alike() -> None:
    store = make_store("pitman", hours={"store": STORE_WEEK, "pharmacy": STORE_WEEK})
    (only,) = as_usual(by=None, store=store, holiday=make_holiday())
    assert (only.counter, only.slots) == ("", [["09:00", "19:00"]])


def test_open_as_usual_over_a_weekend_has_a_row_for_each_run_of_days() -> None:
    store = make_store("pitman", hours={"store": STORE_WEEK})
    holiday = make_holiday(starts_on=date(2026, 12, 24), ends_on=date(2026, 12, 27))
    assert told(as_usual(by=None, store=store, holiday=holiday)) == [
        ("", "2026-12-24", "2026-12-25", [["09:00", "19:00"]]),
        ("", "2026-12-26", "2026-12-26", [["09:00", "16:00"]]),
        ("", "2026-12-27", "2026-12-27", []),
    ]


def test_open_as_usual_on_a_counters_holiday_leaves_the_other_counters_alone(store: StorePage) -> None:
    rows = as_usual(by=None, store=store, holiday=make_holiday(counter="pharmacy"))
    assert [each.counter for each in rows] == ["pharmacy"]


@pytest.mark.parametrize(
    "dates",
    [
        {"ends_on": None},
        {"ends_on": date(2027, 1, 8)},
        {"starts_on": date(2026, 12, 27), "ends_on": date(2026, 12, 27)},
    ],
    ids=["no end", "fifteen days", "closed that day anyway"],
)
def test_holidays_without_usual_hours_to_write_are_refused(store: StorePage, dates: dict[str, Any]) -> None:
    holiday = make_holiday(**dates)
    assert usual_rows(store, holiday) == []
    with pytest.raises(ValidationError, match="Give the times instead"):
        as_usual(by=None, store=store, holiday=holiday)


def test_two_weeks_are_still_written(store: StorePage) -> None:
    assert usual_rows(store, make_holiday(ends_on=date(2027, 1, 7)))


def test_open_as_usual_writes_nothing_where_one_row_is_in_the_way(store: StorePage) -> None:
    make_exception(store, counter="pharmacy")
    with pytest.raises(ValidationError, match="Our own"):
        as_usual(by=None, store=store, holiday=make_holiday())
    assert HoursException.objects.count() == 1


def test_counter_with_unknown_hours_is_left_to_the_network() -> None:
    store = make_store("pitman", hours={"store": STORE_WEEK, "delivery": {}})
    rows = as_usual(by=None, store=store, holiday=make_holiday())
    assert [each.counter for each in rows] == ["store"]


def test_doing_the_same_as_the_network_takes_back_being_open_as_usual(store: StorePage) -> None:
    holiday = make_holiday()
    as_usual(by=None, store=store, holiday=holiday)
    assert as_proposed(by=None, store=store, holiday=holiday)
    assert not HoursException.objects.exists()
    assert PageLogEntry.objects.filter(action="stores.remove_dated_hours").count() == 2


def test_doing_the_same_as_the_network_keeps_rows_that_say_more(store: StorePage) -> None:
    make_exception(store, label="Vacation", starts_on=date(2026, 12, 20), ends_on=date(2027, 1, 3))
    make_exception(store, label="For good", ends_on=None)
    make_exception(make_store("switchback"), label="Another store's")
    as_proposed(by=None, store=store, holiday=make_holiday())
    assert HoursException.objects.count() == 3


def test_doing_the_same_at_one_counter_keeps_rows_of_all_counters(store: StorePage) -> None:
    make_exception(store, label="All")
    make_exception(store, label="Pharmacy's", counter="pharmacy")
    as_proposed(by=None, store=store, holiday=make_holiday(counter="pharmacy"))
    assert HoursException.objects.get().label == "All"


@pytest.mark.parametrize(
    ("opens", "closes", "slots"),
    [
        (time(9), time(17), [["09:00", "17:00"]]),
        (time(20), time(2), [["20:00", "02:00"]]),
        (time(0), time(0), [["00:00", "24:00"]]),
        (time(8), time(8), [["08:00", "16:00"], ["16:00", "08:00"]]),
    ],
)
def test_usual_slots_are_what_a_row_may_say(opens: time, closes: time, slots: list[list[str]]) -> None:
    schedule = Schedule("America/New_York", (Slot(5, opens, closes),), counter="store")
    assert usual_slots(schedule, CHRISTMAS) == slots
    assert usual_slots(schedule, date(2026, 12, 26)) == []
    row(make_store("pitman"), slots=slots).full_clean()
