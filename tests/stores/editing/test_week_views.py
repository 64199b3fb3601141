"""The screen of regular hours, from both sides, and what reads them while they are typed."""

from typing import Any

import pytest
from django.urls import reverse
from time_machine import travel

from stores.hours.week.reading import week_from, written
from stores.models import OpeningHours, StorePage
from tests.stores.conftest import ClientOf

pytestmark = pytest.mark.django_db

FRIDAY = "2026-12-18 20:00+00:00"
WEEK = ["9-7", "9-7", "9-7", "9-7", "9-7", "9-1", "closed"]


def url(store: StorePage, counter: str = "store") -> str:
    return f"{reverse('stores_week', args=[store.pk])}?counter={counter}"


def sent(client: Any, store: StorePage, texts: list[str], counter: str = "store", **more: str) -> Any:
    page = client.get(url(store, counter))
    was = page.context["form"]["was"].value()
    days = {f"week-{weekday}": text for weekday, text in enumerate(texts, start=1)}
    return client.post(url(store, counter), {"was": was, **days, **more})


def hours(store: StorePage, counter: str = "store") -> list[str]:
    week = week_from(OpeningHours.objects.filter(store=store, counter=counter))
    return [written(day) for day in week or ()]


@travel(FRIDAY, tick=False)
@pytest.mark.parametrize("role", ["owner", "admin"])
def test_saturday_is_live_at_once_and_the_message_says_what_changed(
    role: str, pitman: StorePage, client_of: ClientOf
) -> None:
    client = client_of(role)
    answer = sent(client, pitman, WEEK)
    assert answer.status_code == 302
    assert hours(pitman) == [*["9am - 7pm"] * 5, "9am - 1pm", "Closed"]
    assert "Changed on your site: Saturday&#x27;s hours." in client.get(answer.url).content.decode()


def test_owner_is_back_on_the_home(pitman: StorePage, client_of: ClientOf) -> None:
    assert sent(client_of("owner"), pitman, WEEK).url == "/admin/"


@pytest.mark.parametrize("role", ["editor", "neighbour"])
def test_nobody_else_reads_or_changes_the_hours(role: str, pitman: StorePage, client_of: ClientOf) -> None:
    client, before = client_of(role), hours(pitman)
    assert client.get(url(pitman)).status_code == 404
    assert client.get(reverse("stores_read_week", args=[pitman.pk])).status_code == 404
    assert client.post(url(pitman), {"week-1": "9-5"}).status_code == 404
    assert hours(pitman) == before


def test_what_staff_send_waits_for_the_owner_who_approves_it(pitman: StorePage, client_of: ClientOf) -> None:
    staff, before = client_of("staff"), hours(pitman)
    answer = sent(staff, pitman, WEEK)
    assert "Sent to the owner: Saturday&#x27;s hours." in staff.get(answer.url).content.decode()
    assert hours(pitman) == before
    # Staff see what they have sent, and add to it.
    shown = staff.get(url(pitman)).context["form"].shown.days
    assert shown[5].text == "9am - 1pm"
    sent(staff, pitman, [*WEEK[:6], "10-2"])
    page = StorePage.objects.get(pk=pitman.pk)
    state = page.current_workflow_state.current_task_state
    owner = client_of("owner")
    review = reverse("stores_review", args=[pitman.pk, state.pk])
    seen = owner.get(review).context["seen"]
    owner.post(review, {"decision": "approve", "seen": seen})
    assert hours(pitman)[5:] == ["9am - 1pm", "10am - 2pm"]


def test_draft_of_somebody_stays_a_draft_and_takes_the_hours(pitman: StorePage, client_of: ClientOf) -> None:
    draft = StorePage.objects.get(pk=pitman.pk)
    draft.title = "Only a draft"
    draft.save_revision()
    sent(client_of("owner"), pitman, WEEK)
    page = StorePage.objects.get(pk=pitman.pk)
    newest = page.get_latest_revision_as_object()
    assert (page.title, newest.title) == (pitman.title, "Only a draft")
    week = week_from(row for row in newest.opening_hours.all() if row.counter == "store") or ()
    assert written(week[5]) == "9am - 1pm"


@pytest.mark.parametrize("typed", ["noon", "abc", "5pm-9am", "", "😀", "7" * 10_000])
def test_day_that_cannot_be_read_is_refused_and_stays(typed: str, pitman: StorePage, client_of: ClientOf) -> None:
    before = hours(pitman)
    answer = sent(client_of("owner"), pitman, [*WEEK[:5], typed, "closed"])
    assert answer.status_code == 200
    assert answer.context["form"].shown.days[5].text == typed
    assert 'aria-invalid="true"' in answer.content.decode()
    assert hours(pitman) == before


def test_long_day_is_asked_about_once(pitman: StorePage, client_of: ClientOf) -> None:
    client, odd = client_of("owner"), ["6am-11pm", *WEEK[1:]]
    assert "17 hours" in sent(client, pitman, odd).content.decode()
    assert sent(client, pitman, odd, **{"week-is_meant": "on"}).status_code == 302
    assert hours(pitman)[0] == "6am - 11pm"


def test_closed_on_every_day_is_refused(pitman: StorePage, client_of: ClientOf) -> None:
    assert "until further notice" in sent(client_of("owner"), pitman, ["closed"] * 7).content.decode()


def test_hours_that_somebody_else_changed_meanwhile_are_not_written_over(
    pitman: StorePage, client_of: ClientOf
) -> None:
    client = client_of("owner")
    data = {f"week-{weekday}": text for weekday, text in enumerate(WEEK, start=1)}
    answer = client.post(url(pitman), {"was": "540-1020", **data})
    assert "Somebody else changed these hours" in answer.content.decode()
    again = answer.context["form"]["was"].value()
    assert client.post(url(pitman), {"was": again, **data}).status_code == 302


def test_second_tap_changes_nothing_and_says_so(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("owner")
    was = client.get(url(pitman)).context["form"]["was"].value()
    data = {"was": was, **{f"week-{weekday}": text for weekday, text in enumerate(WEEK, start=1)}}
    client.post(url(pitman), data)
    revisions = StorePage.objects.get(pk=pitman.pk).revisions.count()
    assert client.post(url(pitman), data).status_code == 302
    assert StorePage.objects.get(pk=pitman.pk).revisions.count() == revisions


def test_other_counter_is_listed_with_its_hours(pitman: StorePage, client_of: ClientOf) -> None:
    sent(client_of("owner"), pitman, WEEK, "delivery")
    assert "delivery" in StorePage.objects.get(pk=pitman.pk).counters
    assert hours(pitman, "delivery")[5] == "9am - 1pm"


def test_counter_that_does_not_exist_is_not_found(pitman: StorePage, client_of: ClientOf) -> None:
    assert client_of("owner").get(url(pitman, "moon")).status_code == 404


@travel(FRIDAY, tick=False)
@pytest.mark.parametrize("role", ["owner", "staff"])
def test_text_is_read_while_it_is_typed(role: str, pitman: StorePage, client_of: ClientOf) -> None:
    days = {f"week-{weekday}": text for weekday, text in enumerate(WEEK, start=1)}
    answer = client_of(role).get(reverse("stores_read_week", args=[pitman.pk]), {"counter": "store", **days}).json()
    assert answer["days"][5] == {"text": "9:00am to 1:00pm", "is_error": False, "suggestion": ""}
    assert answer["line"] == "Mon-Fri 9:00am - 7:00pm | Sat 9:00am - 1:00pm | Sun Closed"
    assert answer["changes"][0] == "Store, Saturday, December 19: 9:00am to 1:00pm (was 9:00am to 4:00pm)"
