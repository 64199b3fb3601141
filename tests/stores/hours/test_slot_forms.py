"""The regular week on the form of a store's page."""

from typing import Any

import pytest
from django.test import Client

from stores.models import OpeningHours, StorePage
from tests.cms.admin_forms import add_rows, edit_url, form_at
from tests.stores.conftest import ClientOf

pytestmark = pytest.mark.django_db


def posted(client: Client, page: StorePage, **changes: str) -> Any:
    """The form of the store's page, published with these changes to the first row of the store's Monday."""
    form = form_at(client, edit_url(page))
    form["action-publish"] = "action-publish"
    row = monday(form)
    for name, value in changes.items():
        form[f"{row}-{name}"] = value
    return client.post(edit_url(page), dict(form.lists()))


def monday(form: Any) -> str:
    rows = [name.removesuffix("-counter") for name in form if name.endswith("-counter") and form[name] == "store"]
    return str(next(row for row in rows if form[f"{row}-weekday"] == "1"))


def errors(response: Any) -> list[dict[str, list[str]]]:
    assert response.status_code == 200
    rows = response.context["form"].formsets["opening_hours"].errors
    return [dict(row) for row in rows if row]


def saved_monday() -> tuple[str, str]:
    row = OpeningHours.objects.get(counter="store", weekday=1)
    return f"{row.opens_at:%H:%M}", f"{row.closes_at:%H:%M}"


@pytest.mark.parametrize(
    ("typed", "kept"), [("7pm", "19:00"), ("4:30 PM", "16:30"), ("noon", "12:00"), ("24:00", "00:00")]
)
def test_closing_time_is_kept_as_it_is_meant(typed: str, kept: str, pitman: StorePage, client_of: ClientOf) -> None:
    assert posted(client_of("owner"), pitman, closes_at=typed).status_code == 302
    assert saved_monday() == ("09:00", kept)


@pytest.mark.parametrize("typed", ["9-5", "430", "25:00", "abc", "🕔", "7:", ""])
def test_closing_time_that_cannot_be_read_is_refused_and_stays(
    typed: str, pitman: StorePage, client_of: ClientOf
) -> None:
    response = posted(client_of("owner"), pitman, closes_at=typed)
    assert list(errors(response)[0]) == ["closes_at"]
    assert f'value="{typed}"' in response.text or not typed
    assert saved_monday() == ("09:00", "19:00")


def test_minute_before_midnight_is_midnight_and_the_message_says_so(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("owner")
    response = posted(client, pitman, closes_at="11:59pm")
    assert "11:59pm is kept as midnight" in client.get(response["Location"]).text
    assert saved_monday() == ("09:00", "00:00")


def test_slots_of_one_day_that_overlap_are_refused(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("owner")
    form = form_at(client, edit_url(pitman))
    form["action-publish"] = "action-publish"
    add_rows(form, "opening_hours", {"counter": "store", "weekday": 1, "opens_at": "6pm", "closes_at": "8pm"})
    (error,) = errors(client.post(edit_url(pitman), dict(form.lists())))
    assert error["opens_at"] == [
        "Monday: 9:00am to 7:00pm and 6:00pm to 8:00pm overlap. Make one slot of them, or change a time."
    ]


def test_slots_that_touch_are_taken(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("owner")
    form = form_at(client, edit_url(pitman))
    form["action-publish"] = "action-publish"
    add_rows(form, "opening_hours", {"counter": "store", "weekday": 1, "opens_at": "7pm", "closes_at": "8pm"})
    assert client.post(edit_url(pitman), dict(form.lists())).status_code == 302


@pytest.mark.parametrize(
    ("opens_at", "closes_at", "hours"),
    [("5pm", "9am", "16 hours"), ("9am", "8am", "23 hours"), ("5am", "11pm", "18 hours")],
)
def test_times_that_are_hardly_meant_are_asked_about_once(
    opens_at: str, closes_at: str, hours: str, pitman: StorePage, client_of: ClientOf
) -> None:
    client = client_of("owner")
    response = posted(client, pitman, opens_at=opens_at, closes_at=closes_at)
    assert hours in errors(response)[0]["closes_at"][0]
    assert "These times are meant" in response.text
    assert posted(client, pitman, opens_at=opens_at, closes_at=closes_at, is_meant="on").status_code == 302
    # What is saved is not asked about again.
    form = form_at(client, edit_url(pitman))
    form["action-publish"], form["fax"] = "action-publish", ""
    assert client.post(edit_url(pitman), dict(form.lists())).status_code == 302


def test_same_time_twice_is_refused_and_midnight_twice_is_all_day(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("owner")
    assert list(errors(posted(client, pitman, opens_at="9am", closes_at="9am"))[0]) == ["closes_at"]
    assert posted(client, pitman, opens_at="12am", closes_at="24:00").status_code == 302
    assert saved_monday() == ("00:00", "00:00")


def test_days_that_the_door_cuts_are_named_after_saving(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("owner")
    response = posted(client, pitman, closes_at="5pm")
    page = client.get(response["Location"]).text
    assert (
        "Pharmacy, Monday: 9:00am - 1:30pm, 2:00pm - 7:00pm, but patients read 9:00am - 1:30pm, 2:00pm - 5:00pm"
        in page
    )
