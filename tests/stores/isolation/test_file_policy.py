"""Staff change no file that is on the site or waits to be; owners do."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.media.models import NetworkDocument, NetworkImage
from cms.models import StandardPage
from stores.isolation.file_policy import is_locked_for
from stores.models import StorePage
from stores.people.appointing import appoint_owner, appoint_staff
from tests.cms.admin_forms import logged_in
from tests.factories.blocks import document_link, image_block, paragraph
from tests.factories.media import make_document, make_image, picture_file
from tests.factories.network import make_admin, make_editor, make_user
from tests.factories.newsroom import make_article, make_page
from tests.factories.stores import make_store
from tests.stores.removal.asking import asked, removed

pytestmark = pytest.mark.django_db


@pytest.fixture
def pitman(db: None) -> StorePage:
    return make_store("pitman")


@pytest.fixture
def logo(pitman: StorePage) -> NetworkImage:
    """On the site."""
    image = make_image("logo.png", collection=pitman.registration.collection, is_ready=False)
    pitman.logo = image
    pitman.save()
    return image


@pytest.fixture
def leaflet(pitman: StorePage) -> NetworkDocument:
    """Linked to by a page that is on the site."""
    document = make_document("leaflet.txt", collection=pitman.registration.collection)
    make_page("about", at_store=pitman, body=[paragraph(document_link(document.pk, "Leaflet"))])
    return document


@pytest.fixture
def ann(pitman: StorePage) -> Any:
    user = make_user("ann")
    appoint_owner(by=None, user=user, store=pitman)
    return user


@pytest.fixture
def sam(pitman: StorePage) -> Any:
    user = make_user("sam")
    appoint_staff(by=None, user=user, store=pitman)
    return user


def is_there(file: Any) -> bool:
    return type(file).objects.filter(pk=file.pk).exists()


def doors(file: Any) -> list[tuple[str, dict[str, Any]]]:
    """Every address of the admin by which a file is changed, moved or deleted, and what is sent there."""
    is_image = isinstance(file, NetworkImage)
    new = picture_file("new.png") if is_image else ContentFile(b"new", name="new.txt")
    kind, prefix = ("images", f"image-{file.pk}") if is_image else ("docs", f"doc-{file.pk}")
    fields = {"title": "Taken", "collection": file.collection_id, "tags": "", "file": new}
    private = file.collection.get_children().first() or file.collection.add_child(name="Private")
    return [
        (reverse(f"wagtail{kind}:edit", args=[file.pk]), fields),
        (reverse(f"wagtail{kind}:delete", args=[file.pk]), {}),
        (
            reverse(f"wagtail{kind}:edit_multiple", args=[file.pk]),
            {f"{prefix}-{name}": value for name, value in fields.items()},
        ),
        (reverse(f"wagtail{kind}:delete_multiple", args=[file.pk]), {}),
        (bulk_url(file, "delete"), {}),
        (bulk_url(file, "add_to_collection"), {"collection": private.pk}),
    ]


def bulk_url(file: Any, action: str) -> str:
    model = file._meta
    return f"{reverse('wagtail_bulk_action', args=[model.app_label, model.model_name, action])}?id={file.pk}"


def state(file: Any) -> Any:
    return type(file).objects.filter(pk=file.pk).values("title", "file", "collection").first()


def send(client: Client, url: str, data: dict[str, Any]) -> Any:
    return client.post(url, data, headers={"x-requested-with": "XMLHttpRequest"})


@pytest.mark.parametrize("which", ["logo", "leaflet"])
def test_staff_change_no_file_that_is_on_the_site_by_any_door(which: str, sam: Any, request: Any) -> None:
    file = request.getfixturevalue(which)
    before = state(file)
    client = logged_in(sam)
    for url, data in doors(file):
        answer = send(client, url, data)
        assert state(file) == before, url
        if "multiple" in url:
            assert answer.json()["error_message"].startswith(f"“{file.title}” is in use: ")


@pytest.mark.parametrize("which", ["logo", "leaflet"])
@pytest.mark.parametrize("door", range(6))
def test_owner_does_by_each_of_them(which: str, door: int, ann: Any, request: Any) -> None:
    file = request.getfixturevalue(which)
    before = state(file)
    url, data = doors(file)[door]
    client = logged_in(ann)
    if "delete" not in url:
        send(client, url, data)
    elif "multiple" in url:
        # The uploader's script can't ask: it says what would go, and leads to the screen that asks.
        answer = send(client, url, data)
        assert answer.status_code == 400
        assert state(file) == before
        assert " uses it" in answer.json()["error_message"]
        removed(client, answer.json()["ask"])
    else:
        removed(client, url)
    assert state(file) != before, url


@pytest.mark.parametrize("which", ["logo", "leaflet"])
def test_staff_delete_no_file_in_use_by_the_yes_of_an_owner(which: str, ann: Any, sam: Any, request: Any) -> None:
    file = request.getfixturevalue(which)
    for url in (url for url, _data in doors(file) if "delete" in url and "multiple" not in url):
        _lines, yes = asked(logged_in(ann), url)
        logged_in(sam).post(url, yes)
        assert is_there(file), url


def test_owner_of_one_store_who_is_staff_at_another_is_staff_there(logo: NetworkImage, sam: Any) -> None:
    appoint_owner(by=None, user=sam, store=make_store("switchback"))
    assert is_locked_for(sam, logo)


def test_staff_change_what_nothing_shows(pitman: StorePage, sam: Any) -> None:
    image = make_image("unused.png", collection=pitman.registration.collection, is_ready=False)
    for url, data in doors(image)[:1]:
        send(logged_in(sam), url, data)
    assert NetworkImage.objects.get(pk=image.pk).title == "Taken"
    send(logged_in(sam), reverse("wagtailimages:delete", args=[image.pk]), {})
    assert not is_there(image)


def test_draft_alone_locks_nothing_and_one_that_waits_does(pitman: StorePage, sam: Any) -> None:
    image = make_image("draft.png", collection=pitman.registration.collection, is_ready=False)
    page = make_page("about", at_store=pitman)
    page.body = StandardPage(body=[image_block(image.pk)]).body
    page.save_revision(user=sam)
    assert not is_locked_for(sam, image)
    Page.objects.get(pk=page.pk).get_workflow().start(StandardPage.objects.get(pk=page.pk), sam)
    assert is_locked_for(sam, image)


def test_picture_of_a_page_that_is_taken_down_is_free(pitman: StorePage, sam: Any) -> None:
    image = make_image("about.png", collection=pitman.registration.collection, is_ready=False)
    page = make_page("about", at_store=pitman, body=[image_block(image.pk)])
    assert is_locked_for(sam, image)
    page.unpublish()
    assert not is_locked_for(sam, image)


def test_editor_is_not_locked_out(logo: NetworkImage) -> None:
    assert not is_locked_for(make_editor("ed"), logo)


def test_staff_read_where_it_is_used_and_what_to_do(logo: NetworkImage, sam: Any) -> None:
    for name in ("edit", "delete", "image_usage"):
        answer = logged_in(sam).get(reverse(f"wagtailimages:{name}", args=[logo.pk]))
        assert answer.status_code == 200
        text = answer.content.decode()
        assert "Upload a new picture" in text
        assert "<li>pitman" in text.lower()


def test_staff_read_no_name_of_a_page_elsewhere(pitman: StorePage, logo: NetworkImage, sam: Any) -> None:
    make_page("theirs", at_store=make_store("switchback"), title="Their page", body=[image_block(logo.pk)])
    text = logged_in(sam).get(reverse("wagtailimages:edit", args=[logo.pk])).content.decode()
    assert pitman.title in text
    assert "Elsewhere in the network" in text
    assert "Their page" not in text


def test_staff_still_choose_what_is_in_use(logo: NetworkImage, sam: Any) -> None:
    answer = logged_in(sam).get(reverse("wagtailimages_chooser:chosen", args=[logo.pk]))
    assert answer.status_code == 200
    assert get_image_model().objects.get(pk=logo.pk).title in answer.content.decode()


def test_deleting_says_where_and_asks(logo: NetworkImage, leaflet: NetworkDocument, ann: Any) -> None:
    client = logged_in(ann)
    for file, kind in ((logo, "images"), (leaflet, "docs")):
        for url in (reverse(f"wagtail{kind}:delete", args=[file.pk]), bulk_url(file, "delete")):
            lines, _sent = asked(client, url)
            assert len(lines) == 1, url
            assert " uses it: “" in lines[0]
            assert is_there(file)


def test_deleting_counts_drafts_that_wait(pitman: StorePage, ann: Any, sam: Any) -> None:
    image = make_image("draft.png", collection=pitman.registration.collection, is_ready=False)
    page = make_page("about", at_store=pitman, title="About us")
    page.body = StandardPage(body=[image_block(image.pk)]).body
    page.save_revision(user=sam)
    Page.objects.get(pk=page.pk).get_workflow().start(StandardPage.objects.get(pk=page.pk), sam)
    lines, _sent = asked(logged_in(ann), reverse("wagtailimages:delete", args=[image.pk]))
    assert lines == ["1 draft waits to be published with it: “About us”."]


def test_owner_reads_no_name_of_a_page_elsewhere(pitman: StorePage, logo: NetworkImage, ann: Any) -> None:
    make_page("theirs", at_store=make_store("switchback"), title="Their page", body=[image_block(logo.pk)])
    make_article("flu", live=False, title="Library draft", body=[image_block(logo.pk)])
    url = reverse("wagtailimages:delete", args=[logo.pk])
    for name, is_told in (("ann", False), ("chief", True)):
        client = logged_in(ann if name == "ann" else make_admin(name))
        lines, _sent = asked(client, url)
        assert len(lines) == 2
        text = client.get(url).content.decode()
        assert pitman.title in text
        assert ("Their page" in text) is is_told
        assert ("Library draft" in text) is is_told
