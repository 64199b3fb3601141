"""The newsroom's forms of holidays and promo lines in the real admin."""

from typing import Any

import pytest
from django.test import Client

from stores.models import HolidayClosure, NetworkBanner
from tests.cms.admin_forms import errors_of, logged_in, saved
from tests.factories.dated import make_holiday
from tests.factories.network import make_editor
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db

HOLIDAYS = "/admin/snippets/stores/holidayclosure/"
LINES = "/admin/snippets/stores/networkbanner/"
HOLIDAY = {"label": "Xmas", "starts_on": "2026-12-25", "counter": "", "audience": "every", "slots_0": "closed"}
LINE = {"text": "Savings", "style": "info", "sort_order": "0", "store_may": "hide", "has_no_end": "on"}


@pytest.fixture
def editor() -> Client:
    return logged_in(make_editor())


def add(client: Client, base: str, data: dict[str, Any], **changes: Any) -> Any:
    return client.post(f"{base}add/", {**data, **changes})


@pytest.mark.parametrize(
    ("changes", "ends_on", "slots"),
    [
        ({}, "2026-12-25", []),
        ({"ends_on": "2026-12-26", "slots_0": "all-day"}, "2026-12-26", [["00:00", "24:00"]]),
        (
            {"has_no_end": "on", "slots_0": "times", "slots_1": "20:00", "slots_2": "02:00"},
            "None",
            [["20:00", "02:00"]],
        ),
    ],
    ids=["one day", "two days", "no end"],
)
def test_holiday_is_written_with_times(editor: Client, changes: Any, ends_on: str, slots: list[list[str]]) -> None:
    saved(add(editor, HOLIDAYS, HOLIDAY, **changes))
    holiday = HolidayClosure.objects.get()
    assert (str(holiday.ends_on), holiday.slots) == (ends_on, slots)


def test_form_of_a_saved_holiday_shows_its_times(editor: Client) -> None:
    holiday = make_holiday(slots=[["09:00", "14:00"]], ends_on=None)
    form = editor.get(f"{HOLIDAYS}edit/{holiday.pk}/").context["form"]
    assert form["slots"].value()[:3] == ["times", "9:00am", "2:00pm"]
    assert form["has_no_end"].value() is True


@pytest.mark.parametrize(("base", "data"), [(HOLIDAYS, HOLIDAY), (LINES, LINE)])
def test_chosen_audience_that_names_nobody_is_refused(editor: Client, base: str, data: dict[str, Any]) -> None:
    errors = errors_of(add(editor, base, data, audience="chosen"))
    assert errors["audience_groups"] == ["Choose at least one group or store, or choose 'Every store'."]
    assert not HolidayClosure.objects.exists()
    assert not NetworkBanner.objects.exists()


def test_chosen_audience_that_names_a_store_is_taken(editor: Client) -> None:
    store = make_store("pitman")
    saved(add(editor, LINES, LINE, audience="chosen", audience_stores=[store.pk]))
    assert list(NetworkBanner.objects.get().audience_stores.all()) == [store]


def test_second_holiday_of_the_same_rank_is_refused_and_names_the_first(editor: Client) -> None:
    make_holiday()
    (message,) = errors_of(add(editor, HOLIDAYS, HOLIDAY))["__all__"]
    assert message.startswith("“Christmas Day” (Friday, December 25, 2026; All departments) already says something")
    assert HolidayClosure.objects.count() == 1


@pytest.mark.parametrize("changes", [{"counter": "pharmacy"}, {"ends_on": "2026-12-26"}, {"starts_on": "2026-12-26"}])
def test_holiday_of_another_rank_or_day_is_taken(editor: Client, changes: dict[str, str]) -> None:
    make_holiday()
    saved(add(editor, HOLIDAYS, HOLIDAY, **changes))
    assert HolidayClosure.objects.count() == 2


def test_two_holidays_for_different_stores_share_a_day(editor: Client) -> None:
    one, other = make_store("pitman"), make_store("switchback")
    make_holiday(stores=[one])
    chosen = {"audience": "chosen", "audience_stores": [other.pk]}
    saved(add(editor, HOLIDAYS, HOLIDAY, **chosen))
    assert "__all__" in errors_of(add(editor, HOLIDAYS, HOLIDAY, **{**chosen, "audience_stores": [one.pk]}))


def test_holiday_does_not_conflict_with_itself(editor: Client) -> None:
    holiday = make_holiday()
    saved(editor.post(f"{HOLIDAYS}edit/{holiday.pk}/", {**HOLIDAY, "label": "Christmas"}))
    assert HolidayClosure.objects.get().label == "Christmas"


LATEST = {"slots_0": "latest", "closes_by": "2pm"}


def test_holiday_says_when_stores_close_at_the_latest(editor: Client) -> None:
    saved(add(editor, HOLIDAYS, HOLIDAY, **LATEST))
    holiday = HolidayClosure.objects.get()
    assert (str(holiday.closes_by), holiday.slots) == ("14:00:00", [])
    form = editor.get(f"{HOLIDAYS}edit/{holiday.pk}/").context["form"]
    assert form["slots"].value()[0] == "latest"


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"slots_0": "latest"}, "closes_by"),
        ({"closes_by": "2pm"}, "closes_by"),
        ({**LATEST, "closes_by": "430"}, "closes_by"),
        ({"slots_0": "times", "slots_1": "9am", "slots_2": "1pm", "slots_3": "noon", "slots_4": "5pm"}, "slots"),
        ({"slots_0": "times", "slots_1": "5pm", "slots_2": "9am"}, "slots"),
        ({"slots_0": "times", "slots_1": "9-5"}, "slots"),
    ],
)
def test_holiday_that_is_hardly_meant_is_refused(editor: Client, changes: dict[str, str], name: str) -> None:
    assert name in errors_of(add(editor, HOLIDAYS, HOLIDAY, **changes))
    assert not HolidayClosure.objects.exists()


def test_odd_times_of_a_holiday_are_taken_once_they_are_meant(editor: Client) -> None:
    odd = {"slots_0": "times", "slots_1": "5pm", "slots_2": "9am"}
    assert "These times are meant" in add(editor, HOLIDAYS, HOLIDAY, **odd).text
    saved(add(editor, HOLIDAYS, HOLIDAY, **odd, is_meant="on"))
    assert HolidayClosure.objects.get().slots == [["17:00", "09:00"]]
