"""Proposals of US federal holidays. Dates: 5 U.S.C. 6103."""

from datetime import date

import pytest

from stores.choices import AudienceKind
from stores.hours.federal_holidays import proposals, take_proposals
from stores.models import HolidayClosure
from tests.factories.dated import CHRISTMAS, make_holiday

pytestmark = pytest.mark.django_db


def test_year_has_eleven_holidays_on_their_own_dates() -> None:
    found = proposals(2027, date(2027, 1, 1))
    assert len(found) == 11
    on = {each.label: each.on for each in found}
    # A Sunday; offices observe it on the Monday after.
    assert on["Independence Day"] == date(2027, 7, 4)
    assert on["Thanksgiving Day"] == date(2027, 11, 25)
    assert [each.on for each in found] == sorted(on.values())


def test_day_of_which_the_network_speaks_is_there_and_stays_as_it_is() -> None:
    holiday = make_holiday("Xmas", slots=[["09:00", "12:00"]])
    there = [each for each in proposals(2026, date(2026, 1, 1)) if each.is_there]
    assert [each.on for each in there] == [CHRISTMAS]
    assert take_proposals(by=None, taken=there) == []
    assert list(HolidayClosure.objects.values_list("label", "slots")) == [(holiday.label, [["09:00", "12:00"]])]


def test_holiday_of_one_counter_leaves_the_day_open_to_a_proposal() -> None:
    make_holiday(counter="pharmacy")
    assert not any(each.is_there for each in proposals(2026, date(2026, 1, 1)))


def test_what_is_taken_closes_every_store_that_day() -> None:
    taken = [each for each in proposals(2027, date(2027, 1, 1)) if each.label in {"Labor Day", "Christmas Day"}]
    assert len(take_proposals(by=None, taken=taken)) == 2
    rows = HolidayClosure.objects.values_list("label", "starts_on", "ends_on", "slots", "counter", "audience")
    assert list(rows) == [
        ("Labor Day", date(2027, 9, 6), date(2027, 9, 6), [], "", AudienceKind.EVERY_STORE),
        ("Christmas Day", date(2027, 12, 25), date(2027, 12, 25), [], "", AudienceKind.EVERY_STORE),
    ]
