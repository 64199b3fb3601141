"""Undoing a line of "Who changed what": shown first, done, and refused with the reason when it is no longer so."""

from datetime import date, time
from typing import Any

import pytest
from django.urls import reverse
from time_machine import travel
from wagtail.models import PageLogEntry

from stores.banners.network import hide_banner
from stores.hours.dates import remove_exception
from stores.hours.holidays.answering import as_proposed
from stores.hours.today import change_today
from stores.hours.week.reading import week_from, written
from stores.models import (
    HiddenBanner,
    HolidayConfirmation,
    HoursException,
    OpeningHours,
    PromoBanner,
    StorePage,
    TodayChange,
)
from stores.opening.changing import change_store, pending_draft
from stores.store.tasks import task_of
from tests.factories.dated import make_exception, make_holiday, make_network_banner
from tests.factories.media import empty_storage, make_image
from tests.factories.stores import add_banner, make_store
from tests.stores.conftest import ClientOf

__all__ = ["empty_storage"]

pytestmark = pytest.mark.django_db

FRIDAY = "2026-12-18 20:00+00:00"


def last(store: StorePage, action: str = "wagtail.publish") -> PageLogEntry:
    return PageLogEntry.objects.filter(page=store.pk, action=action).order_by("-pk")[0]


def url(store: StorePage, entry: PageLogEntry) -> str:
    return reverse("stores_undo_change", args=[store.pk, entry.pk])


def undo(client: Any, store: StorePage, entry: PageLogEntry) -> str:
    """Look, tap, and read what the list then says."""
    page = client.get(url(store, entry))
    answer = client.post(url(store, entry), {"seen": page.context["seen"]}, follow=True)
    return str(answer.content.decode())


def fresh(store: StorePage) -> StorePage:
    return StorePage.objects.get(pk=store.pk)


def week(store: StorePage, counter: str = "store") -> list[str]:
    return [written(day) for day in week_from(OpeningHours.objects.filter(store=store, counter=counter)) or ()]


def hours(counter: str, *days: tuple[int, int, int]) -> dict[str, list[OpeningHours]]:
    rows = [
        OpeningHours(counter=counter, weekday=day, opens_at=time(opens), closes_at=time(closes))
        for day, opens, closes in days
    ]
    return {counter: rows}


def lines(store: StorePage) -> list[str]:
    return list(PromoBanner.objects.filter(store=store).order_by("sort_order", "pk").values_list("text", flat=True))


@pytest.mark.parametrize("role", ["owner", "admin"])
def test_hours_are_shown_and_go_back(role: str, pitman: StorePage, client_of: ClientOf) -> None:
    before, client = week(pitman), client_of(role)
    change_store(by=None, store=pitman, opening_hours=hours("store", (1, 9, 17)))
    entry = last(pitman)
    listed = client.get(reverse("stores_changes", args=[pitman.pk])).content.decode()
    assert url(pitman, entry) in listed
    shown = client.get(url(pitman, entry)).content.decode()
    assert "<strong>Store, Monday</strong>: 9:00am - 5:00pm → 9:00am - 7:00pm" in shown
    assert "Undone: Store, Monday" in undo(client, pitman, entry)
    assert week(pitman) == before


def test_new_department_is_not_listed_any_more(pitman: StorePage, client_of: ClientOf) -> None:
    change_store(by=None, store=pitman, opening_hours=hours("delivery", (1, 9, 17)))
    assert "delivery" in fresh(pitman).counters
    undo(client_of("owner"), pitman, last(pitman))
    assert ("delivery" in fresh(pitman).counters, week(pitman, "delivery")) == (False, [])


def test_later_change_of_the_same_day_stands_in_the_way_and_one_of_another_does_not(
    pitman: StorePage, client_of: ClientOf
) -> None:
    client = client_of("owner")
    change_store(by=None, store=pitman, opening_hours=hours("store", (1, 9, 17), (2, 9, 19)))
    first = last(pitman)
    change_store(by=None, store=pitman, fields={"fax": "+18565895260"})
    assert client.get(url(pitman, first)).context["reasons"] == ()
    change_store(by=None, store=pitman, opening_hours=hours("store", (1, 8, 17), (2, 9, 19)))
    (reason,) = client.get(url(pitman, first)).context["reasons"]
    assert reason.startswith("Store, Monday was changed again on ")
    assert "Undo that first" in undo(client, pitman, first)
    assert week(pitman)[0] == "8am - 5pm"
    undo(client, pitman, last(pitman))
    undo(client, pitman, first)
    assert week(pitman)[0] == "9am - 7pm"


@pytest.mark.usefixtures("empty_storage")
def test_fields_of_every_kind_go_back(pitman: StorePage, client_of: ClientOf) -> None:
    logo = make_image("logo.png", collection=pitman.registration.collection)
    own_words = ("welcome", "tasks", "service_texts")
    names = ("phone", "latitude", "services", *own_words, "logo_id", "logo_alt", "theme", "accent")
    before = [getattr(fresh(pitman), name) for name in names]
    change_store(
        by=None,
        store=pitman,
        fields={
            "phone": "+18565895260",
            "latitude": "40.000000",
            "services": ["compounding"],
            "logo": logo,
            "welcome": "Hello",
            "tasks": [task_of("app", web="https://app.example")],
            "service_texts": {"compounding": "Ask"},
            "logo_alt": "Since 1923",
            "theme": "clear",
            "accent": "#7a1f1f",
        },
    )
    assert [getattr(fresh(pitman), name) for name in names] != before
    undo(client_of("owner"), pitman, last(pitman))
    assert [getattr(fresh(pitman), name) for name in names] == before


@pytest.mark.usefixtures("empty_storage")
def test_picture_that_is_gone_is_not_brought_back(pitman: StorePage, client_of: ClientOf) -> None:
    logo = make_image("logo.png", collection=pitman.registration.collection)
    change_store(by=None, store=pitman, fields={"logo": logo})
    change_store(by=None, store=pitman, fields={"logo": None})
    logo.delete()
    assert "Undone" not in undo(client_of("owner"), pitman, last(pitman))
    assert fresh(pitman).logo_id is None


def test_draft_takes_it_too_and_stays_a_draft(pitman: StorePage, client_of: ClientOf) -> None:
    change_store(by=None, store=pitman, fields={"welcome": "Live"})
    entry, draft = last(pitman), fresh(pitman)
    draft.title = "Only a draft"
    draft.save_revision()
    undo(client_of("owner"), pitman, entry)
    newest = pending_draft(fresh(pitman))
    assert newest is not None
    assert (fresh(pitman).welcome, newest.welcome, newest.title) == ("", "", "Only a draft")


def test_promo_lines_come_back_go_and_are_what_they_were(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("owner")
    PromoBanner.objects.all().delete()
    add_banner(pitman, "One", link_phone="+18565892392", link_label="One")
    add_banner(pitman, "Two", link_url="https://two.example", link_label="Two", style="promo")
    rows = list(PromoBanner.objects.filter(store=pitman).order_by("sort_order", "pk"))
    change_store(by=None, store=pitman, promo_banners=rows[:1])
    undo(client, pitman, last(pitman))
    assert lines(pitman) == ["One", "Two"]
    two = PromoBanner.objects.get(text="Two")
    assert (two.link_url, two.link_label, two.style, two.has_no_end) == ("https://two.example", "Two", "promo", True)

    rows = list(PromoBanner.objects.filter(store=pitman).order_by("sort_order", "pk"))
    rows[0].show_until, rows[0].has_no_end = date(2026, 12, 1), False
    change_store(by=None, store=pitman, promo_banners=rows, changed_banners=[rows[0].pk])
    undo(client, pitman, last(pitman))
    one = PromoBanner.objects.get(text="One")
    assert (one.pk, one.show_until, one.has_no_end, str(one.link_phone)) == (rows[0].pk, None, True, "+18565892392")

    change_store(by=None, store=pitman, promo_banners=[*rows[::-1], PromoBanner(text="New", has_no_end=True)])
    assert lines(pitman) == ["Two", "One", "New"]
    undo(client, pitman, last(pitman))
    assert lines(pitman) == ["One", "Two"]


@travel(FRIDAY, tick=False)
def test_dates_todays_change_a_yes_and_a_hidden_line_are_undone_once(pitman: StorePage, client_of: ClientOf) -> None:
    client, holiday = client_of("owner"), make_holiday()
    remove_exception(by=None, row=make_exception(pitman, counter="pharmacy"))
    change_today(by=None, store=pitman, on=date(2026, 12, 18), closes_at=time(16))
    as_proposed(by=None, store=pitman, holiday=holiday)
    hide_banner(by=None, store=pitman, banner=make_network_banner(store_may="hide"))
    actions = ("remove_dated_hours", "change_today", "confirm_holiday", "hide_banner")
    entries = [last(pitman, f"stores.{action}") for action in actions]
    for entry in entries:
        assert "Undone" in undo(client, pitman, entry), entry.action
    left = [model.objects.count() for model in (HoursException, TodayChange, HolidayConfirmation, HiddenBanner)]
    assert left == [1, 0, 0, 0]
    for entry in entries[1:]:
        assert client.get(url(pitman, entry)).context["reasons"], entry.action


@travel(FRIDAY, tick=False)
def test_day_that_is_over_is_not_changed(pitman: StorePage, client_of: ClientOf) -> None:
    change_today(by=None, store=pitman, on=date(2026, 12, 16), closes_at=time(16))
    answer = client_of("owner").get(url(pitman, last(pitman, "stores.change_today")))
    assert answer.context["reasons"] == ("That day is over.",)


def test_what_was_not_seen_is_not_done(pitman: StorePage, client_of: ClientOf) -> None:
    change_store(by=None, store=pitman, fields={"welcome": "Hello"})
    answer = client_of("owner").post(url(pitman, last(pitman)), {"seen": "x"}, follow=True)
    assert "nothing was undone" in answer.content.decode()
    assert fresh(pitman).welcome == "Hello"


@pytest.mark.parametrize("role", ["editor", "neighbour"])
def test_nobody_else_undoes(role: str, pitman: StorePage, client_of: ClientOf) -> None:
    change_store(by=None, store=pitman, fields={"welcome": "Hello"})
    client, entry = client_of(role), last(pitman)
    assert (client.get(url(pitman, entry)).status_code, client.post(url(pitman, entry)).status_code) == (404, 404)


def test_line_of_another_store_and_one_that_cannot_be_undone_are_not_found(
    pitman: StorePage, client_of: ClientOf
) -> None:
    other = make_store("millrace")
    change_store(by=None, store=other, fields={"welcome": "Theirs"})
    client = client_of("owner")
    assert client.get(url(pitman, last(other))).status_code == 404
    assert client.get(url(pitman, last(pitman, "stores.appoint_owner"))).status_code == 404


def test_old_line_about_a_column_that_is_gone_is_told_and_refused(pitman: StorePage, client_of: ClientOf) -> None:
    change_store(by=None, store=pitman, fields={"welcome": "Hello"})
    entry = last(pitman)
    entry.data["changes"] = [{"name": "refill_url", "old": "https://old.example", "new": ""}]
    entry.save()
    client = client_of("owner")
    assert "Link to refill" in client.get(reverse("stores_changes", args=[pitman.pk])).content.decode()
    assert client.get(url(pitman, entry)).context["reasons"] == ("It is about something that stores no longer have.",)


def test_staff_ask_the_owner_to_undo_and_nothing_is_live_until_then(pitman: StorePage, client_of: ClientOf) -> None:
    was = pitman.phone
    change_store(by=None, store=pitman, fields={"phone": "+18565550100"})
    entry, staff = last(pitman), client_of("staff")
    listed = staff.get(reverse("stores_changes", args=[pitman.pk])).content.decode()
    assert url(pitman, entry) in listed
    assert "Sent to the owner: Phone" in undo(staff, pitman, entry)
    draft = pending_draft(fresh(pitman))
    assert draft is not None
    assert (str(fresh(pitman).phone), draft.phone) == ("+18565550100", was)
    assert draft.current_workflow_state is not None
    assert "can’t be undone" in staff.get(url(pitman, entry)).content.decode()


def test_what_staff_have_submitted_before_stays_beside_it(pitman: StorePage, client_of: ClientOf) -> None:
    change_store(by=None, store=pitman, fields={"phone": "+18565550100"})
    first, was = last(pitman), pitman.title
    change_store(by=None, store=pitman, fields={"title": "Pitman Drugs"})
    staff = client_of("staff")
    for entry in (last(pitman), first):
        undo(staff, pitman, entry)
    draft = pending_draft(fresh(pitman))
    assert draft is not None
    assert (draft.title, str(draft.phone)) == (was, str(pitman.phone))
    assert fresh(pitman).title == "Pitman Drugs"


def test_staff_undo_nothing_that_is_live_at_once(pitman: StorePage, client_of: ClientOf) -> None:
    banner = make_network_banner("Savings", store_may="hide")
    hide_banner(by=None, store=pitman, banner=banner)
    entry, staff = last(pitman, "stores.hide_banner"), client_of("staff")
    assert url(pitman, entry) not in staff.get(reverse("stores_changes", args=[pitman.pk])).content.decode()
    assert [staff.get(url(pitman, entry)).status_code, staff.post(url(pitman, entry)).status_code] == [404, 404]
