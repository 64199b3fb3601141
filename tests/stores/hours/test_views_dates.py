"""The screen for dated hours, from both sides of each right."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from time_machine import travel

from stores.models import HolidayClosure, HoursException, StorePage
from tests.factories.dated import CHRISTMAS, make_exception, make_holiday
from tests.factories.stores import make_store
from tests.stores.conftest import ClientOf

pytestmark = [pytest.mark.django_db]

NOON = "2026-12-18 20:00+00:00"
FORM = {
    "label": "Inventory",
    "starts_on": "2026-12-30",
    "ends_on": "",
    "counter": "",
    "slots_0": "times",
    "slots_1": "20:00",
    "slots_2": "02:00",
}


@pytest.fixture(autouse=True)
def _at_noon() -> object:
    with travel(NOON, tick=False) as traveller:
        yield traveller


def url(name: str, store: StorePage, *args: int) -> str:
    return reverse(f"stores_{name}", args=[store.pk, *args])


def every_url(store: StorePage) -> list[tuple[str, str]]:
    """Method and URL of each of the views, with a row and a holiday of the store."""
    row, holiday = make_exception(store, counter="pharmacy"), make_holiday()
    return [
        ("get", url("dates", store)),
        ("get", url("add_dates", store)),
        ("post", url("add_dates", store)),
        ("get", url("change_dates", store, row.pk)),
        ("post", url("change_dates", store, row.pk)),
        ("post", url("remove_dates", store, row.pk)),
        ("get", url("holiday_hours", store, holiday.pk)),
        ("post", url("holiday_hours", store, holiday.pk)),
        ("post", url("open_as_usual", store, holiday.pk)),
        ("post", url("follow_network", store, holiday.pk)),
    ]


def asked(client: Client, method: str, address: str) -> int:
    return int(getattr(client, method)(address, FORM if method == "post" else {}).status_code)


def said() -> list[tuple[str, str, object, str, list[list[str]]]]:
    rows = HoursException.objects.order_by("starts_on", "pk")
    return [(row.label, str(row.starts_on), row.ends_on and str(row.ends_on), row.counter, row.slots) for row in rows]


def errors(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 200
    return {name: list(found) for name, found in response.context["form"].errors.items()}


@pytest.mark.parametrize("role", ["owner", "admin"])
def test_owner_and_network_admin_open_and_do_all(role: str, pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of(role)
    for method, address in every_url(pitman):
        assert asked(client, method, address) in {200, 302}, (method, address)


@pytest.mark.parametrize("role", ["editor", "neighbour"])
def test_newsroom_and_owner_of_another_store_get_404(role: str, pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of(role)
    urls = every_url(pitman)
    before = said()
    assert {asked(client, method, address) for method, address in urls} == {404}
    assert said() == before


def test_staff_read_and_change_nothing(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("staff")
    (_get, dates), *changes = every_url(pitman)
    before = said()
    page = BeautifulSoup(client.get(dates).content, "html.parser")
    main = page.select_one("main")
    assert "Christmas Day" in main.text
    assert "Our own" in main.text
    assert main.select("form, a[href*='/dates/']:not([aria-current])") == []
    assert {asked(client, method, address) for method, address in changes} == {404}
    assert said() == before


def test_row_of_another_store_is_not_found_below_ones_own(pitman: StorePage, client_of: ClientOf) -> None:
    theirs = make_exception(make_store("millrace"))
    for role in ("owner", "admin"):
        client = client_of(role)
        assert asked(client, "get", url("change_dates", pitman, theirs.pk)) == 404
        assert asked(client, "post", url("change_dates", pitman, theirs.pk)) == 404
        assert asked(client, "post", url("remove_dates", pitman, theirs.pk)) == 404
    assert [label for label, *_rest in said()] == ["Our own"]


def test_holiday_of_another_store_is_not_found_nor_named(pitman: StorePage, client_of: ClientOf) -> None:
    theirs = make_holiday("Their jubilee", stores=[make_store("millrace")])
    for role in ("owner", "admin"):
        client = client_of(role)
        assert asked(client, "get", url("holiday_hours", pitman, theirs.pk)) == 404
        assert asked(client, "post", url("open_as_usual", pitman, theirs.pk)) == 404
        assert asked(client, "post", url("follow_network", pitman, theirs.pk)) == 404
        assert "Their jubilee" not in client.get(url("dates", pitman)).content.decode()
    assert said() == []


def test_added_row_is_one_day_unless_it_says_more(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("owner")
    assert client.post(url("add_dates", pitman), FORM).headers["Location"] == url("dates", pitman)
    client.post(url("add_dates", pitman), {**FORM, "label": "For good", "has_no_end": "on", "counter": "pharmacy"})
    night = [["20:00", "02:00"]]
    assert said() == [
        ("Inventory", "2026-12-30", "2026-12-30", "", night),
        ("For good", "2026-12-30", None, "pharmacy", night),
    ]


def test_row_is_changed_and_removed(pitman: StorePage, client_of: ClientOf) -> None:
    client, row = client_of("owner"), make_exception(pitman)
    client.post(url("change_dates", pitman, row.pk), {**FORM, "slots_0": "all-day", "slots_1": "", "slots_2": ""})
    assert said() == [("Inventory", "2026-12-30", "2026-12-30", "", [["00:00", "24:00"]])]
    client.post(url("remove_dates", pitman, row.pk))
    assert said() == []


def test_form_of_a_row_without_an_end_says_so(pitman: StorePage, client_of: ClientOf) -> None:
    row = make_exception(pitman, ends_on=None)
    form = client_of("owner").get(url("change_dates", pitman, row.pk)).context["form"]
    assert (form["has_no_end"].value(), form["starts_on"].value()) == (True, CHRISTMAS)


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"label": ""}, "label", "This field is required."),
        ({"starts_on": ""}, "starts_on", "This field is required."),
        ({"starts_on": "2026-12-17"}, "starts_on", "This day is over."),
        ({"starts_on": "2026-12-01", "ends_on": "2026-12-17"}, "ends_on", "These days are over."),
        ({"ends_on": "2026-12-29"}, "__all__", "The last day is before the first."),
        (
            {"ends_on": "2026-12-31", "has_no_end": "on"},
            "ends_on",
            "Clear the last day, or take “until further notice” away.",
        ),
        (
            {"counter": "drive-through"},
            "counter",
            "Select a valid choice. drive-through is not one of the available choices.",
        ),
        ({"slots_2": ""}, "slots", "Slot 1 needs both times: when it opens and when it closes."),
    ],
)
def test_bad_value_comes_back_with_its_reason(
    pitman: StorePage, client_of: ClientOf, changes: dict[str, str], field: str, message: str
) -> None:
    assert message in errors(client_of("owner").post(url("add_dates", pitman), {**FORM, **changes}))[field]
    assert said() == []


def test_second_row_of_the_same_rank_comes_back_with_the_name_of_the_first(
    pitman: StorePage, client_of: ClientOf
) -> None:
    make_exception(pitman, label="Roof repair")
    data = {**FORM, "starts_on": "2026-12-25"}
    (message,) = errors(client_of("owner").post(url("add_dates", pitman), data))["__all__"]
    assert message.startswith("“Roof repair” (Friday, December 25, 2026; All departments) already says something")


def test_open_as_usual_and_back_is_one_tap_each(pitman: StorePage, client_of: ClientOf) -> None:
    client, holiday = client_of("owner"), make_holiday()
    client.post(url("open_as_usual", pitman, holiday.pk))
    assert [counter for _label, _first, _last, counter, _slots in said()] == ["store", "pharmacy"]
    page = client.get(url("dates", pitman)).content.decode()
    assert "Do the same as the network" in page
    client.post(url("follow_network", pitman, holiday.pk))
    assert said() == []


def test_tap_that_can_not_be_done_says_why(pitman: StorePage, client_of: ClientOf) -> None:
    holiday = make_holiday(ends_on=None)
    response = client_of("owner").post(url("open_as_usual", pitman, holiday.pk), follow=True)
    assert "Give the times instead" in response.content.decode()


def test_other_times_are_prefilled_and_saved_as_an_own_row(pitman: StorePage, client_of: ClientOf) -> None:
    client, holiday = client_of("owner"), make_holiday()
    form = client.get(url("holiday_hours", pitman, holiday.pk)).context["form"]
    assert (form["label"].value(), form["slots"].value()[:3]) == ("Christmas Day", ["times", "9:00am", "7:00pm"])
    client.post(url("holiday_hours", pitman, holiday.pk), {**FORM, "starts_on": "2026-12-25"})
    assert [row[:3] for row in said()] == [("Inventory", "2026-12-25", "2026-12-25")]
    assert HolidayClosure.objects.count() == 1


def test_past_rows_are_folded_away(pitman: StorePage, client_of: ClientOf) -> None:
    make_exception(pitman, label="Long ago", starts_on="2026-02-01", ends_on="2026-02-01")
    page = BeautifulSoup(client_of("owner").get(url("dates", pitman)).content, "html.parser")
    (folded,) = page.select("details:not([open]):not(:has(> .stores-menu__open))")
    assert "Long ago" in folded.text
    assert page.select_one("main").text.count("Long ago") == 1


def test_row_that_somebody_removed_meanwhile_is_not_found(pitman: StorePage, client_of: ClientOf) -> None:
    client, row = client_of("owner"), make_exception(pitman)
    HoursException.objects.all().delete()
    assert asked(client, "post", url("change_dates", pitman, row.pk)) == 404
    assert said() == []
