"""A step is undone at each of its stores, or at all of them at once."""

from collections.abc import Iterator
from datetime import date, time
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import travel
from wagtail.models import PageLogEntry

from cms.users.models import User
from stores.hours.today import change_today
from stores.models import PromoBanner, StorePage, TodayChange
from tests.cms.admin_forms import logged_in
from tests.factories.network import make_admin, make_editor
from tests.stores.many.conftest import FRIDAY, address, main_of, press, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]

TODAY = date(2026, 12, 18)
ALERT = {"text": "Storm: call first.", "style": "alert", "kind": "none", "show_until": "2026-12-20"}


@pytest.fixture
def friday() -> Iterator[None]:
    with travel(FRIDAY, tick=False):
        yield


def do(client: Client, change: str, stores: list[StorePage], **query: str) -> str:
    """Make the change, and give back the address at which all of it is undone."""
    url = address(change, stores, **query)
    assert press(client, url, main_of(client.get(url))).status_code == 302
    step = PageLogEntry.objects.filter(data__has_key="step").latest("pk").data["step"]
    return reverse("stores_many_step", args=[step])


def test_undo_for_all_takes_everything_back_and_can_itself_be_undone(client: Client, three: list[StorePage]) -> None:
    change_today(by=None, store=three[0], on=TODAY, closes_at=time(17))
    url = do(client, "close-early", three, closes_at="3pm")
    seen = main_of(client.get(url))
    assert words(seen).count("closes 3:00pm → as usual") == 2
    assert "closes 3:00pm → closes 5:00pm" in words(seen)
    assert press(client, url, seen).status_code == 302
    assert [(each.store_id, each.closes_at) for each in TodayChange.objects.all()] == [(three[0].pk, time(17))]
    last = PageLogEntry.objects.latest("pk").data["step"]
    again = reverse("stores_many_step", args=[last])
    assert press(client, again, main_of(client.get(again))).status_code == 302
    assert TodayChange.objects.filter(closes_at=time(15)).count() == 3


@pytest.mark.parametrize(
    ("change", "query"),
    [
        ("closed", {"label": "Storm"}),
        ("dates", {"label": "Storm", "starts_on": "2026-12-19", "slots_0": "closed"}),
        ("line", ALERT),
    ],
)
def test_each_kind_is_undone_for_all(
    change: str, query: dict[str, str], client: Client, three: list[StorePage]
) -> None:
    def state() -> list[object]:
        stores = StorePage.objects.order_by("pk")
        return [(store.hours_exceptions.count(), store.promo_banners.count()) for store in stores]

    before = state()
    url = do(client, change, three, **query)
    assert state() != before
    assert press(client, url, main_of(client.get(url))).status_code == 302
    assert state() == before


def test_change_since_refuses_all_and_names_the_store(client: Client, three: list[StorePage]) -> None:
    url = do(client, "close-early", three, closes_at="3pm")
    seen = main_of(client.get(url))
    change_today(by=None, store=three[2], on=TODAY, closes_at=time(16))
    assert press(client, url, seen).status_code == 302
    now = main_of(client.get(url))
    assert "Nothing was undone, because it can’t be undone at: West Pharmacy." in words(now)
    assert "It can’t be undone: Somebody has changed this since. Undo that first." in words(now)
    assert now.select_one("form[method=post] button") is None
    assert TodayChange.objects.filter(closes_at=time(15)).count() == 2


def test_second_tap_undoes_nothing_more(client: Client, three: list[StorePage]) -> None:
    url = do(client, "close-early", three, closes_at="3pm")
    seen = main_of(client.get(url))
    assert [press(client, url, seen).status_code for _ in range(2)] == [302, 302]
    assert PageLogEntry.objects.filter(action="stores.change_today").count() == 6
    assert not TodayChange.objects.exists()


def test_each_store_has_its_own_line_and_its_own_undo(client: Client, three: list[StorePage]) -> None:
    do(client, "line", three, **ALERT)
    url = reverse("stores_changes", args=[three[0].pk])
    main = main_of(client.get(url))
    assert "3 stores in one step" in words(main)
    undo = main.find("a", string="Undo")
    seen = main_of(client.get(str(undo["href"])))
    press(client, str(undo["href"]), seen)
    left = PromoBanner.objects.filter(text="Storm: call first.").values_list("store", flat=True)
    assert set(left) == {three[1].pk, three[2].pk}


def test_wagtail_s_history_keeps_a_line_for_each_store(client: Client, three: list[StorePage]) -> None:
    """Wagtail shows one line of all that bear one mark."""
    do(client, "close-early", three, closes_at="3pm")
    rows = PageLogEntry.objects.filter(action="stores.change_today")
    assert len({row.uuid for row in rows}) == 3


def test_step_is_listed_for_who_made_it_for_seven_days(client: Client, owner: User, three: list[StorePage]) -> None:
    url = do(client, "close-early", three, closes_at="3pm")
    main = main_of(client.get(reverse("stores_many")))
    assert main.select_one(f'a[href="{url}"]') is not None
    with travel("2026-12-26 18:00+00:00", tick=False):
        assert main_of(logged_in(owner).get(reverse("stores_many"))).select_one(f'a[href="{url}"]') is None


def home_at(client: Client, store: StorePage) -> str:
    client.post(reverse("stores_choose", args=[store.pk]))
    return words(main_of(client.get("/admin/")))


def test_owner_is_told_of_what_the_newsroom_did_and_undoes_it(
    client: Client, owner: User, three: list[StorePage], neighbour: StorePage
) -> None:
    editor = logged_in(make_editor())
    url = do(editor, "close-early", [three[0], neighbour], closes_at="3pm")
    assert "Your network changed this" not in home_at(client, three[1])
    told = home_at(client, three[0])
    assert "Your network changed this" in told
    assert "closes 3:00pm" in told
    with travel("2026-12-20 18:01+00:00", tick=False):
        assert "Your network changed this" not in home_at(logged_in(owner), three[0])
    entry = PageLogEntry.objects.get(page=three[0].pk, action="stores.change_today")
    undo = reverse("stores_undo_change", args=[three[0].pk, entry.pk])
    press(client, undo, main_of(client.get(undo)))
    assert set(TodayChange.objects.values_list("store", flat=True)) == {neighbour.pk}
    assert client.get(url).status_code == 404
    assert "can’t be undone" in words(main_of(editor.get(url)))


def test_newsroom_undoes_its_own_steps_and_admins_any(client: Client, three: list[StorePage], owner: User) -> None:
    editor, admin = logged_in(make_editor()), logged_in(make_admin())
    of_owner = do(client, "close-early", three, closes_at="3pm")
    of_newsroom = do(editor, "closed", three, label="Storm")
    statuses = [(who.get(of_owner).status_code, who.get(of_newsroom).status_code) for who in (editor, admin, client)]
    assert statuses == [(404, 200), (200, 200), (200, 200)]


def test_step_that_is_none_or_of_others_does_not_exist(client: Client) -> None:
    assert client.get(reverse("stores_many_step", args=[uuid4()])).status_code == 404
    assert client.post(reverse("stores_many_step", args=[uuid4()])).status_code == 404
