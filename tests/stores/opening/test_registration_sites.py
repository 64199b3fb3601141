"""A Site is one store's, at a host that the store may have: at Wagtail's own screen, and at every save."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from stores.models import FormerHost, StorePage
from stores.opening.registration import change_host
from tests.cms.admin_forms import logged_in
from tests.factories.network import library, make_admin
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db


@pytest.fixture
def pitman() -> StorePage:
    store = make_store("pitman")
    change_host(by=None, store=store, hostname="downtown.localhost")
    return StorePage.objects.get(pk=store.pk)


@pytest.fixture
def other(pitman: StorePage) -> StorePage:
    return make_store("switchback")


@pytest.fixture
def admin() -> Client:
    return logged_in(make_admin())


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"hostname": "downtown.localhost"}, "hostname"),
    ({"hostname": "downtown.localhost", "port": 9000}, "hostname"),
    ({"hostname": "localhost"}, "hostname"),
    ({"hostname": "localhost", "port": 9000}, "hostname"),
    ({"hostname": "pitman.localhost"}, "hostname"),
    ({"hostname": "DOWNTOWN.localhost"}, "hostname"),
    ({"is_default_site": True}, "is_default_site"),
    ({"root_page": "pitman"}, "root_page"),
    ({"root_page": "library"}, "root_page"),
]


def page_named(name: str) -> Any:
    return library() if name == "library" else StorePage.objects.get(slug=name)


def values_of(site: Site, change: dict[str, Any]) -> dict[str, Any]:
    names = ("hostname", "port", "site_name", "is_default_site")
    values = {name: getattr(site, name) for name in names} | {"root_page": site.root_page_id}
    values |= {**change, **({"root_page": page_named(change["root_page"]).pk} if "root_page" in change else {})}
    return {name: value for name, value in values.items() if value is not False}


@pytest.mark.parametrize(("change", "field"), REFUSED)
def test_screen_refuses(other: StorePage, admin: Client, change: dict[str, Any], field: str) -> None:
    site = other.site
    answer = admin.post(reverse("wagtailsites:edit", args=[site.pk]), values_of(site, change))
    errors = answer.context["form"].errors
    # Wagtail's own check of host and port goes first, and names no field.
    assert field in errors or "already exists" in str(errors["__all__"])
    assert list(Site.objects.values_list("hostname", "root_page", "is_default_site")) == [
        ("downtown.localhost", page_named("pitman").pk, False),
        ("switchback.localhost", other.pk, False),
    ]
    assert FormerHost.objects.count() == 1


@pytest.mark.parametrize(("change", "field"), REFUSED)
def test_save_refuses(other: StorePage, change: dict[str, Any], field: str) -> None:
    site = other.site
    for name, value in change.items():
        setattr(site, name, page_named(value) if name == "root_page" else value)
    with pytest.raises(ValidationError) as error:
        site.save()
    assert field in error.value.message_dict


def test_second_site_of_a_store_is_refused_when_added(other: StorePage, admin: Client) -> None:
    sent = {"hostname": "second.localhost", "port": 8000, "root_page": other.pk}
    answer = admin.post(reverse("wagtailsites:add"), sent)
    assert answer.context["form"].errors["root_page"] == [
        "Switchback Pharmacy has a site already. Change its host instead."
    ]
    with pytest.raises(ValidationError):
        Site.objects.create(hostname="second.localhost", port=8000, root_page=other)


def test_new_host_in_capitals_is_written_small_and_the_old_one_leads_there(other: StorePage, admin: Client) -> None:
    site = other.site
    answer = admin.post(
        reverse("wagtailsites:edit", args=[site.pk]), values_of(site, {"hostname": "Uptown.Localhost"})
    )
    assert answer.status_code == 302
    assert Site.objects.get(pk=site.pk).hostname == "uptown.localhost"
    assert FormerHost.objects.get(hostname="switchback.localhost").store_id == other.pk


def test_a_store_takes_its_own_former_host_back(pitman: StorePage) -> None:
    site = pitman.site
    site.hostname = "pitman.localhost"
    site.save()
    assert list(FormerHost.objects.values_list("hostname", flat=True)) == ["downtown.localhost"]


def test_all_that_is_wrong_is_said_at_once(other: StorePage, admin: Client) -> None:
    """The host was asked about only once the port was right."""
    sent = {"hostname": "downtown.localhost", "port": "eighty", "is_default_site": "on", "root_page": library().pk}
    form = admin.post(reverse("wagtailsites:add"), sent).context["form"]
    assert set(form.errors) == {"hostname", "port", "is_default_site", "root_page"}
    assert form.errors["hostname"] == ["Another site has the host name 'downtown.localhost'."]
    assert form.errors["port"] == ["Enter a whole number."]
    site = other.site
    again = admin.post(reverse("wagtailsites:edit", args=[site.pk]), {**sent, "root_page": site.root_page_id})
    assert set(again.context["form"].errors) == {"hostname", "port", "is_default_site"}
    assert Site.objects.get(pk=site.pk).hostname == site.hostname
