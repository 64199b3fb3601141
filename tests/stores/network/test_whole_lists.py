"""Screens of Wagtail that draw something of every store."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission, ReferenceIndex
from wagtail.test.utils.form_data import querydict_from_html

from stores.models import StorePage
from tests.factories.many import make_many_stores
from tests.factories.newsroom import make_article
from tests.factories.people import ClientOf

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(pitman: StorePage, client_of: ClientOf) -> Client:
    return client_of("admin")


def offered(client: Client, group: Group, name: str) -> set[str]:
    """Folders that one of the selects of a group's form offers."""
    page = BeautifulSoup(client.get(reverse("wagtailusers_groups:edit", args=[group.pk])).content, "html.parser")
    select = page.select_one(f"select[name='{name}']")
    assert select is not None, name
    return {" ".join(option.text.replace("↳", "").split()) for option in select.select("option") if option["value"]}


def form_of(client: Client, url: str) -> Any:
    form = querydict_from_html(client.get(url).content.decode())
    for name in [name for name in form if "__prefix__" in name]:
        del form[name]
    return form


def test_a_group_is_offered_no_folder_of_a_store(admin: Client, pitman: StorePage) -> None:
    editors = Group.objects.get(name="Newsroom editors")
    names = offered(admin, editors, "image_permissions-0-collection")
    assert Collection.get_first_root_node().name in names
    assert pitman.registration.collection.name not in names


def test_a_group_keeps_the_folder_that_it_has(admin: Client, pitman: StorePage) -> None:
    owners = pitman.registration.owners
    assert pitman.registration.collection.name in offered(admin, owners, "image_permissions-0-collection")


def test_a_group_is_not_given_the_folder_of_a_store(admin: Client, pitman: StorePage) -> None:
    editors, folder = Group.objects.get(name="Newsroom editors"), pitman.registration.collection
    url = reverse("wagtailusers_groups:edit", args=[editors.pk])
    form = form_of(admin, url)
    form["image_permissions-0-collection"] = str(folder.pk)
    assert admin.post(url, form).status_code == 200
    assert not GroupCollectionPermission.objects.filter(group=editors, collection=folder).exists()


def test_folders_are_listed_in_pages(admin: Client) -> None:
    make_many_stores(60)
    url = reverse("wagtailadmin_collections:index")
    lines = [
        len(BeautifulSoup(admin.get(url + page).content, "html.parser").select("main tbody tr")) for page in PAGES
    ]
    assert lines == [50, Collection.objects.count() - 1 - 50]


PAGES = ("", "?p=2")


def test_uses_are_loaded_a_page_at_a_time(admin: Client) -> None:
    target: Any = make_article("target")
    url = reverse("wagtailadmin_pages:usage", args=[target.pk])

    def cost_with(number: int) -> tuple[int, int]:
        for place in range(ReferenceIndex.get_references_to(target).count(), number):
            link = f'<p><a linktype="page" id="{target.pk}">It</a></p>'
            make_article(f"use-{place}", body=[{"type": "paragraph", "value": link}])
        admin.get(url)
        with CaptureQueriesContext(connection) as asked:
            page = BeautifulSoup(admin.get(url).content, "html.parser")
        return len(page.select("main tbody tr")), len(asked)

    twenty = cost_with(20)
    assert cost_with(26) == (20, twenty[1])
    second = BeautifulSoup(admin.get(f"{url}?p=2").content, "html.parser")
    assert len(second.select("main tbody tr")) == 6
