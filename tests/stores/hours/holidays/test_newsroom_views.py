"""Who has answered a holiday, for the newsroom; and the owner's question on the home."""

import pytest
from django.core import mail
from django.urls import reverse
from time_machine import travel

from stores.hours.holidays.answering import as_proposed
from stores.models import StorePage
from tests.factories.dated import make_holiday
from tests.factories.stores import make_store
from tests.stores.conftest import ClientOf

pytestmark = pytest.mark.django_db

NOON = "2026-12-18 20:00+00:00"


@pytest.fixture(autouse=True)
def _at_noon() -> object:
    with travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.mark.parametrize("role", ["editor", "admin"])
def test_newsroom_sees_who_has_not_answered_and_asks_again(role: str, pitman: StorePage, client_of: ClientOf) -> None:
    client_of("owner")
    client, holiday = client_of(role), make_holiday()
    as_proposed(by=None, store=make_store("switchback"), holiday=holiday)
    page = client.get(reverse("stores_holiday_answers")).content.decode()
    assert "1 of 2 stores answered" in page
    assert "Pitman Pharmacy" in page
    assert "Switchback" not in page
    assert "1 of 2 answered" in client.get(reverse("wagtailadmin_home")).content.decode()
    answer = client.post(reverse("stores_ask_again", args=[holiday.pk]), {"store": pitman.pk}, follow=True)
    assert "Asked 1 store about “Christmas Day” again" in answer.content.decode()
    again = client.post(reverse("stores_ask_again", args=[holiday.pk]), follow=True)
    assert "Nobody was asked" in again.content.decode()
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("role", ["owner", "staff"])
def test_stores_do_not_see_who_else_has_answered(role: str, pitman: StorePage, client_of: ClientOf) -> None:
    client, holiday = client_of(role), make_holiday()
    assert client.get(reverse("stores_holiday_answers")).status_code == 404
    assert client.post(reverse("stores_ask_again", args=[holiday.pk])).status_code == 404
    assert mail.outbox == []


def test_owner_answers_on_the_home_and_is_back_there(pitman: StorePage, client_of: ClientOf) -> None:
    client, holiday = client_of("owner"), make_holiday()
    home = reverse("wagtailadmin_home")
    assert "Holidays to confirm" in client.get(home).content.decode()
    follow = reverse("stores_follow_network", args=[pitman.pk, holiday.pk])
    assert client.post(follow, {"next": f"{home}#holidays-section"})["Location"] == f"{home}#holidays-section"
    page = client.get(home).content.decode()
    assert "Confirmed, as the network proposes: “Christmas Day”." in page
    assert "Holidays to confirm" not in page


def test_staff_read_the_question_and_answer_nothing(pitman: StorePage, client_of: ClientOf) -> None:
    client, holiday = client_of("staff"), make_holiday()
    assert "Holidays to confirm" not in client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Please confirm" in client.get(reverse("stores_dates", args=[pitman.pk])).content.decode()
    assert client.post(reverse("stores_follow_network", args=[pitman.pk, holiday.pk])).status_code == 404


@pytest.mark.parametrize("counter", ["delivery", "moon"])
def test_department_that_the_store_has_not_is_not_found(counter: str, pitman: StorePage, client_of: ClientOf) -> None:
    client, holiday = client_of("owner"), make_holiday()
    for view in ("stores_follow_network", "stores_open_as_usual"):
        address = reverse(view, args=[pitman.pk, holiday.pk])
        assert client.post(address, {"counter": counter}).status_code == 404


def test_pharmacy_open_behind_a_closed_store_is_told(pitman: StorePage, client_of: ClientOf) -> None:
    client, holiday = client_of("owner"), make_holiday()
    address = reverse("stores_open_as_usual", args=[pitman.pk, holiday.pk])
    page = client.post(address, {"counter": "pharmacy"}, follow=True).content.decode()
    assert "Open as usual: “Christmas Day” (Pharmacy)." in page
    assert "but patients read" in page


def test_other_hours_that_are_there_are_changed_not_doubled(pitman: StorePage, client_of: ClientOf) -> None:
    client, holiday = client_of("owner"), make_holiday()
    address = f"{reverse('stores_holiday_hours', args=[pitman.pk, holiday.pk])}?counter=pharmacy"
    form = client.get(address).context["form"]
    data = {
        "label": form["label"].value(),
        "starts_on": "2026-12-25",
        "ends_on": "2026-12-25",
        "counter": form["counter"].value(),
        "slots_0": "times",
        "slots_1": "10am",
        "slots_2": "1pm",
    }
    client.post(address, data)
    client.post(address, {**data, "slots_2": "2pm"})
    assert [(row.counter, row.slots) for row in pitman.hours_exceptions.all()] == [("pharmacy", [["10:00", "14:00"]])]
