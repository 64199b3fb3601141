"""What people are told of pictures that can't be shown."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from cms.media.models import Making
from stores.models import StorePage
from tests.factories.media import make_image
from tests.factories.people import ClientOf
from tests.factories.stores import make_store

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_storage")]

WHY = "4 of its 4 sizes can't be made: broken data stream"


def fail(store: StorePage, name: str) -> int:
    image = make_image(name, collection=store.registration.collection, is_ready=False)
    image.renditions.all().delete()
    Making.objects.filter(image=image).update(made_by="x", failure=WHY)
    return image.pk


def words(client: Client, url: str) -> str:
    return BeautifulSoup(client.get(url).content, "html.parser").select_one("main").text


@pytest.mark.parametrize("role", ["owner", "staff"])
def test_people_of_the_store_read_it_on_their_home(role: str, pitman: StorePage, client_of: ClientOf) -> None:
    fail(pitman, "our-logo.png")
    fail(make_store("millrace"), "their-logo.png")
    text = words(client_of(role), "/admin/")
    assert f"The picture “our-logo” can't be shown whole. {WHY}" in text
    assert "their-logo" not in text


def test_newsroom_reads_it_in_its_lists(pitman: StorePage, client_of: ClientOf) -> None:
    fail(pitman, "our-logo.png")
    for url in ("/admin/", reverse("cms_newsroom_pictures")):
        text = words(client_of("editor") if url == "/admin/" else client_of("admin"), url)
        assert "our-logo" in text
        assert WHY in text


@pytest.mark.parametrize(("role", "leads"), [("editor", False), ("admin", True)])
def test_list_leads_to_the_picture_where_one_may_change_it(
    role: str, leads: bool, pitman: StorePage, client_of: ClientOf
) -> None:
    pk = fail(pitman, "our-logo.png")
    page = client_of(role).get(reverse("cms_newsroom_pictures")).content.decode()
    assert (reverse("wagtailimages:edit", args=[pk]) in page) is leads


def test_images_say_it_where_they_are_listed_and_changed(pitman: StorePage, client_of: ClientOf) -> None:
    pk = fail(pitman, "our-logo.png")
    client = client_of("owner")
    for url in (reverse("wagtailimages:index"), reverse("wagtailimages:edit", args=[pk])):
        assert f"The picture “our-logo” can't be shown whole. {WHY}" in words(client, url)


def test_picture_that_is_whole_is_not_mentioned(pitman: StorePage, client_of: ClientOf) -> None:
    image = make_image("logo.png", collection=pitman.registration.collection)
    client = client_of("owner")
    urls = ("/admin/", reverse("wagtailimages:index"), reverse("wagtailimages:edit", args=[image.pk]))
    assert [url for url in urls if "can't be shown" in words(client, url)] == []
