"""What is never deleted: each door, and what stands above."""

import html
from typing import Any

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cms.models import ArticlesPage, ExpertsPage, HealthNewsPage, LibraryPage, SharedPagesPage
from stores.models import RegionPage, StorePage, StoreRegistration, StoresPage
from stores.removal.fixed import lifted, why_fixed
from tests.cms.admin_forms import logged_in
from tests.factories.network import make_admin, stores_folder
from tests.factories.stores import add_site, make_store

pytestmark = pytest.mark.django_db


@pytest.fixture
def store() -> StorePage:
    return make_store("pitman")


@pytest.fixture
def admin() -> Client:
    return logged_in(make_admin())


def region_with(store: StorePage) -> RegionPage:
    region = RegionPage(title="East", slug="east")
    stores_folder().add_child(instance=region)
    store.move(region, pos="last-child")
    return region


FIXED = (StorePage, StoresPage, HealthNewsPage, LibraryPage, ArticlesPage, ExpertsPage, SharedPagesPage)


@pytest.mark.parametrize("model", [*FIXED, StoreRegistration])
def test_model_refuses(store: StorePage, model: Any) -> None:
    with pytest.raises(ProtectedError), transaction.atomic():
        model.objects.get().delete()
    with pytest.raises(ProtectedError), transaction.atomic():
        model.objects.all().delete()
    assert model.objects.exists()


def test_site_of_a_store_stays(store: StorePage) -> None:
    with pytest.raises(ProtectedError), transaction.atomic():
        store.site.delete()
    add_site(hostname="other.example", root_page=Page.get_first_root_node()).delete()


def test_people_and_pictures_of_a_store_stay(store: StorePage) -> None:
    for row in (store.registration.owners, store.registration.staff, store.registration.collection):
        with pytest.raises(ProtectedError), transaction.atomic():
            type(row).objects.get(pk=row.pk).delete()


def test_folder_above_a_store_stays_and_an_empty_one_goes(store: StorePage) -> None:
    region = region_with(store)
    with pytest.raises(ProtectedError), transaction.atomic():
        region.delete()
    empty = RegionPage(title="West", slug="west")
    stores_folder().add_child(instance=empty)
    empty.delete()
    assert StorePage.objects.filter(pk=store.pk).exists()


@pytest.mark.parametrize("model", FIXED)
def test_screen_refuses_in_words(store: StorePage, admin: Client, model: Any) -> None:
    page = model.objects.get()
    for send in (admin.get, admin.post):
        answer = send(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)
        assert "stay" in answer.content.decode() or "Close the store instead" in answer.content.decode()
    assert model.objects.exists()


@pytest.mark.parametrize("model", [StorePage, RegionPage, StoresPage, LibraryPage])
def test_bulk_action_refuses_in_words(store: StorePage, admin: Client, model: Any) -> None:
    region_with(store)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    answer = admin.post(f"{url}?id={model.objects.get().pk}", {"confirm_site_name": "Mortar"}, follow=True)
    assert any(word in answer.content.decode() for word in ("Close the store instead", "it stays", "the network has"))
    assert StorePage.objects.exists()
    assert LibraryPage.objects.exists()


def test_screens_of_sites_groups_and_collections_refuse(store: StorePage, admin: Client) -> None:
    rows = (
        ("wagtailsites:delete", store.site),
        ("wagtailusers_groups:delete", store.registration.owners),
        ("wagtailusers_groups:delete", store.registration.staff),
        ("wagtailadmin_collections:delete", store.registration.collection),
    )
    for view, row in rows:
        answer = admin.post(reverse(view, args=[row.pk]), follow=True)
        assert html.escape(why_fixed([row])) in answer.content.decode()
        assert why_fixed([row])
        assert type(row).objects.filter(pk=row.pk).exists()


def test_admin_api_writes_nothing(store: StorePage, admin: Client) -> None:
    for action in ("delete", "unpublish", "move", "copy", "create_alias", "publish", "revert_to_page_revision"):
        answer = admin.post(f"/admin/api/main/pages/{store.pk}/action/{action}/")
        assert answer.status_code == 404, action
    assert StorePage.objects.filter(pk=store.pk, live=True).exists()


def test_a_tool_of_ones_own_may_lift_it(store: StorePage) -> None:
    with lifted():
        StorePage.objects.get().delete()
    assert not StoreRegistration.objects.exists()
