"""What happens to a file in use is in the history of who shows it."""

import re
from typing import Any
from unittest import mock

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from cms.media.models import NetworkImage
from stores.audit.files import CHANGE_FILE, CHANGE_SHARED_FILE, file_words
from stores.audit.words import field_text
from stores.models import StorePage
from stores.people.appointing import appoint_owner
from tests.cms.admin_forms import logged_in
from tests.cms.media.files.test_names import new_name
from tests.factories.blocks import image_block
from tests.factories.media import make_image, picture_file
from tests.factories.network import make_user
from tests.factories.newsroom import make_article, make_page
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db


@pytest.fixture
def pitman(db: None) -> StorePage:
    return make_store("pitman")


@pytest.fixture
def logo(pitman: StorePage) -> NetworkImage:
    image = make_image("logo.png", collection=pitman.registration.collection, is_ready=False)
    pitman.logo = image
    pitman.save()
    make_page("about", at_store=pitman, title="About us", body=[image_block(image.pk)])
    return image


def entries(action: str = CHANGE_FILE) -> list[PageLogEntry]:
    return list(PageLogEntry.objects.filter(action=action).order_by("pk"))


def words_of(entry: PageLogEntry) -> str:
    return "; ".join(map(str, file_words("", entry.data)))


def test_replacement_by_an_owner_is_told_with_places_and_name(pitman: StorePage, logo: NetworkImage) -> None:
    ann = make_user("ann", first_name="Ann", last_name="Olsen")
    appoint_owner(by=None, user=ann, store=pitman)
    client = logged_in(ann)
    fields = {"title": logo.title, "collection": logo.collection_id, "tags": "", "file": picture_file("new.png")}
    client.post(reverse("wagtailimages:edit", args=[logo.pk]), fields)
    (entry,) = entries()
    assert (entry.page_id, entry.user_id, entry.data["by"]) == (pitman.pk, ann.pk, "Ann Olsen")
    assert words_of(entry).startswith("Replaced the picture “logo”, used on: About us, ")
    # A name that is taken gets some letters more.
    assert re.search(r"file logo\w*\.png → file new\w*\.png", words_of(entry))
    page = client.get(reverse("stores_changes", args=[pitman.pk]) + "?kind=files").content.decode()
    assert "Replaced the picture “logo”" in page


def test_stored_names_lose_their_tokens_and_a_logo_is_called_by_its_title(pitman: StorePage) -> None:
    with mock.patch("cms.media.files.names.new_name", new=new_name):
        image = make_image("logo.png", collection=pitman.registration.collection, is_ready=False)
        pitman.logo = image
        pitman.save()
        image.file = picture_file("new.png")
        image.save()
    (entry,) = entries()
    assert (entry.data["old"], entry.data["new"]) == ({"file": "logo.png"}, {"file": "new.png"})
    assert field_text("logo_id", image.pk) == "“logo”"
    assert field_text("logo_id", 404) == "a picture that is gone"
    assert field_text("logo_id", None) == "nothing"


def test_words_of_a_picture_that_change_are_told(logo: NetworkImage) -> None:
    logo.description = "A new alternative text"
    logo.save()
    (entry,) = entries()
    assert entry.data["what"] == "Changed"
    assert "description empty → description A new alternative text" in words_of(entry)


def test_deletion_is_told(pitman: StorePage, logo: NetworkImage) -> None:
    NetworkImage.objects.filter(pk=logo.pk).delete()
    (entry,) = entries()
    assert entry.page_id == pitman.pk
    assert words_of(entry).startswith("Deleted the picture “logo”, used on: About us, ")


def test_each_store_reads_its_own_places_and_how_many_others_there_are(pitman: StorePage, logo: NetworkImage) -> None:
    other = make_store("switchback")
    make_page("theirs", at_store=other, title="Their page", body=[image_block(logo.pk)])
    logo.title = "Renamed"
    logo.save()
    by_store: dict[Any, str] = {entry.page_id: words_of(entry) for entry in entries()}
    assert set(by_store) == {pitman.pk, other.pk}
    assert "Their page" not in by_store[pitman.pk]
    assert "1 more in the network" in by_store[pitman.pk]
    assert "used on: Their page and 2 more in the network" in by_store[other.pk]


def test_picture_of_the_library_is_told_as_the_network_s() -> None:
    image = make_image("hero.png", is_ready=False)
    make_article("flu", title="Flu", hero=image)
    image.title = "Renamed"
    image.save()
    assert entries() == []
    (entry,) = entries(CHANGE_SHARED_FILE)
    assert "used on: Flu" in words_of(entry)


def test_nothing_is_told_of_what_nothing_shows_or_of_a_save_without_a_change(logo: NetworkImage) -> None:
    unused = make_image("unused.png", is_ready=False)
    unused.title = "Renamed"
    unused.save()
    NetworkImage.objects.get(pk=logo.pk).save()
    unused.delete()
    assert entries() == entries(CHANGE_SHARED_FILE) == []


def test_moving_a_file_by_a_bulk_action_is_told(pitman: StorePage, logo: NetworkImage) -> None:
    ann = make_user("ann")
    appoint_owner(by=None, user=ann, store=pitman)
    private = logo.collection.add_child(name="Private")
    url = reverse("wagtail_bulk_action", args=["media", "networkimage", "add_to_collection"])
    logged_in(ann).post(f"{url}?id={logo.pk}", {"collection": private.pk})
    (entry,) = entries()
    assert entry.data["what"] == "Changed"
    assert "collection Private" in words_of(entry)
