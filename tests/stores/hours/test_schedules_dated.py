"""What stores and the network say of single dates, for many stores at once."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from stores.choices import TIME_ZONES, Counter
from stores.hours.models import validate_slots
from stores.hours.schedules import load_dated_hours, schedules_of
from stores.models import HolidayClosure, HoursException, StorePage, TodayChange
from tests.factories.stores import WEEKDAYS, StoreGroupFactory, make_store

EASTERN = ZoneInfo("America/New_York")
AT = datetime(2026, 12, 18, 15, 0, tzinfo=EASTERN)
CHRISTMAS = date(2026, 12, 25)

LATE = {day: [("09:00", "22:00")] for day in WEEKDAYS}

pytestmark = pytest.mark.django_db


def state(store: StorePage, at: datetime, counter: Counter = Counter.STORE) -> str:
    whole = StorePage.objects.with_profile().get(pk=store.pk)
    return schedules_of(whole, load_dated_hours([whole], at))[counter].status(at).state


def holiday(label: str = "Christmas Day", *, slots: list[list[str]] | None = None, **fields: object) -> HolidayClosure:
    dates = {"starts_on": CHRISTMAS, "ends_on": CHRISTMAS}
    return HolidayClosure.objects.create(label=label, slots=slots or [], **{**dates, **fields})


def exception(store: StorePage, *, slots: list[list[str]] | None = None, **fields: object) -> HoursException:
    dates = {"starts_on": CHRISTMAS, "ends_on": CHRISTMAS, "label": "Our own"}
    return HoursException.objects.create(store=store, slots=slots or [], **{**dates, **fields})


def noon(day: date = CHRISTMAS) -> datetime:
    return datetime.combine(day, time(12), tzinfo=EASTERN)


def test_regular_hours_rule_where_nobody_says_otherwise() -> None:
    assert state(make_store("pitman"), noon()) == "open"


def test_exception_of_the_store_closes_it() -> None:
    store = make_store("pitman")
    exception(store)
    assert state(store, noon()) == "closed"


def test_exception_of_another_store_does_not_concern_it() -> None:
    store, other = make_store("pitman"), make_store("switchback")
    exception(other)
    assert state(store, noon()) == "open"


def test_holiday_of_the_network_closes_every_store() -> None:
    store = make_store("pitman")
    holiday()
    assert state(store, noon()) == "closed"


def test_store_goes_before_the_network() -> None:
    store = make_store("pitman")
    holiday()
    exception(store, slots=[["10:00", "13:00"]])
    assert state(store, noon()) == "open"


def test_holiday_reaches_its_audience_only() -> None:
    group = StoreGroupFactory.create(slug="south-jersey")
    member, named, left_out, other = (
        make_store("pitman", groups=[group]),
        make_store("named"),
        make_store("left-out", groups=[group]),
        make_store("other"),
    )
    closure = holiday(audience="chosen")
    closure.audience_groups.set([group])
    closure.audience_stores.set([named])
    closure.excluded_stores.set([left_out])
    closure.save()
    assert [state(store, noon()) for store in (member, named, left_out, other)] == ["closed", "closed", "open", "open"]


def test_store_that_joins_the_group_is_closed_too() -> None:
    group = StoreGroupFactory.create(slug="south-jersey")
    store = make_store("pitman")
    closure = holiday(audience="chosen")
    closure.audience_groups.set([group])
    closure.save()
    assert state(store, noon()) == "open"
    store.registration.groups.add(group)
    assert state(store, noon()) == "closed"


def test_change_of_today_cuts_every_counter_and_ends_with_the_day() -> None:
    store = make_store("pitman")
    TodayChange.objects.create(store=store, on=date(2026, 12, 18), closes_at=time(11))
    friday, monday = noon(date(2026, 12, 18)), noon(date(2026, 12, 21))
    assert [state(store, friday), state(store, friday, Counter.PHARMACY), state(store, monday)] == [
        "closed",
        "closed",
        "open",
    ]


def test_yesterdays_rows_are_still_read_for_nights_and_other_zones() -> None:
    store = make_store("pitman")
    exception(store)
    assert state(store, datetime(2026, 12, 26, 0, 30, tzinfo=EASTERN)) == "closed"


def test_any_number_of_stores_exceptions_and_holidays_costs_four_queries() -> None:
    group = StoreGroupFactory.create(slug="south-jersey")
    for slug in ("a", "b", "c"):
        store = make_store(slug, groups=[group])
        exception(store)
        TodayChange.objects.create(store=store, on=CHRISTMAS, is_closed=True)
    for number in range(5):
        closure = holiday(f"Holiday {number}", audience="chosen", starts_on=date(2027, 1, 1 + number), ends_on=None)
        closure.audience_groups.set([group])
        closure.save()
    stores = list(StorePage.objects.with_profile())
    with CaptureQueriesContext(
        connection,
    ) as queries:
        load_dated_hours(stores, AT)
    assert len(queries) == 4


@pytest.mark.parametrize("slots", [[], [["09:00", "14:00"]], [["00:00", "24:00"]], [["20:00", "02:00"]]])
def test_slots_that_say_something_are_accepted(slots: list[list[str]]) -> None:
    validate_slots(slots)


@pytest.mark.parametrize(
    "slots",
    [
        None,
        "closed",
        [["9", "14:00"]],
        [["09:00"]],
        [["00:00", "00:00"]],
        [["09:00", "25:00"]],
        [[1, 2]],
        [["09:00", "10:00"]] * 7,
    ],
)
def test_slots_that_say_nothing_are_refused(slots: object) -> None:
    with pytest.raises(ValidationError):
        validate_slots(slots)


def test_database_refuses_an_end_before_the_beginning() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        holiday(ends_on=date(2026, 12, 24))


def test_database_refuses_an_unknown_counter() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        holiday(counter="bakery")


def test_database_refuses_a_change_of_today_that_says_nothing() -> None:
    store = make_store("pitman")
    with pytest.raises(IntegrityError), transaction.atomic():
        TodayChange.objects.create(store=store, on=CHRISTMAS)


def test_database_refuses_two_changes_of_one_day() -> None:
    store = make_store("pitman")
    TodayChange.objects.create(store=store, on=CHRISTMAS, is_closed=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        TodayChange.objects.create(store=store, on=CHRISTMAS, closes_at=time(12))


def test_early_closing_holds_all_evening_though_it_is_tomorrow_in_utc() -> None:
    """At half past eight in the evening UTC's date is the next one nearly everywhere in the United States."""
    store = make_store("pitman", hours={"store": LATE})
    wrong = []
    for zone, _label in TIME_ZONES:
        StorePage.objects.filter(pk=store.pk).update(time_zone=zone)
        evening = datetime(2026, 12, 18, 20, 30, tzinfo=ZoneInfo(zone)).astimezone(UTC)
        usual = state(store, evening)
        change = TodayChange.objects.create(store=store, on=date(2026, 12, 18), closes_at=time(18))
        if (usual, state(store, evening)) != ("open", "closed"):
            wrong.append(zone)
        change.delete()
    assert wrong == []
