"""Who changes several stores, and which: from both sides, and by every id that an address may name."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from time_machine import travel

from stores.many import choosing
from stores.many.hours_changes import CloseEarly
from stores.models import StorePage, TodayChange
from stores.people.appointing import appoint_owner, appoint_staff
from tests.cms.admin_forms import logged_in
from tests.factories.network import make_admin, make_editor, make_user
from tests.factories.stores import StoreGroupFactory, make_store
from tests.stores.many.conftest import FRIDAY, address, main_of, press, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]

SCREENS = [
    reverse("stores_many"),
    *(reverse("stores_many_change", args=[name]) for name in ("close-early", "closed", "line", "dates")),
]


@pytest.fixture
def friday() -> Iterator[None]:
    with travel(FRIDAY, tick=False):
        yield


def visitor(role: str, stores: list[StorePage]) -> Client:
    if role == "anonymous":
        return Client(headers={"host": settings.NETWORK_HOST})
    if role in {"editor", "admin"}:
        return logged_in(make_editor() if role == "editor" else make_admin())
    user = make_user(role)
    if role == "owner of one":
        appoint_owner(by=None, user=user, store=stores[0])
    for store in stores if role == "staff of several" else stores[1:]:
        if role != "nobody":
            appoint_staff(by=None, user=user, store=store)
    return logged_in(user)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("admin", 200),
        ("editor", 200),
        ("owner of one", 404),
        ("staff of several", 404),
        ("nobody", 302),
        ("anonymous", 302),
    ],
)
def test_who_opens_the_screens(role: str, status: int, three: list[StorePage]) -> None:
    client = visitor(role, three)
    urls = [*SCREENS, address("close-early", three[:1], closes_at="3pm")]
    assert {client.get(url).status_code for url in urls} == {status}
    assert {client.post(url).status_code for url in urls[1:-1]} == {status}
    assert client.post(urls[-1]).status_code == (302 if status == 302 else 404)
    assert not TodayChange.objects.exists()


def test_owner_of_several_opens_the_screens(client: Client) -> None:
    assert {client.get(url).status_code for url in SCREENS} == {200}
    assert client.get(reverse("stores_many_change", args=["no-such-change"])).status_code == 404


def test_owner_who_is_staff_elsewhere_changes_only_what_is_owned(
    client: Client, three: list[StorePage], neighbour: StorePage
) -> None:
    owner = three[0].registration.owners.user_set.get()
    appoint_staff(by=None, user=owner, store=neighbour)
    assert "Secret Millrace" not in words(main_of(client.get(SCREENS[1])))
    assert client.get(address("close-early", [*three, neighbour], closes_at="3pm")).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        {"store": "{pk}"},
        {"out": "{pk}"},
        {"store": "999999999"},
        {"store": "x"},
        {"store": "1" * 30},
        {"store": "-1"},
        {"of": "group", "group": "theirs"},
        {"of": "group", "group": "no-such"},
        {"of": "state", "state": "TX"},
        {"of": "state", "state": "XX"},
        {"of": "everything"},
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_ids_of_others_do_not_exist(
    query: dict[str, str], method: str, client: Client, three: list[StorePage]
) -> None:
    group = StoreGroupFactory.create(slug="theirs")
    other = make_store("secret", title="Secret Store", state="TX", city="Austin", groups=[group])
    sent = "&".join(f"{name}={value.format(pk=other.pk)}" for name, value in query.items())
    response = getattr(client, method)(f"{SCREENS[1]}?of=these&store={three[0].pk}&closes_at=3pm&see=1&{sent}")
    assert response.status_code == 404
    assert b"Secret" not in response.content
    assert not TodayChange.objects.exists()


def test_search_and_lists_name_no_other_store(client: Client, three: list[StorePage], neighbour: StorePage) -> None:
    for url in (*SCREENS, f"{SCREENS[1]}?q=Millrace&find=1&of=these", f"{SCREENS[1]}?of=all&closes_at=3pm&see=1"):
        assert "Secret" not in words(main_of(client.get(url)))


def test_step_id_of_somebody_else_is_none(client: Client, three: list[StorePage], neighbour: StorePage) -> None:
    editor = logged_in(make_editor())
    theirs = address("close-early", [neighbour], closes_at="3pm")
    seen = main_of(editor.get(theirs))
    press(editor, theirs, seen)
    step = str(seen.select_one("[name=step]")["value"])
    url = address("close-early", three, closes_at="3pm")
    answer = press(client, url, main_of(client.get(url)), step=step)
    assert "Please begin anew" in answer.content.decode()
    assert set(TodayChange.objects.values_list("store", flat=True)) == {neighbour.pk}
    assert press(client, url, main_of(client.get(url)), step="no-uuid").status_code == 404


def test_newsroom_chooses_by_group_state_or_all_and_leaves_some_out(three: list[StorePage]) -> None:
    group = StoreGroupFactory.create(slug="coast", name="Coast")
    make_store("shore", title="Shore Pharmacy", groups=[group])
    make_store("beach", title="Beach Pharmacy", groups=[group], state="DE")
    editor = logged_in(make_editor())
    main = main_of(editor.get(SCREENS[1]))
    assert "Coast (2)" in words(main)
    assert "All stores (5)" in words(main)
    assert main.select("[name=of][checked]")[0]["value"] == "group"

    def number(**query: Any) -> str:
        heading = main_of(editor.get(address("close-early", closes_at="3pm", **query))).select_one("form button")
        return words(heading) if heading else ""

    assert number(of="group", group="coast") == "Do it at 2 stores"
    assert number(of="state", state="DE") == "Do it at 1 store"
    assert number(of="all") == "Do it at 5 stores"
    assert number(of="all", out=three[0].pk) == "Do it at 4 stores"
    assert number(of="group", group="") == "See what changes"


def test_more_stores_than_one_step_takes_are_refused_before_they_are_looked_at(
    three: list[StorePage], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CloseEarly, "most", 2)
    main = main_of(logged_in(make_editor()).get(address("close-early", of="all", closes_at="3pm")))
    assert "These are 3 stores. One step changes at most 2" in words(main)
    assert main.select_one("form[method=post]") is None


def test_more_stores_than_fit_on_a_screen_are_found_by_typing(
    three: list[StorePage], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "FEW", 2)
    editor = logged_in(make_editor())
    assert main_of(editor.get(SCREENS[1])).select("[name=store]") == []
    found = main_of(editor.get(f"{SCREENS[1]}?of=these&q=fres&find=1&store={three[0].pk}&closes_at=9-5"))
    assert [words(tick) for tick in found.select(".stores-ticks li")] == [
        "Pitman Pharmacy Pitman, NJ",
        "West Pharmacy Fresno, CA",
    ]
    assert [tick["value"] for tick in found.select("[name=store][checked]")] == [str(three[0].pk)]
    assert found.select_one("[name=closes_at]")["value"] == "9-5"


def test_many_stores_are_shown_by_as_many_queries_as_few(three: list[StorePage]) -> None:
    editor = logged_in(make_editor())
    costs = []
    for stores in (three[:2], three):
        url = address("close-early", stores, closes_at="3pm")
        editor.get(url)
        with CaptureQueriesContext(connection) as queries:
            editor.get(url)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 25


@pytest.mark.parametrize(("change", "most"), [("close-early", 20), ("closed", 20)])
def test_each_store_costs_a_bounded_number_of_queries(change: str, most: int, three: list[StorePage]) -> None:
    editor = logged_in(make_editor())
    costs = []
    for stores in (three[:1], three[1:]):
        url = address(change, stores, **({"closes_at": "3pm"} if change == "close-early" else {"label": "Storm"}))
        seen = main_of(editor.get(url))
        with CaptureQueriesContext(connection) as queries:
            press(editor, url, seen)
        costs.append(len(queries))
    assert costs[1] - costs[0] <= most
