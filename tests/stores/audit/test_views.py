"""Who changed what, on the store's screen and in the newsroom's report: what is told, to whom, at what cost."""

import csv
import io
from collections.abc import Sequence
from copy import deepcopy
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from wagtail.models import ModelLogEntry, PageLogEntry

from cms.carrying.placing import Placed, place
from cms.models import Provider
from cms.recalls.recalling import recall_article
from cms.users.models import User
from stores.audit.entries import actions_of
from stores.audit.network_rows import row_values
from stores.hours.dates import save_exception
from stores.hours.today import change_today
from stores.models import HolidayClosure, HoursException, NetworkBanner, StoreGroup, StorePage
from stores.opening.registration import change_registration
from stores.people.appointing import appoint_staff, dismiss_owner
from stores.people.roles import EDITOR
from tests.cms.admin_forms import logged_in
from tests.factories.network import FOUNDED_AT, make_admin, make_editor, make_user
from tests.factories.newsroom import ProviderFactory, make_article, make_page
from tests.factories.stores import make_store
from tests.factories.submitting import make_owner, make_staff
from tests.stores.removal.asking import removed

pytestmark = pytest.mark.django_db

NETWORK = "stores_network_changes"


@pytest.fixture
def store() -> StorePage:
    return make_store("pitman")


def publish(store: StorePage, by: Any = None, **changes: Any) -> None:
    page = StorePage.objects.get(pk=store.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision(user=by).publish(user=by)


def publish_often(store: StorePage, by: Sequence[User]) -> None:
    """The store gets the street `0 Street` from the first of them, `1 Street` from the next, and so on.

    One change is published; the history's other rows are written as that one was.
    """
    publish(store, by=by[0], street="0 Street")
    (row,) = PageLogEntry.objects.filter(page=store.pk, action="wagtail.publish").order_by("-timestamp")[:1]
    rows = [deepcopy(row) for _ in by[1:]]
    for number, (each, user) in enumerate(zip(rows, by[1:], strict=True), 1):
        each.pk, each.uuid, each.user = None, uuid4(), user
        each.timestamp += timedelta(seconds=number)
        (change,) = each.data["changes"]
        change.update(old=f"{number - 1} Street", new=f"{number} Street")
    PageLogEntry.objects.bulk_create(rows)


def url_of(at: StorePage | None, /, *, is_file: bool = False, **query: Any) -> str:
    view = "stores_changes" if at else NETWORK
    start = reverse(view + "_csv" * is_file, args=[at.pk] if at else [])
    return f"{start}?{'&'.join(f'{name}={value}' for name, value in query.items())}"


def text(client: Client, url: str) -> str:
    """The list in words, without tags."""
    response = client.get(url)
    assert response.status_code == 200
    html = response.content.decode().partition('<ol class="stores-rows">')[2].partition("</ol>")[0]
    for tag in ("strong", "span", "li", "ul", "p", "div"):
        html = html.replace(f"</{tag}>", "").replace(f"<{tag}>", "")
    return " ".join(html.replace("&#x27;", "'").split())


def lines(client: Client, url: str) -> list[dict[str, str]]:
    response: Any = client.get(url)
    content = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


# What is told


def test_owner_reads_who_changed_what_in_the_stores_own_time(store: StorePage) -> None:
    owner = make_owner(store, first_name="Olga", last_name="Owens")
    with time_machine.travel(datetime(2026, 12, 1, 2, 30, tzinfo=UTC), tick=False):
        publish(store, by=owner, city="Glassboro")
    shown = text(logged_in(owner), url_of(store))
    assert "City: Pitman → Glassboro" in shown
    assert "Mon, Nov 30, 2026, 9:30 PM EST · Olga Owens" in shown


def test_every_kind_of_change_of_a_store_is_told_in_words(store: StorePage) -> None:
    owner, staff, admin = make_owner(store), make_user("sam@pharmacy.example"), make_admin()
    on = date(2026, 12, 24)
    row = HoursException(store=store, counter="", starts_on=on, ends_on=on, label="Inventory", slots=[])
    save_exception(by=owner, row=row)
    change_today(by=owner, store=store, on=on, closes_at=time(14))
    change_registration(by=admin, store=store, legal_name="Pitman Inc.", npi="1234567893")
    appoint_staff(by=owner, user=staff, store=store)
    dismiss_owner(by=owner, user=staff, store=store)
    article = make_article("flu", title="Flu shots")
    place(by=owner, store=store, article=article, placed=Placed(is_hidden=True), at=FOUNDED_AT)
    make_page("about", at_store=store, title="About us").save_revision().publish(user=owner)
    shown = text(logged_in(owner), url_of(store))
    for words in (
        "Hours on some days: nothing → “Inventory”, Thursday, December 24, 2026, All departments: Closed",
        "On 2026-12-24 only: as usual → closes 2:00pm",
        "Legal name: Pitman Pharmacy → Pitman Inc.",
        "NPI: nothing → 1234567893",
        "Appointed as staff: sam",
        "Dismissed: sam",
        "“Flu shots”, is hidden: no → yes",
        "Published “About us”",
    ):
        assert words in shown
    assert "@" not in shown


@pytest.mark.parametrize(
    ("kind", "is_found"),
    [("details", True), ("hours", False), ("registration", False), ("", True), ("nonsense", True)],
)
def test_kind_narrows_the_list(store: StorePage, kind: str, is_found: bool) -> None:
    client = logged_in(make_owner(store))
    publish(store, city="Glassboro")
    assert ("Glassboro" in text(client, url_of(store, kind=kind))) is is_found


def test_person_and_dates_narrow_the_list(store: StorePage) -> None:
    olga, sam = make_owner(store, first_name="Olga"), make_owner(store, "sam", first_name="Sam")
    # Half past nine in the evening of the last of November, there.
    with time_machine.travel(datetime(2026, 12, 1, 2, 30, tzinfo=UTC), tick=False):
        publish(store, by=olga, city="Glassboro")
    with time_machine.travel(datetime(2026, 12, 3, 12, 0, tzinfo=UTC), tick=False):
        publish(store, by=sam, city="Mullica Hill")
    client = logged_in(olga)

    def cities(**query: Any) -> set[str]:
        shown = text(client, url_of(store, **query))
        return {city for city in ("→ Glassboro", "→ Mullica Hill") if city in shown}

    assert cities(person="olg") == {"→ Glassboro"}
    assert cities(since="2026-12-01") == {"→ Mullica Hill"}
    assert cities(until="2026-11-30") == {"→ Glassboro"}
    assert cities(until="9999-12-31", person="%00olga") == {"→ Glassboro"}
    assert cities(since="never") == {"→ Glassboro", "→ Mullica Hill"}


def test_whoever_was_deleted_keeps_their_name(store: StorePage) -> None:
    gone = make_owner(store, "gone", first_name="Greta", last_name="Gone")
    publish(store, by=gone, city="Glassboro")
    gone.delete()
    assert "Greta Gone" in text(logged_in(make_owner(store)), url_of(store))


# Who reads it


def test_another_store_is_in_no_list_of_an_owner(store: StorePage) -> None:
    other = make_store("switchback")
    publish(other, city="Elsewhere")
    client = logged_in(make_owner(store))
    assert "Elsewhere" not in text(client, url_of(store))
    for is_file in (False, True):
        assert client.get(url_of(other, is_file=is_file)).status_code == 404
        assert client.get(url_of(None, is_file=is_file)).status_code == 404


@pytest.mark.parametrize("role", ["staff", "owner", "admin"])
def test_people_of_the_store_and_network_admins_read_it(store: StorePage, role: str) -> None:
    user = {"staff": make_staff, "owner": make_owner}[role](store) if role != "admin" else make_admin()
    for is_file in (False, True):
        assert logged_in(user).get(url_of(store, is_file=is_file)).status_code == 200


@pytest.mark.parametrize(("role", "status"), [("editor", 200), ("admin", 200), ("owner", 404), ("staff", 404)])
def test_report_of_all_stores_is_the_newsrooms(store: StorePage, role: str, status: int) -> None:
    people = {"editor": make_editor, "admin": make_admin}
    user = people[role]() if role in people else {"owner": make_owner, "staff": make_staff}[role](store)
    for is_file in (False, True):
        assert logged_in(user).get(url_of(None, is_file=is_file)).status_code == status


# The newsroom's report


def test_report_tells_of_every_store_and_of_the_newsrooms_own_rows(store: StorePage) -> None:
    admin, editor = make_admin(), make_editor()
    publish(make_store("switchback", title="Switchback Drugs"), city="Glassboro")
    client = logged_in(editor)
    group = StoreGroup.objects.create(name="Coast", slug="coast")
    edit = reverse("wagtailsnippets_stores_storegroup:edit", args=[group.pk])
    client.post(edit, {"name": "East coast", "slug": "coast"})
    article = make_article("flu", title="Flu shots")
    recall_article(by=editor, article=article, reason="Wrong dose", at=FOUNDED_AT)
    editor.groups.remove(Group.objects.get(name=EDITOR.name))
    editor.groups.add(Group.objects.get(name=EDITOR.name))
    shown = text(logged_in(admin), url_of(None))
    for words in (
        "City: Pitman → Glassboro",
        "Switchback Drugs",
        "Store group “East coast”, name: Coast → East coast",
        "Withdrew “Flu shots” from all stores",
        "Wrong dose",
        "Was given the role “Newsroom editors”: editor",
        "Lost the role “Newsroom editors”: editor",
    ):
        assert words in shown
    # Losing the role ended that session.
    client = logged_in(User.objects.get(pk=editor.pk))
    assert "Store group" not in text(client, url_of(None, store="Switchback"))
    assert "Glassboro" not in text(client, url_of(None, kind="network"))
    assert "Glassboro" not in text(client, url_of(None, store="pitman"))
    assert "Glassboro" in text(client, url_of(None, store="switchback"))
    assert "role" not in text(client, url_of(None, kind="network"))
    assert "Nothing was changed" in text(client, url_of(None, store="no such store"))


def test_audience_of_a_network_banner_is_told_by_what_came_and_went(store: StorePage) -> None:
    make_store("switchback", title="Switchback Drugs")
    other = StorePage.objects.get(slug="switchback")
    banner = NetworkBanner.objects.create(text="Flu shots", has_no_end=True, audience="chosen")
    banner.audience_stores.add(store)
    banner.save()
    client = logged_in(make_editor())
    edit = reverse("wagtailsnippets_stores_networkbanner:edit", args=[banner.pk])
    data = {"text": "Flu shots", "style": "info", "has_no_end": "on", "audience": "chosen", "sort_order": "0"}
    response = client.post(edit, {**data, "store_may": "hide", "audience_stores": [other.pk]})
    entry = ModelLogEntry.objects.filter(action="wagtail.edit").last()
    assert entry is not None, response.context["form"].errors
    stores = {name: value for name, value in entry.data["new"].items() if value == ["Switchback Drugs"]}
    assert len(stores) == 1
    assert entry.data["old"][next(iter(stores))] == ["Pitman Pharmacy"]


def test_hours_of_a_holiday_are_told(store: StorePage) -> None:
    on = date(2026, 12, 24)
    holiday = HolidayClosure.objects.create(label="Christmas Eve", starts_on=on, ends_on=on, slots=[])
    before = row_values(holiday)
    holiday.slots = [["09:00", "14:00"]]
    assert (before["slots"], row_values(holiday)["slots"]) == ([], [["09:00", "14:00"]])
    editor = make_editor()
    client, edit = logged_in(editor), reverse("wagtailsnippets_stores_holidayclosure:delete", args=[holiday.pk])
    removed(client, edit)
    assert "“Christmas Eve (2026-12-24)” was deleted" in text(client, url_of(None, kind="network"))


def test_deleted_row_of_the_newsroom_is_told(store: StorePage) -> None:
    provider: Provider = ProviderFactory.create(slug="old", name="Old provider")
    client = logged_in(make_editor())
    client.post(reverse("wagtailsnippets_cms_provider:delete", args=[provider.pk]))
    assert not Provider.objects.filter(pk=provider.pk).exists()
    assert "Provider “Old provider” was deleted" in text(client, url_of(None))


# Files


def test_file_has_a_line_per_change_and_no_formula(store: StorePage) -> None:
    owner = make_owner(store, first_name="=cmd()", last_name="")
    publish(store, by=owner, title="=1+1", city="+1+1")
    found = lines(logged_in(owner), url_of(store, is_file=True, kind="details"))
    assert [(row["what"], row["before"], row["after"]) for row in found] == [
        ("Name", "Pitman Pharmacy", "'=1+1"),
        ("City", "Pitman", "'+1+1"),
    ]
    assert {(row["who"], row["code"], row["store"]) for row in found} == {("'=cmd()", "pitman", "'=1+1")}


def test_file_of_the_network_holds_what_the_filters_find(store: StorePage) -> None:
    publish(make_store("switchback"), city="Glassboro")
    publish(store, city="Mullica Hill")
    found = lines(logged_in(make_editor()), url_of(None, is_file=True, store="switchback", kind="details"))
    assert [(row["code"], row["after"]) for row in found] == [("switchback", "Glassboro")]


# Cost


@pytest.mark.parametrize("count", [3, 15])
@pytest.mark.parametrize("is_network", [False, True])
def test_list_costs_the_same_for_few_and_for_many(
    store: StorePage, django_assert_num_queries: DjangoAssertNumQueries, count: int, is_network: bool
) -> None:
    stores = [make_store(f"store-{number}") for number in range(count // 3)]
    publish_often(store, by=[make_owner(store, f"owner-{number}") for number in range(count)])
    for each in stores:
        publish(each, city="Glassboro")
    client = logged_in(make_editor() if is_network else make_owner(store))
    url = url_of(None if is_network else store)
    client.get(url)
    with django_assert_num_queries(17 if is_network else 22):
        client.get(url)


def test_long_list_is_paged(store: StorePage) -> None:
    owner = make_owner(store)
    client = logged_in(owner)
    publish_often(store, by=[owner] * 55)
    count = PageLogEntry.objects.filter(page=store.pk, action__in=actions_of()).count()
    first, second = (text(client, url_of(store, p=page, kind="details")) for page in ("1", "2"))
    assert ("54 Street" in first, "54 Street" in second, count > 50) == (True, False, True)
    assert "39 S Broadway → 0 Street" in second
