"""Several stores at once: what is shown first is what is done, at all of them or at none."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import travel
from wagtail.models import PageLogEntry

from cms.users.models import User
from stores.hours.today import change_today
from stores.models import HoursException, PromoBanner, StorePage, TodayChange
from tests.stores.many.conftest import FRIDAY, address, main_of, press, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]

TODAY = date(2026, 12, 18)


@pytest.fixture
def friday() -> Iterator[None]:
    with travel(FRIDAY, tick=False):
        yield


def closings() -> dict[str, time | None]:
    return {change.store.slug: change.closes_at for change in TodayChange.objects.select_related("store")}


def test_close_early_says_what_changes_at_each_store_and_does_it(client: Client, three: list[StorePage]) -> None:
    url = address("close-early", three, closes_at="3pm")
    seen = main_of(client.get(url))
    assert "3 stores" in words(seen)
    assert "Store, Friday, December 18, 2026: 9:00am - 7:00pm → 9:00am - 3:00pm" in words(seen)
    assert not TodayChange.objects.exists()
    response = press(client, url, seen)
    assert response["Location"] == "/admin/"
    assert closings() == dict.fromkeys(("pitman", "switchback", "west"), time(15))
    home = words(main_of(client.get("/admin/")))
    assert "Closes early today, at 3:00pm." in home


def test_store_where_the_time_makes_no_sense_is_named_and_left_out_with_one_tap(
    client: Client, three: list[StorePage]
) -> None:
    """12:30 pm has passed in New York, and is to come in California."""
    url = address("close-early", three, closes_at="12:30pm")
    seen = main_of(client.get(url))
    text = words(seen)
    assert "It can’t be done at 2 stores" in text
    assert "Pitman Pharmacy, Pitman It is 1:00pm there: 12:30pm is over." in text
    assert seen.select_one("form[method=post] button") is None
    assert press(client, url, seen).status_code == 200
    assert closings() == {}
    everything = seen.find("a", string="Leave all 2 out")
    left = main_of(client.get(url.split("?")[0] + str(everything["href"])))
    assert "West Pharmacy, Fresno Friday" in words(left) or "West Pharmacy, Fresno" in words(left)
    assert press(client, url.split("?")[0] + str(left.select_one("form")["action"]), left).status_code == 302
    assert closings() == {"west": time(12, 30)}


def test_store_that_is_shut_by_then_anyway_is_named(client: Client, three: list[StorePage]) -> None:
    text = words(main_of(client.get(address("close-early", three, closes_at="8pm"))))
    assert text.count("Every department closes by 7:00pm anyway.") == 3


@pytest.mark.parametrize(
    ("there", "said"),
    [
        ({"is_closed": True}, "It is closed all day today already."),
        ({"closes_at": time(14)}, "It closes earlier already: at 2:00pm."),
        ({"closes_at": time(15)}, "It says so already."),
        ({"opens_at": time(16)}, "It opens late today, at 4:00pm: it would close before it opens."),
    ],
)
def test_what_was_said_of_today_is_not_turned_over(
    there: dict[str, Any], said: str, client: Client, three: list[StorePage]
) -> None:
    change_today(by=None, store=three[1], on=TODAY, **there)
    seen = main_of(client.get(address("close-early", three, closes_at="3pm")))
    assert said in words(seen)
    assert "It can’t be done at 1 store" in words(seen)


def test_what_replaces_a_change_of_today_is_said_and_late_opening_stays(
    client: Client, three: list[StorePage]
) -> None:
    change_today(by=None, store=three[0], on=TODAY, opens_at=time(10), closes_at=time(17))
    url = address("close-early", three[:2], closes_at="3pm")
    seen = main_of(client.get(url))
    assert "10:00am - 5:00pm → 10:00am - 3:00pm" in words(seen)
    assert "“Opens late, at 10:00am and closes early, at 5:00pm” is said already. This replaces it." in words(seen)
    press(client, url, seen)
    change = TodayChange.objects.get(store=three[0])
    assert (change.opens_at, change.closes_at) == (time(10), time(15))


def test_closed_until_further_notice_from_each_store_s_own_today(client: Client, three: list[StorePage]) -> None:
    with travel("2026-12-19 06:00+00:00", tick=False):
        url = address("closed", three, label="Closed: storm damage")
        seen = main_of(client.get(url))
        assert press(client, url, seen).status_code == 302
    rows = {row.store.slug: row for row in HoursException.objects.select_related("store")}
    assert {slug: row.starts_on for slug, row in rows.items()} == {
        "pitman": date(2026, 12, 19),
        "switchback": date(2026, 12, 19),
        "west": date(2026, 12, 18),
    }
    assert {(row.ends_on, row.label, *row.slots) for row in rows.values()} == {(None, "Closed: storm damage")}


def test_closure_that_is_there_already_is_named(client: Client, three: list[StorePage]) -> None:
    HoursException.objects.create(store=three[0], starts_on=TODAY, label="Renovation", slots=[])
    text = words(main_of(client.get(address("closed", three, label="Storm"))))
    assert "It can’t be done at 1 store" in text
    assert "“Renovation” (From December 18, 2026, until further notice; All departments)" in text


def test_hours_on_dates_name_what_else_is_said_of_these_days(client: Client, three: list[StorePage]) -> None:
    HoursException.objects.create(
        store=three[0], starts_on=TODAY, ends_on=date(2026, 12, 30), label="Season", slots=[["10:00", "12:00"]]
    )
    query = {"label": "Inventory", "starts_on": "2026-12-21", "slots_0": "times", "slots_1": "9am", "slots_2": "1pm"}
    url = address("dates", three, **query)
    seen = main_of(client.get(url))
    assert "Also said of these days: “Season”" in words(seen)
    assert "Store, Monday, December 21, 2026: 9:00am - 7:00pm → 9:00am - 1:00pm" in words(seen)
    assert press(client, url, seen).status_code == 302
    rows = HoursException.objects.filter(label="Inventory")
    assert sorted(row.store.slug for row in rows) == ["pitman", "switchback", "west"]
    assert {(row.ends_on, str(row.slots)) for row in rows} == {(date(2026, 12, 21), "[['09:00', '13:00']]")}


def test_year_that_nobody_means_is_refused_with_what_was_typed(client: Client, three: list[StorePage]) -> None:
    query = {"label": "Inventory", "starts_on": "2126-12-21", "slots_0": "closed"}
    main = main_of(client.get(address("dates", three, **query)))
    assert "2126 is too far ahead. Check the year." in words(main)
    assert main.select_one("[name=label]")["value"] == "Inventory"
    assert [box["value"] for box in main.select("[name=store][checked]")] == [
        str(store.pk) for store in sorted(three, key=lambda store: store.title)
    ]


ALERT = {"text": "Storm: call first.", "style": "alert", "kind": "none", "show_until": "2026-12-20"}


def test_alert_comes_behind_the_lines_of_each_store_and_into_its_draft(
    client: Client, three: list[StorePage], owner: User
) -> None:
    draft = StorePage.objects.get(pk=three[0].pk)
    draft.phone = "+18565892393"
    draft.save_revision()
    url = address("line", three, **ALERT)
    seen = main_of(client.get(url))
    assert "Alert: “Storm: call first.” (on now until December 20)" in words(seen)
    assert press(client, url, seen).status_code == 302
    assert PromoBanner.objects.filter(text="Storm: call first.", posted_at__isnull=False).count() == 3
    page = StorePage.objects.get(pk=three[0].pk)
    assert [row.text for row in page.promo_banners.all()][-1] == "Storm: call first."
    assert str(page.phone) != "+18565892393"
    later = page.get_latest_revision_as_object()
    assert str(later.phone) == "+18565892393"
    assert "Storm: call first." in [row.text for row in later.promo_banners.all()]
    assert "It has this line already." in words(main_of(client.get(url)))


def test_line_that_leads_to_a_file_says_so_before_it_is_sent(client: Client, three: list[StorePage]) -> None:
    line = {**ALERT, "kind": "web", "web": "https://a.example/recall.pdf"}
    assert "leads to a PDF. Say the same on a page" in words(main_of(client.get(address("line", three, **line))))


def test_line_has_no_page_of_one_store(client: Client, three: list[StorePage]) -> None:
    main = main_of(client.get(address("line", three)))
    assert [option["value"] for option in main.select("[name=kind] option")] == ["none", "phone", "web"]
    refused = main_of(client.get(address("line", three, **{**ALERT, "kind": "page", "page": "/"})))
    assert refused.select_one("form[method=post]") is None


def test_what_changed_since_it_was_shown_is_shown_again(client: Client, three: list[StorePage]) -> None:
    url = address("close-early", three, closes_at="3pm")
    seen = main_of(client.get(url))
    change_today(by=None, store=three[2], on=TODAY, closes_at=time(16))
    again = main_of(press(client, url, seen))
    assert "9:00am - 4:00pm → 9:00am - 3:00pm" in words(again)
    assert closings() == {"west": time(16)}
    assert press(client, url, again).status_code == 302
    assert closings() == dict.fromkeys(("pitman", "switchback", "west"), time(15))


def test_error_at_the_last_store_leaves_no_store_changed(client: Client, three: list[StorePage]) -> None:
    """A page that can't be saved any more: nobody sees that before it is saved."""
    last = max(three, key=lambda store: store.pk)
    StorePage.objects.filter(pk=last.pk).update(accent="#ffffff")
    url = address("line", three, **ALERT)
    before = PageLogEntry.objects.count()
    answer = press(client, url, main_of(client.get(url)))
    assert f"{last.title}: " in answer.content.decode()
    assert "Nothing was changed at any store." in answer.content.decode()
    assert not PromoBanner.objects.filter(text="Storm: call first.").exists()
    assert PageLogEntry.objects.count() == before


def test_second_tap_of_the_same_button_changes_nothing_more(client: Client, three: list[StorePage]) -> None:
    url = address("close-early", three, closes_at="3pm")
    seen = main_of(client.get(url))
    first, second = (press(client, url, seen) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert PageLogEntry.objects.filter(action="stores.change_today").count() == 3


def test_locked_and_closed_stores_are_refused_by_their_names(
    client: Client, three: list[StorePage], neighbour: StorePage
) -> None:
    StorePage.objects.filter(pk=three[0].pk).update(locked=True)
    registration = three[1].registration
    registration.closed_at = three[1].first_published_at
    registration.save(update_fields=["closed_at"])
    text = words(main_of(client.get(address("close-early", three, closes_at="3pm"))))
    assert "Pitman Pharmacy, Pitman Somebody of the network has locked its page." in text
    assert "Switchback Pharmacy, Pitman It has closed for good." in text


def test_without_a_store_or_a_time_nothing_is_shown_to_do(client: Client, three: list[StorePage]) -> None:
    nobody = main_of(client.get(address("close-early", [], closes_at="3pm")))
    assert "Choose at least one store." in words(nobody)
    assert nobody.select_one("[name=closes_at]")["value"] == "3pm"
    assert "Give a time" in words(main_of(client.get(address("close-early", three))))
    odd = main_of(client.get(address("close-early", three, closes_at="9-5")))
    assert odd.select_one("[name=closes_at]")["value"] == "9-5"
    assert odd.select_one("form[method=post]") is None


def test_times_are_offered_and_one_tap_leads_to_what_changes(client: Client, three: list[StorePage]) -> None:
    url = reverse("stores_many_change", args=["close-early"])
    main = main_of(client.get(url))
    assert [button["value"] for button in main.select("button[name=at]")] == [f"{hour}:00" for hour in range(14, 19)]
    stores = "&".join(f"store={store.pk}" for store in three)
    seen = main_of(client.get(f"{url}?of=these&{stores}&closes_at=&at=16:00"))
    assert "9:00am - 7:00pm → 9:00am - 4:00pm" in words(seen)
    action = url + str(seen.select_one("form[method=post]")["action"])
    assert press(client, action, seen).status_code == 302
    assert set(closings().values()) == {time(16)}
