"""Where frontends may be, at every door: never where a host of ours would answer, and no two stores at one address."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry, PageLogEntry, Site

from stores.models import NetworkFrontend, StorePage, StoreRegistration
from stores.opening.frontends import change_frontend, change_network_frontend, network_frontend
from stores.opening.registration import change_host
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db

OWN = "https://www.example.com/pitman"
DEFAULT = "https://{store}.shops.example.com"


@pytest.fixture
def pitman() -> StorePage:
    return make_store("pitman")


def set_frontend(store: StorePage, address: str, built_in_site: str = "redirect") -> None:
    change_frontend(by=None, store=store, address=address, built_in_site=built_in_site)


def set_default(address: str) -> None:
    change_network_frontend(by=None, address=address, built_in_site="redirect")


def fresh(store: StorePage) -> StorePage:
    found: StorePage = StorePage.objects.with_addresses().get(pk=store.pk)
    return found


def refused(call: Any, *args: Any, **kwargs: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as error, transaction.atomic():
        call(*args, **kwargs)
    messages: dict[str, list[str]] = error.value.message_dict
    return messages


def test_store_is_at_its_own_address_else_at_the_default_else_at_home(pitman: StorePage) -> None:
    other = make_store("switchback")
    assert (fresh(pitman).frontend, fresh(pitman).front_url) == (None, "http://pitman.localhost:8000")
    set_default(DEFAULT)
    set_frontend(pitman, OWN)
    assert [fresh(store).front_url for store in (pitman, other)] == [OWN, "https://switchback.shops.example.com"]
    set_frontend(other, "built-in")
    assert (fresh(other).frontend, fresh(other).front_url) == (None, "http://switchback.localhost:8000")


def test_default_is_the_same_whether_it_came_along_with_the_site_or_not(pitman: StorePage) -> None:
    set_default(DEFAULT)
    bare = StorePage.objects.get(pk=pitman.pk)
    assert bare.frontend == fresh(pitman).frontend


def test_changes_are_in_the_history_with_old_and_new(pitman: StorePage) -> None:
    set_frontend(pitman, OWN, "noindex")
    set_frontend(pitman, OWN, "noindex")
    (entry,) = PageLogEntry.objects.filter(page=pitman.pk, action="stores.change_registration")
    assert {name: entry.data[name] for name in ("old", "new")} == {
        "old": {"frontend_address": "", "built_in_site": "redirect"},
        "new": {"frontend_address": OWN, "built_in_site": "noindex"},
    }
    set_default(DEFAULT)
    (row,) = ModelLogEntry.objects.filter(action="wagtail.edit")
    assert (row.data["old"], row.data["new"]) == ({"address": ""}, {"address": DEFAULT})


@pytest.mark.parametrize(
    "address",
    [
        "http://pitman.localhost:8000",
        "http://pitman.localhost:8000/health",
        "http://switchback.localhost",
        "http://former.localhost:8000",
        "http://localhost:8000/stores/pitman",
        "javascript:alert(1)",
        "https://www.example.com/",
    ],
)
def test_address_that_leads_in_a_ring_or_nowhere_is_refused_at_every_door(address: str, pitman: StorePage) -> None:
    make_store("switchback")
    elmer = make_store("elmer", hostname="former.localhost")
    change_host(by=None, store=elmer, hostname="elmer.localhost")
    assert set(refused(set_frontend, pitman, address)) == {"frontend_address"}
    registration = StoreRegistration.objects.get(store=pitman)
    registration.frontend_address = address
    assert set(refused(registration.save)) == {"frontend_address"}
    assert set(refused(registration.save, update_fields=["frontend_address"])) == {"frontend_address"}


def test_database_refuses_what_is_no_address(pitman: StorePage) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        StoreRegistration.objects.update(frontend_address="javascript:alert(1)")
    with pytest.raises(IntegrityError), transaction.atomic():
        NetworkFrontend.objects.bulk_create([NetworkFrontend(pk=2, address=DEFAULT)])
    with pytest.raises(IntegrityError), transaction.atomic():
        NetworkFrontend.objects.bulk_create([NetworkFrontend(pk=1, address="https://www.example.com")])


def test_two_stores_are_never_at_one_address(pitman: StorePage) -> None:
    other = make_store("switchback")
    set_frontend(pitman, OWN)
    assert refused(set_frontend, other, OWN) == {"frontend_address": ["Pitman Pharmacy (pitman) has this address."]}
    set_default(DEFAULT)
    of_pitman, of_other = "https://pitman.shops.example.com", "https://switchback.shops.example.com"
    assert "Switchback Pharmacy" in refused(set_frontend, pitman, of_other)["frontend_address"][0]
    set_frontend(other, of_pitman)
    assert "Switchback Pharmacy is" in refused(set_frontend, pitman, "")["frontend_address"][0]


def test_default_at_which_another_store_has_its_own_address_is_refused(pitman: StorePage) -> None:
    other = make_store("switchback")
    set_frontend(pitman, "https://switchback.shops.example.com")
    assert "would be Switchback Pharmacy's" in refused(set_default, DEFAULT)["address"][0]
    set_frontend(other, "built-in")
    set_default(DEFAULT)
    assert network_frontend().address == DEFAULT


@pytest.mark.parametrize("address", ["http://{store}.localhost", "http://localhost:8000/{store}", "https://x.example"])
def test_default_at_hosts_of_ours_or_of_no_store_is_refused(address: str, pitman: StorePage) -> None:
    assert set(refused(set_default, address)) == {"address"}
    assert set(refused(NetworkFrontend(pk=1, address=address).save)) == {"address"}


def test_host_at_which_a_frontend_is_can_become_no_site(pitman: StorePage) -> None:
    set_default("http://{store}.shops.localhost")
    set_frontend(pitman, "http://www.shops.example")
    for hostname in ("www.shops.example", "elmer.shops.localhost"):
        assert "frontend" in refused(change_host, by=None, store=pitman, hostname=hostname)["hostname"][0]
        assert "hostname" in refused(make_store, "elmer", hostname=hostname)
        site = Site.objects.get(root_page=pitman.pk)
        site.hostname = hostname
        assert "hostname" in refused(site.save)
    change_host(by=None, store=pitman, hostname="shops.example")
