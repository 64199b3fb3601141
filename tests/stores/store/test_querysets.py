"""Which stores are online, and how a host or a slug finds them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site

from stores.models import RegionPage, StoreGroup, StorePage, StoreRegistration
from stores.removal.fixed import lifted
from stores.store.finding import store_at_host, store_by_slug
from tests.factories.network import stores_folder
from tests.factories.stores import StoreGroupFactory, add_site, make_store

pytestmark = pytest.mark.django_db

FLAWS = ["unpublished", "private", "below a private page", "without a Site", "without a registration"]


def spoil(store: StorePage, flaw: str) -> None:
    """Take one thing from an online store."""
    if flaw == "unpublished":
        store.unpublish()
    elif flaw == "without a Site":
        with lifted():
            Site.objects.filter(root_page=store).delete()
    elif flaw == "without a registration":
        with lifted():
            StoreRegistration.objects.filter(store=store).delete()
    else:
        page = store if flaw == "private" else store.get_parent()
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.PASSWORD, password="x")


def test_open_store_is_online() -> None:
    store = make_store("pitman")
    assert list(StorePage.objects.online()) == [store]


@pytest.mark.parametrize("flaw", FLAWS)
def test_store_is_not_online(flaw: str) -> None:
    store = make_store("pitman")
    spoil(store, flaw)
    assert list(StorePage.objects.online()) == []


@pytest.mark.parametrize("flaw", FLAWS)
def test_store_that_is_not_online_is_found_neither_by_slug_nor_at_its_host(flaw: str) -> None:
    store = make_store("pitman")
    spoil(store, flaw)
    assert store_by_slug("pitman") is None
    assert store_at_host("pitman.localhost") is None


def test_privacy_of_one_region_leaves_the_other_online() -> None:
    east, west = RegionPage(title="East", slug="east"), RegionPage(title="West", slug="west")
    for region in (east, west):
        stores_folder().add_child(instance=region)
    make_store("pitman", parent=east)
    switchback = make_store("switchback", parent=west)
    PageViewRestriction.objects.create(page=east, restriction_type=PageViewRestriction.LOGIN)
    assert list(StorePage.objects.online()) == [switchback]


def test_privacy_of_a_page_below_a_store_leaves_the_store_online() -> None:
    store = make_store("pitman")
    PageViewRestriction.objects.create(page=store.get_children().get(), restriction_type=PageViewRestriction.LOGIN)
    assert list(StorePage.objects.online()) == [store]


def test_store_with_two_sites_is_online_once() -> None:
    store = make_store("pitman")
    add_site(hostname="old.localhost", port=8000, root_page=store, is_default_site=False)
    assert list(StorePage.objects.online()) == [store]


def test_store_is_found_by_its_slug_with_its_site() -> None:
    store = make_store("pitman", hostname="www.pitman.localhost")
    make_store("switchback")
    found = store_by_slug("pitman")
    assert found == store
    assert found.site.hostname == "www.pitman.localhost"


@pytest.mark.parametrize("slug", ["", "pit", "Pitman", "stores"])
def test_slug_of_no_store_finds_none(slug: str) -> None:
    make_store("pitman")
    assert store_by_slug(slug) is None


def test_store_is_found_at_each_of_its_hosts() -> None:
    store = make_store("pitman")
    add_site(hostname="old.localhost", port=8000, root_page=store, is_default_site=False)
    assert store_at_host("pitman.localhost") == store
    old = store_at_host("old.localhost")
    assert old == store
    assert old.site.hostname == "old.localhost"


def test_port_counts_only_where_it_is_given() -> None:
    store = make_store("pitman")
    assert store_at_host("pitman.localhost", 8000) == store
    assert store_at_host("pitman.localhost", 8001) is None


def test_host_of_a_site_that_is_no_stores_finds_none() -> None:
    make_store("pitman")
    add_site(hostname="folder.localhost", port=8000, root_page=stores_folder(), is_default_site=False)
    assert store_at_host("folder.localhost") is None


def test_finding_a_store_with_its_registration_and_site_takes_one_query() -> None:
    make_store("pitman")
    with CaptureQueriesContext(connection) as queries:
        found = store_at_host("pitman.localhost")
        assert found is not None
        assert (found.registration.code, found.root_url) == ("pitman", "http://pitman.localhost:8000")
    assert len(queries) == 1


def profile_cost() -> int:
    with CaptureQueriesContext(connection) as queries:
        for store in StorePage.objects.online().with_profile():
            assert store.root_url
            assert store.registration.code
            assert store.listed_counters
            assert {group.slug for group in store.registration.groups.all()} == {"south-jersey"}
    return len(queries)


def test_profile_of_any_number_of_stores_costs_the_same() -> None:
    group: StoreGroup = StoreGroupFactory.create(slug="south-jersey")
    make_store("pitman", groups=[group])
    alone = profile_cost()
    for number in range(3):
        make_store(f"store-{number}", groups=[group])
    assert profile_cost() == alone == 4
