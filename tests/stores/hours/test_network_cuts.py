"""Hours of a store's own that a holiday of the network cuts are named to the store and to the newsroom."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import travel

from stores.hours.network_cuts import days_cut, stores_cut
from stores.hours.schedules import load_dated_hours
from stores.models import HolidayClosure, StorePage
from tests.cms.admin_forms import logged_in
from tests.factories.dated import CHRISTMAS, make_exception, make_holiday
from tests.factories.network import make_editor
from tests.factories.stores import make_store
from tests.stores.conftest import ClientOf

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 20, tzinfo=UTC)
LINE = (
    "Pharmacy, Friday, December 25, 2026: you say 10:00am - 2:00pm, but patients read closed, since the network says "
    "“Christmas Day”. To stay open, give the store itself hours for that day, too."
)
TEN_TO_TWO = [["10:00", "14:00"]]


@pytest.fixture
def pitman() -> StorePage:
    return make_store("pitman")


def cut(store: StorePage) -> list[str]:
    return [each.for_the_store for each in days_cut(store, AT, load_dated_hours([store], AT))]


def test_pharmacy_behind_a_door_that_a_holiday_shuts(pitman: StorePage) -> None:
    make_exception(pitman, counter="pharmacy", slots=TEN_TO_TWO)
    assert cut(pitman) == []
    holiday = make_holiday()
    assert cut(pitman) == [LINE]
    assert [(store.slug, [str(day) for day in days]) for store, days in stores_cut(holiday, AT)] == [
        ("pitman", ["Pharmacy, Friday, December 25, 2026: 10:00am - 2:00pm, now closed"])
    ]


def test_hours_that_the_store_gave_itself_go_before_the_holiday(pitman: StorePage) -> None:
    make_exception(pitman, slots=TEN_TO_TWO)
    holiday = make_holiday()
    assert cut(pitman) == []
    assert stores_cut(holiday, AT) == []


@pytest.mark.parametrize("own", [{"own_doors": ["pharmacy"]}, {"excluded": True}, {"counter": "delivery"}])
def test_holiday_that_is_not_about_it_cuts_nothing(own: dict[str, Any]) -> None:
    doors = {"own_doors": own["own_doors"]} if "own_doors" in own else {}
    store = make_store("pitman", **doors)
    make_exception(store, counter="pharmacy", slots=TEN_TO_TWO)
    holiday = make_holiday(excluded=[store] if "excluded" in own else None, counter=own.get("counter", ""))
    assert cut(store) == []
    assert stores_cut(holiday, AT) == []


def test_closure_of_ones_own_and_what_is_over_are_not_cut(pitman: StorePage) -> None:
    make_holiday()
    make_exception(pitman, counter="pharmacy")
    assert cut(pitman) == []
    late = datetime(2026, 12, 27, tzinfo=UTC)
    make_exception(pitman, counter="delivery", slots=TEN_TO_TWO)
    assert list(days_cut(pitman, late, load_dated_hours([pitman], late))) == []


def test_store_reads_it_beside_its_dates(pitman: StorePage, client_of: ClientOf) -> None:
    make_exception(pitman, counter="pharmacy", slots=TEN_TO_TWO)
    make_holiday()
    with travel(AT, tick=False):
        page = client_of("owner").get(reverse("stores_dates", args=[pitman.pk])).content.decode()
    assert LINE in page


def holiday_form(**fields: str) -> dict[str, str]:
    day = CHRISTMAS.isoformat()
    return {"label": "Christmas Day", "starts_on": day, "ends_on": day, "slots_0": "closed", "audience": "every"} | {
        "counter": "",
        **fields,
    }


def test_newsroom_reads_it_after_saving_the_holiday(pitman: StorePage) -> None:
    make_exception(pitman, counter="pharmacy", slots=TEN_TO_TWO)
    said = (
        "1 store gave itself hours that this cuts: Pitman Pharmacy (Pharmacy, Friday, December 25, 2026: "
        "10:00am - 2:00pm, now closed)."
    )
    with travel(AT, tick=False):
        client: Client = logged_in(make_editor())
        made = client.post(reverse("wagtailsnippets_stores_holidayclosure:add"), holiday_form(), follow=True)
        assert said in made.content.decode()
        holiday = HolidayClosure.objects.get()
        edit = reverse("wagtailsnippets_stores_holidayclosure:edit", args=[holiday.pk])
        assert said in client.post(edit, holiday_form(), follow=True).content.decode()
        open_all_day = client.post(edit, holiday_form(slots_0="all-day"), follow=True).content.decode()
    assert "that this cuts" not in open_all_day
