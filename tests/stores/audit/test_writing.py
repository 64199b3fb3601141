"""What goes live is noted at the moment it does: old and new, who, and nothing of drafts."""

from datetime import date, time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageLogEntry

from stores.approval.deciding import decide, mark_of
from stores.audit.words import words_of_changes
from stores.importing.applying import apply_import
from stores.importing.reading import read_bytes
from stores.models import OpeningHours, StorePage
from stores.opening.changing import change_store
from tests.cms.admin_forms import edit_url, form_at, logged_in, saved, send
from tests.factories.network import make_admin
from tests.factories.newsroom import make_page
from tests.factories.stores import make_store, new_banner
from tests.factories.submitting import make_owner, make_staff, submit
from tests.stores.removal.asking import removed

pytestmark = pytest.mark.django_db


@pytest.fixture
def store() -> StorePage:
    return make_store("pitman")


def last(store: StorePage, action: str = "wagtail.publish") -> PageLogEntry:
    return PageLogEntry.objects.filter(page=store.pk, action=action).latest("pk")


def told(store: StorePage) -> list[str]:
    return [str(words) for words in words_of_changes(last(store).data["changes"])]


def publish(store: StorePage, by: Any = None, **changes: Any) -> None:
    page = StorePage.objects.get(pk=store.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision(user=by).publish(user=by)


def slot(weekday: int, opens: int, closes: int, counter: str = "pharmacy") -> OpeningHours:
    return OpeningHours(counter=counter, weekday=weekday, opens_at=time(opens), closes_at=time(closes))


def test_published_field_is_told_with_old_and_new(store: StorePage) -> None:
    publish(store, phone="+18565550123", title="Pitman Drugs")
    assert told(store) == ["Name: Pitman Pharmacy → Pitman Drugs", "Phone: (856) 589-2392 → (856) 555-0123"]
    assert last(store).data["kinds"] == {"details": True}


def test_weekdays_that_changed_alike_stand_together(store: StorePage) -> None:
    page = StorePage.objects.get(pk=store.pk)
    others = [row for row in page.opening_hours.all() if row.counter != "pharmacy"]
    page.opening_hours = [*others, *(slot(day, 9, 18) for day in range(1, 6)), slot(6, 9, 16)]
    page.save_revision().publish()
    assert told(store) == [
        "Pharmacy, Monday to Friday: 9:00am - 1:30pm, 2:00pm - 7:00pm → 9:00am - 6:00pm",
    ]
    assert last(store).data["kinds"] == {"hours": True}


def test_counter_whose_hours_become_known_or_unknown_says_so(store: StorePage) -> None:
    page = StorePage.objects.get(pk=store.pk)
    page.opening_hours = [row for row in page.opening_hours.all() if row.counter != "pharmacy"]
    page.save_revision().publish()
    assert told(store)[-1] == "Pharmacy, Sunday: Closed → Hours unknown"


def test_banners_that_came_changed_went_and_moved_are_told(store: StorePage) -> None:
    page = StorePage.objects.get(pk=store.pk)
    first, second = page.promo_banners.all()
    second.text, second.show_until, second.has_no_end = "Ask us", date(2026, 12, 24), False
    new = new_banner("Flu shots, walk in")
    for place, row in enumerate((second, new)):
        row.sort_order = place
    page.promo_banners = [second, new]
    page.save_revision().publish()
    assert told(store) == [
        f"Promo line: “{first.text}” (at once without an end) → nothing",
        "Promo line: “See our generic savings programme at {{ store.name }}” → “Ask us”",
        "Promo line “Ask us”, shown: at once without an end → at once until 2026-12-24",
        "Promo line: nothing → “Flu shots, walk in” (at once without an end)",
    ]
    assert last(store).data["kinds"] == {"lines": True}


def test_nothing_is_noted_of_a_draft(store: StorePage) -> None:
    page = StorePage.objects.get(pk=store.pk)
    page.city = "Draftville"
    page.save_revision(log_action=True)
    assert all("changes" not in entry.data for entry in PageLogEntry.objects.filter(page=store.pk))


def test_draft_is_compared_with_what_is_live_and_not_with_the_draft_before(store: StorePage) -> None:
    for city in ("Draftville", "Otherville"):
        page = StorePage.objects.get(pk=store.pk).get_latest_revision_as_object()
        page.city = city
        page.save_revision()
    StorePage.objects.get(pk=store.pk).get_latest_revision().publish()
    assert told(store) == ["City: Pitman → Otherville"]


def test_form_of_the_store_notes_its_change(store: StorePage) -> None:
    client = logged_in(make_owner(store, first_name="Olga", last_name="Owens"))
    saved(send(client, edit_url(store), form_at(client, edit_url(store)), city="Glassboro"))
    assert "City: Pitman → Glassboro" in told(store)
    assert last(store).data["by"] == "Olga Owens"


def test_approved_change_names_who_wrote_it(store: StorePage) -> None:
    state = submit(store, make_staff(store, first_name="Sam", last_name="Rivera"), city="Draftville")
    page = StorePage.objects.get(pk=store.pk)
    assert page.latest_revision is not None
    owner = make_owner(store, first_name="Olga", last_name="Owens")
    decide(by=owner, state=state, is_approved=True, seen=mark_of(page.latest_revision))
    assert told(store) == ["City: Pitman → Draftville"]
    assert (last(store).data["by"], last(store).data["written_by"]) == ("Olga Owens", "Sam Rivera")


@pytest.mark.parametrize("has_draft", [False, True])
def test_write_from_outside_notes_what_went_live_alone(store: StorePage, has_draft: bool) -> None:
    if has_draft:
        page = StorePage.objects.get(pk=store.pk)
        page.city = "Draftville"
        page.save_revision()
    change_store(by=None, store=store, fields={"street": "1 New Street"})
    assert told(store) == ["Street: 39 S Broadway → 1 New Street"]


def test_publication_without_a_difference_says_so(store: StorePage) -> None:
    publish(store)
    assert (last(store).data["changes"], last(store).data["kinds"]) == ([], {})


def test_opening_notes_no_difference(store: StorePage) -> None:
    assert "changes" not in last(store).data


def test_import_notes_hours_registration_and_dates(store: StorePage) -> None:
    file = b"""code,legal_name,hours_pharmacy,exceptions
pitman,Pitman Inc.,Mo-Fr 09:00-18:00,"[{""counter"": null, ""from"": ""2027-03-01"", ""to"": ""2027-03-01"",
 ""label"": ""Inventory"", ""slots"": []}]"
"""
    admin = make_admin()
    apply_import(read_bytes(file, "stores.csv"), by=admin)
    assert "Pharmacy, Saturday: 9:00am - 4:00pm → Closed" in told(store)
    registration = last(store, "stores.change_registration").data
    assert (registration["old"], registration["new"]) == (
        {"legal_name": "Pitman Pharmacy"},
        {"legal_name": "Pitman Inc."},
    )
    dates = last(store, "stores.import_dates").data
    assert (dates["old"], [row["label"] for row in dates["new"]], dates["by"]) == ([], ["Inventory"], "admin")


def test_what_was_deleted_is_remembered_by_its_store(store: StorePage) -> None:
    page = make_page("about", at_store=store, title="About us")
    removed(logged_in(make_owner(store)), reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert last(store, "stores.remove_page").data == {"page": "About us", "kind": "standard page", "by": "owner"}


def test_name_of_an_actor_is_no_address_and_outlives_them(store: StorePage) -> None:
    owner = make_owner(store, "olga@pharmacy.example")
    publish(store, by=owner, city="Glassboro")
    owner.delete()
    assert last(store).data["by"] == "olga"


@pytest.mark.parametrize(("is_action", "times"), [(True, 0), (False, 1)], ids=["change_store", "publish"])
def test_noting_reads_what_was_live_at_most_once_per_write(store: StorePage, is_action: bool, times: int) -> None:
    """`change_store` has read it already, with the lock."""
    with CaptureQueriesContext(connection) as queries:
        if is_action:
            change_store(by=None, store=store, fields={"street": "1 New Street"})
        else:
            publish(store, street="1 New Street")
    assert [change["name"] for change in last(store).data["changes"]] == ["street"]
    reads = [each["sql"] for each in queries.captured_queries if each["sql"].startswith("SELECT")]
    live = [sql for sql in reads if '"stores_storepage"' in sql and '"live"' in sql.partition("WHERE")[2]]
    assert len(live) == times
