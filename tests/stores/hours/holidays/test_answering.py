"""A store's answer to a holiday: kept, changed, taken back, and gone when the network proposes something else."""

from datetime import UTC, date, datetime

import pytest
from wagtail.models import PageLogEntry

from stores.hours.dates_ahead import number_to_answer, to_answer
from stores.hours.holidays.answering import as_proposed, as_usual, take_back
from stores.models import HolidayConfirmation, HoursException, StorePage
from tests.factories.dated import make_exception, make_holiday
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)


@pytest.fixture
def store() -> StorePage:
    return make_store("pitman")


def asked(store: StorePage) -> list[str]:
    found = [each.holiday.label for each in to_answer(store, AT)]
    assert number_to_answer(store, AT) == len(found)
    return found


def rows() -> list[tuple[str, list[list[str]]]]:
    return [(row.counter, row.slots) for row in HoursException.objects.order_by("pk")]


def test_yes_is_an_answer_and_changes_no_hours(store: StorePage) -> None:
    holiday = make_holiday()
    assert asked(store) == ["Christmas Day"]
    assert as_proposed(by=None, store=store, holiday=holiday)
    assert (asked(store), rows()) == ([], [])


def test_second_tap_writes_and_logs_nothing(store: StorePage) -> None:
    holiday = make_holiday()
    as_proposed(by=None, store=store, holiday=holiday)
    assert not as_proposed(by=None, store=store, holiday=holiday)
    assert as_usual(by=None, store=store, holiday=holiday)
    assert as_usual(by=None, store=store, holiday=holiday) == []
    assert PageLogEntry.objects.filter(action="stores.confirm_holiday").count() == 1
    assert PageLogEntry.objects.filter(action="stores.add_dated_hours").count() == 2


def test_other_proposal_of_the_network_is_asked_about_anew(store: StorePage) -> None:
    holiday = make_holiday()
    as_proposed(by=None, store=store, holiday=holiday)
    holiday.label = "Christmas"
    holiday.save()
    assert asked(store) == []
    holiday.slots = [["09:00", "12:00"]]
    holiday.save()
    assert asked(store) == ["Christmas"]
    as_proposed(by=None, store=store, holiday=holiday)
    assert (asked(store), HolidayConfirmation.objects.count()) == ([], 1)


def test_departments_answer_one_by_one(store: StorePage) -> None:
    holiday = make_holiday()
    as_usual(by=None, store=store, holiday=holiday, counter="store")
    (found,) = to_answer(store, AT)
    assert [(each.counter, each.is_answered) for each in found.counters] == [("store", True), ("pharmacy", False)]
    as_proposed(by=None, store=store, holiday=holiday, counter="pharmacy")
    assert (asked(store), rows()) == ([], [("store", [["09:00", "19:00"]])])


def test_one_department_changes_its_mind_and_the_others_keep_theirs(store: StorePage) -> None:
    holiday = make_holiday()
    make_exception(store, label="Christmas Day", slots=[["10:00", "12:00"]])
    as_usual(by=None, store=store, holiday=holiday, counter="pharmacy")
    assert rows() == [("store", [["10:00", "12:00"]]), ("pharmacy", [["09:00", "13:30"], ["14:00", "19:00"]])]
    as_proposed(by=None, store=store, holiday=holiday, counter="pharmacy")
    assert rows() == [("store", [["10:00", "12:00"]])]
    assert asked(store) == []


def test_answer_that_is_taken_back_is_asked_for_again(store: StorePage) -> None:
    holiday = make_holiday()
    as_proposed(by=None, store=store, holiday=holiday)
    take_back(by=None, store=store, holiday=holiday)
    assert asked(store) == ["Christmas Day"]
    with pytest.raises(HolidayConfirmation.DoesNotExist):
        take_back(by=None, store=store, holiday=holiday)


def test_far_holidays_and_seasons_are_not_asked_about_nor_what_a_store_has_not(store: StorePage) -> None:
    far = make_holiday("Far", starts_on=date(2027, 1, 2), ends_on=date(2027, 1, 2))
    make_holiday("Season", starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 31))
    make_holiday("Delivery's", counter="delivery")
    make_holiday("Theirs", excluded=[store], starts_on=date(2026, 12, 24), ends_on=date(2026, 12, 24))
    assert asked(store) == []
    # Whoever knows it already may say so.
    as_proposed(by=None, store=store, holiday=far)
