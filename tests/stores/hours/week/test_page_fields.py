"""The regular week on the form of a store's page."""

from typing import Any

import pytest
from django.test import Client

from stores.models import OpeningHours, StorePage
from tests.cms.admin_forms import edit_url, errors_of, form_at, send
from tests.stores.conftest import ClientOf

pytestmark = pytest.mark.django_db


def posted(client: Client, page: StorePage, monday: str, **changes: str) -> Any:
    """The form of the store's page, published with this Monday of the store."""
    form = form_at(client, edit_url(page))
    form["week_store-1"] = monday
    return send(client, edit_url(page), form, **changes)


def saved_on(weekday: int) -> list[str]:
    rows = OpeningHours.objects.filter(counter="store", weekday=weekday).order_by("opens_at")
    return [f"{row.opens_at:%H:%M}-{row.closes_at:%H:%M}" for row in rows]


def saved_monday() -> list[str]:
    return saved_on(1)


MEANT = [
    ("9-7pm", ["09:00-19:00"]),
    ("9-5", ["09:00-17:00"]),
    ("9am - 4:30 PM", ["09:00-16:30"]),
    ("9-noon", ["09:00-12:00"]),
    ("9am-24:00", ["09:00-00:00"]),
    ("9am-1pm, 1pm-5pm", ["09:00-17:00"]),
    ("9a-1p, 2-7", ["09:00-13:00", "14:00-19:00"]),
    ("closed", []),
    ("24 hours", ["00:00-00:00"]),
]
UNREADABLE = ["7pm", "9am-25:00", "abc", "🕔", "9am-7:", "", "9am-9am", "9-5, 4-6", "5pm-9am"]


@pytest.mark.parametrize("days", [MEANT[:5], MEANT[5:]], ids=["one span", "none or many"])
def test_each_day_is_kept_as_it_is_meant(
    days: list[tuple[str, list[str]]], pitman: StorePage, client_of: ClientOf
) -> None:
    week = {f"week_store-{number}": typed for number, (typed, _kept) in enumerate(days[1:], start=2)}
    assert posted(client_of("owner"), pitman, days[0][0], **week).status_code == 302
    assert [saved_on(number) for number, _day in enumerate(days, start=1)] == [kept for _typed, kept in days]


@pytest.mark.parametrize("days", [UNREADABLE[:5], UNREADABLE[5:]], ids=["no span", "no span that makes sense"])
def test_each_day_that_cannot_be_read_is_refused_and_stays(
    days: list[str], pitman: StorePage, client_of: ClientOf
) -> None:
    week = {f"week_store-{number}": typed for number, typed in enumerate(days[1:], start=2)}
    response = posted(client_of("owner"), pitman, days[0], **week)
    assert errors_of(response) == {"week_store": [f"{len(days)} days can't be read. They are marked below."]}
    for number, typed in enumerate(days, start=1):
        assert f'name="week_store-{number}" id="id_week_store_{number}" value="{typed}"' in response.text
    assert saved_monday() == ["09:00-19:00"]


def test_minute_before_midnight_is_midnight_and_the_message_says_so(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("owner")
    response = posted(client, pitman, "9am-11:59pm")
    assert "11:59pm is kept as midnight" in client.get(response["Location"]).text
    assert saved_monday() == ["09:00-00:00"]


def test_times_that_are_hardly_meant_are_asked_about_once(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("owner")
    response = posted(client, pitman, "5am-11pm")
    assert "18 hours" in response.text
    assert "These times are meant" in response.text
    assert posted(client, pitman, "5am-11pm", **{"week_store-is_meant": "on"}).status_code == 302
    # What is saved is not asked about again.
    assert send(client, edit_url(pitman), form_at(client, edit_url(pitman)), fax="").status_code == 302


def test_rows_that_say_the_same_keep_their_ids(pitman: StorePage, client_of: ClientOf) -> None:
    before = set(OpeningHours.objects.filter(store=pitman).exclude(counter="store", weekday=1).values_list("pk"))
    posted(client_of("owner"), pitman, "9-5")
    assert set(OpeningHours.objects.exclude(counter="store", weekday=1).values_list("pk")) == before


def test_days_that_the_door_cuts_are_named_after_saving(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("owner")
    page = client.get(posted(client, pitman, "9am-5pm")["Location"]).text
    assert "Pharmacy, Monday: 9:00am - 1:30pm, 2:00pm - 7:00pm, but patients read 9:00am - 1:30pm, 2:00pm" in page
    assert "Monday&#x27;s hours" in page
