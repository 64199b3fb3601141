"""Opening a store: all of it, or nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import connection
from django.dispatch import Signal
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, Page, PageLogEntry, ReferenceIndex, Site

from cms.models import HealthNewsPage
from stores.models import (
    NetworkBanner,
    OpeningHours,
    PromoBanner,
    RegionPage,
    StoreGroup,
    StorePage,
    StoreRegistration,
)
from stores.opening import opening as actions
from stores.opening.collections import STORES_COLLECTION
from stores.opening.opening import close_store, open_store
from stores.people.appointing import appoint_owner, appoint_staff, dismiss_owner
from stores.removal.fixed import lifted
from stores.signals import stores_opened
from tests.factories.network import FOUNDED_AT, make_admin, make_network, make_user, stores_folder
from tests.factories.newsroom import make_page
from tests.factories.stores import StoreGroupFactory, StorePageFactory, make_store, new_banner

pytestmark = pytest.mark.django_db


def unsaved(slug: str = "pitman", **fields: Any) -> StorePage:
    return StorePageFactory.build(slug=slug, title="Pitman Pharmacy", **fields)


def opened(
    store: StorePage | None = None, *, code: str = "pitman", hostname: str = "pitman.localhost", **over: Any
) -> Any:
    """`open_store` with what a good store brings, unless `over` says otherwise."""
    facts = {
        "by": None,
        "parent": stores_folder(),
        "store": unsaved() if store is None else store,
        "registration": StoreRegistration(code=code),
        "hostname": hostname,
    }
    return open_store(**{**facts, **over})


def traces() -> dict[str, int]:
    """How many rows there are of all that a store brings."""
    models = (Page, Site, Collection, StoreRegistration, Group, OpeningHours, PromoBanner, PageLogEntry)
    return {model.__name__: model._default_manager.count() for model in models}


@contextmanager
def listening(signal: Signal, receiver: Callable[..., Any]) -> Iterator[None]:
    signal.connect(receiver)
    try:
        yield
    finally:
        signal.disconnect(receiver)


def refused(**over: Any) -> dict[str, list[str]]:
    """The message of each bad field; nothing must be left."""
    stores_folder()
    before = traces()
    with pytest.raises(ValidationError) as error:
        opened(**over)
    assert traces() == before
    return error.value.message_dict


def test_page_is_live_from_now_below_its_parent() -> None:
    parent = stores_folder()
    with time_machine.travel(FOUNDED_AT, tick=False):
        opened(parent=parent)
    store = StorePage.objects.child_of(parent).get()
    assert (store.live, store.first_published_at, store.last_published_at) == (True, FOUNDED_AT, FOUNDED_AT)


def test_site_has_the_host_in_lower_case_and_is_never_the_default() -> None:
    store = opened(hostname="Pitman.Localhost")
    site = Site.objects.get(root_page=store)
    assert (site.hostname, site.port, site.site_name) == ("pitman.localhost", 8000, "Pitman Pharmacy")
    assert not site.is_default_site
    assert store.root_url == "http://pitman.localhost:8000"


def test_registration_stands_with_its_groups() -> None:
    groups = [StoreGroupFactory.create(slug="south-jersey"), StoreGroupFactory.create(slug="river")]
    registration = StoreRegistration(code="p-1", legal_name="Pitman Inc", npi="1234567893", ncpdp="0612345")
    store = opened(registration=registration, groups=groups)
    saved = StoreRegistration.objects.get(store=store)
    assert (saved.code, saved.legal_name, saved.npi, saved.ncpdp) == ("p-1", "Pitman Inc", "1234567893", "0612345")
    assert set(saved.groups.all()) == set(groups)


def test_each_store_has_an_image_collection_of_its_own_in_one_folder() -> None:
    one, other = opened(), make_store("switchback")
    folder = Collection.objects.get(name=STORES_COLLECTION, depth=2)
    assert one.registration.collection != other.registration.collection
    assert one.registration.collection.get_parent() == other.registration.collection.get_parent() == folder
    assert one.registration.collection.name == "Pitman Pharmacy (pitman)"


def test_store_opens_where_the_first_stores_collection_was_moved_away() -> None:
    moved = make_store("pitman").registration.collection
    moved.move(Collection.get_first_root_node(), "sorted-child")
    collection = make_store("switchback").registration.collection
    assert collection.get_parent().name == STORES_COLLECTION


def test_each_store_costs_the_same_queries() -> None:
    make_store("first")
    costs = []
    for number in range(4):
        with CaptureQueriesContext(connection) as queries:
            make_store(f"store-{number}", title=f"{9 - number} comes before all others")
        costs.append(len(queries))
    assert len(set(costs)) == 1
    # One of them is the factory's own: whether there are saved audiences.
    assert costs[0] <= 61


def test_what_a_banner_replaces_is_a_reference_of_the_store() -> None:
    banner = NetworkBanner.objects.create(text="Flu shots", has_no_end=True, store_may="replace")
    opened(unsaved(), code="pitman")
    assert not ReferenceIndex.get_references_to(banner).exists()
    store = unsaved("switchback")
    store.promo_banners = [new_banner("Ours", replaces=banner)]
    opened(store, code="switchback", hostname="switchback.localhost")
    assert ReferenceIndex.get_references_to(banner).count() == 1


def test_hours_and_banners_come_along() -> None:
    store = unsaved()
    store.opening_hours = [OpeningHours(weekday=1, opens_at=time(9), closes_at=time(17))]
    store.promo_banners = [new_banner("Welcome")]
    opened(store)
    assert OpeningHours.objects.get(store=store).opens_at == time(9)
    assert PromoBanner.objects.get(store=store).text == "Welcome"


def test_empty_slug_becomes_the_code() -> None:
    assert opened(unsaved(slug=""), code="p-17").slug == "p-17"


def test_health_news_exists_from_the_first_moment() -> None:
    store = opened()
    news = HealthNewsPage.objects.child_of(store).get()
    assert (news.live, news.slug) == (True, "health")


def test_log_names_the_actor() -> None:
    admin = make_admin()
    store = opened(by=admin)
    entries = PageLogEntry.objects.filter(page=store.pk).order_by("pk")
    assert [(entry.action, entry.user) for entry in entries] == [("wagtail.create", admin), ("wagtail.publish", admin)]


def test_others_hear_of_the_store_with_its_actor_when_all_of_it_stands() -> None:
    heard: list[tuple[StorePage, Any, bool, str]] = []

    def listener(*, stores: list[StorePage], by: Any, **_kwargs: Any) -> None:
        (store,) = stores
        row = StorePage.objects.get(pk=store.pk)
        heard.append((row, by, row.live, f"{row.registration.code} at {row.site.hostname}"))

    admin = make_admin()
    with listening(stores_opened, listener):
        store = opened(by=admin)
    assert heard == [(store, admin, True, "pitman at pitman.localhost")]


@pytest.mark.django_db(transaction=True)
def test_others_hear_of_the_store_inside_its_transaction() -> None:
    heard: list[bool] = []

    def listener(**_kwargs: Any) -> None:
        heard.append(connection.in_atomic_block)

    stores_folder()
    assert not connection.in_atomic_block
    with listening(stores_opened, listener):
        opened()
    assert heard == [True]


class Broken(Exception):
    """Raised midway."""


def _break(*_args: Any, **_kwargs: Any) -> None:
    raise Broken


@pytest.mark.parametrize(
    "step", ["add_store_collections", "grant_store_rights", "check_sites", "log_pages", "stores_opened.send"]
)
def test_failure_midway_leaves_nothing(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    make_network()
    store = unsaved()
    store.opening_hours = [OpeningHours(weekday=1, opens_at=time(9), closes_at=time(17))]
    store.promo_banners = [new_banner("Welcome")]
    before = traces()
    monkeypatch.setattr(f"stores.opening.opening.{step}", _break)
    with pytest.raises(Broken):
        opened(store)
    assert traces() == before


def test_failing_listener_leaves_nothing() -> None:
    make_network()
    before = traces()
    with listening(stores_opened, _break), pytest.raises(Broken):
        opened()
    assert traces() == before


def test_store_can_be_opened_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    make_network()
    with monkeypatch.context() as patch:
        patch.setattr(actions, "log_pages", _break)
        with pytest.raises(Broken):
            opened()
    assert opened().live


@pytest.mark.parametrize("hostname", ["pitman.localhost", "PITMAN.localhost"])
def test_host_of_another_site_is_refused(hostname: str) -> None:
    make_store("pitman")
    messages = refused(store=unsaved("other"), code="other", hostname=hostname)
    assert messages == {"hostname": ["Another site has the host name 'pitman.localhost'."]}


@pytest.mark.parametrize("hostname", ["localhost", "LOCALHOST"])
def test_networks_own_host_is_refused(hostname: str) -> None:
    assert refused(hostname=hostname) == {"hostname": ["'localhost' is the network's own host."]}


@pytest.mark.parametrize(
    "hostname",
    [
        "",
        "pitman.localhost:8000",
        "http://pitman.localhost",
        "pit man.localhost",
        "pitman.localhost/",
        "pitman..localhost",
    ],
)
def test_what_is_no_host_name_is_refused(hostname: str) -> None:
    assert list(refused(hostname=hostname)) == ["hostname"]


def test_slug_of_a_store_in_another_region_is_refused() -> None:
    east, west = RegionPage(title="East", slug="east"), RegionPage(title="West", slug="west")
    for region in (east, west):
        stores_folder().add_child(instance=region)
    make_store("pitman", parent=east)
    messages = refused(parent=west, code="other", hostname="other.localhost")
    assert messages == {"slug": ["Another store has the slug 'pitman'."]}


def test_slug_of_a_sibling_is_refused() -> None:
    make_store("pitman")
    assert list(refused(code="other", hostname="other.localhost")) == ["slug"]


def test_code_of_another_store_is_refused() -> None:
    make_store("pitman")
    messages = refused(store=unsaved("other"), hostname="other.localhost")
    assert list(messages) == ["code"]


@pytest.mark.parametrize(
    ("fields", "bad"),
    [
        ({"code": ""}, "code"),
        ({"code": "Pitman"}, "code"),
        ({"code": "pit man"}, "code"),
        ({"code": "pitman", "npi": "1234567890"}, "npi"),
        ({"code": "pitman", "ncpdp": "12"}, "ncpdp"),
    ],
)
def test_bad_registration_is_refused_by_field(fields: dict[str, str], bad: str) -> None:
    assert list(refused(registration=StoreRegistration(**fields))) == [bad]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("street", ""),
        ("state", "ZZ"),
        ("postal_code", "8071"),
        ("phone", "12"),
        ("time_zone", "Europe/Berlin"),
        ("time_zone", ""),
        ("services", ["teleport"]),
        ("accent", "#ffff00"),
    ],
)
def test_bad_page_is_refused_by_field(field: str, value: Any) -> None:
    store = unsaved()
    setattr(store, field, value)
    assert list(refused(store=store)) == [field]


@pytest.mark.parametrize(
    ("row", "bad"),
    [
        (OpeningHours(weekday=9, opens_at=time(9), closes_at=time(17)), "weekday"),
        (OpeningHours(counter="moon", weekday=1, opens_at=time(9), closes_at=time(17)), "counter"),
        (PromoBanner(text="{{ store.nmae }}", has_no_end=True), "text"),
        (PromoBanner(text="No end said"), "__all__"),
        (PromoBanner(text="x" * 201, has_no_end=True), "text"),
        (PromoBanner(text="Sale", has_no_end=True, link_path="//evil.example.com"), "link_path"),
        (PromoBanner(text="Sale", has_no_end=True, link_path="/savings/", link_label="Go"), "link_label"),
    ],
    ids=["weekday", "counter", "token", "no end", "too long", "path", "label"],
)
def test_bad_hours_and_banners_are_refused_by_field(row: OpeningHours | PromoBanner, bad: str) -> None:
    store = unsaved()
    if isinstance(row, OpeningHours):
        store.opening_hours = [row]
    else:
        store.promo_banners = [row]
    assert list(refused(store=store)) == [bad]


def test_store_whose_page_was_deleted_can_be_opened_again_without_its_old_owners() -> None:
    owner = make_user("owner")
    first = opened()
    appoint_owner(by=None, user=owner, store=first)
    with lifted():
        first.delete()
    again = opened()
    assert again.live
    assert not owner.groups.exists()


def test_banner_cannot_lead_to_a_page_of_another_store() -> None:
    store = unsaved()
    page = make_page("about-us", at_store=make_store("switchback"))
    store.promo_banners = [new_banner("Read", link_page=page, link_label="Read")]
    assert list(refused(store=store)) == ["link_page"]


def test_groups_are_given_once_each() -> None:
    group: StoreGroup = StoreGroupFactory.create(slug="south-jersey")
    store = opened(groups=[group, group])
    assert list(store.registration.groups.all()) == [group]


LATER = datetime(2027, 3, 1, 17, 0, tzinfo=UTC)


def people(group: Group) -> set[str]:
    return {user.get_username() for user in group.user_set.all()}


def log_of(store: StorePage, action: str) -> list[tuple[Any, Any]]:
    """Who did it, and to whom."""
    entries = PageLogEntry.objects.filter(page=store.pk, action=action).order_by("pk")
    return [(entry.user, entry.data.get("user")) for entry in entries]


def test_new_store_has_its_own_empty_groups_of_owners_and_staff() -> None:
    registration = opened().registration
    assert (registration.owners.name, registration.staff.name) == ("Owners of pitman", "Staff of pitman")
    assert people(registration.owners) | people(registration.staff) == set()


@pytest.mark.parametrize(
    ("appoint", "group", "action"),
    [(appoint_owner, "owners", "stores.appoint_owner"), (appoint_staff, "staff", "stores.appoint_staff")],
)
def test_person_is_appointed_once_and_the_log_names_who_did_it(
    appoint: Callable[..., None], group: str, action: str
) -> None:
    store, admin, person = opened(), make_admin(), make_user("ann")
    for _time in range(2):
        appoint(by=admin, user=person, store=store)
    assert people(getattr(store.registration, group)) == {"ann"}
    assert [name for name in ("owners", "staff") if people(getattr(store.registration, name))] == [group]
    assert log_of(store, action) == [(admin, "ann")]


def test_person_may_own_several_stores() -> None:
    stores, person = [opened(), make_store("switchback")], make_user("ann")
    for store in stores:
        appoint_owner(by=None, user=person, store=store)
    assert [people(store.registration.owners) for store in stores] == [{"ann"}, {"ann"}]


def test_dismissed_person_has_no_right_left_on_this_store_and_keeps_the_others() -> None:
    store, other, admin, person = opened(), make_store("switchback"), make_admin(), make_user("ann")
    appoint_owner(by=None, user=person, store=store)
    appoint_staff(by=None, user=person, store=store)
    appoint_owner(by=None, user=person, store=other)
    dismiss_owner(by=admin, user=person, store=store)
    assert set(person.groups.values_list("name", flat=True)) == {"Owners of switchback"}
    assert log_of(store, "stores.dismiss_owner") == [(admin, "ann")]


def test_dismissing_somebody_who_was_never_appointed_leaves_no_trace() -> None:
    store = opened()
    dismiss_owner(by=None, user=make_user("ann"), store=store)
    assert log_of(store, "stores.dismiss_owner") == []


def test_drafts_of_a_dismissed_person_stay() -> None:
    store, person = opened(), make_user("ann")
    appoint_owner(by=None, user=person, store=store)
    revision = store.save_revision(user=person)
    dismiss_owner(by=None, user=person, store=store)
    assert StorePage.objects.get(pk=store.pk).latest_revision == revision


def test_closed_store_is_offline_from_now_with_everything_still_there() -> None:
    store, admin = make_store("pitman"), make_admin()
    before = {name: count for name, count in traces().items() if name != "PageLogEntry"}
    with time_machine.travel(LATER, tick=False):
        close_store(by=admin, store=store)
    assert StoreRegistration.objects.get(store=store).closed_at == LATER
    assert list(StorePage.objects.online()) == []
    assert {name: count for name, count in traces().items() if name != "PageLogEntry"} == before
    assert log_of(store, "stores.close") == [(admin, None)]


def test_closed_store_has_nobody_left_and_nobody_is_appointed() -> None:
    store, person = opened(), make_user("ann")
    appoint_owner(by=None, user=person, store=store)
    appoint_staff(by=None, user=person, store=store)
    close_store(by=None, store=store)
    assert not person.groups.exists()
    for appoint in (appoint_owner, appoint_staff):
        with pytest.raises(ValidationError, match="Pitman Pharmacy is closed"):
            appoint(by=None, user=person, store=store)
    assert not person.groups.exists()


def test_host_of_a_closed_store_stays_its_own() -> None:
    close_store(by=None, store=opened())
    messages = refused(store=unsaved("other"), code="other")
    assert messages == {"hostname": ["Another site has the host name 'pitman.localhost'."]}
