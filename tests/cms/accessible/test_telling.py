"""At every door at which people save, they are told what some patients can't use; nothing is refused."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import PageLogEntry

from cms.media.models import NetworkDocument, NetworkImage
from stores.models import NetworkBanner, StorePage
from stores.opening.changing import change_store
from stores.store.tasks import task_of
from tests.cms.admin_forms import edit_url, form_at, html_field, saved, send, stream
from tests.factories.blocks import paragraph
from tests.factories.media import empty_storage, make_document, make_image, picture_file
from tests.factories.newsroom import make_article, make_page
from tests.factories.people import ClientOf
from tests.factories.submitting import make_staff, submit

__all__ = ["empty_storage"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_storage")]

PDF = "https://a.example/prices.pdf"


def warned(client: Client, url: str = "/admin/") -> str:
    """What the next page tells."""
    page = client.get(url)
    return " ".join(str(line) for line in page.context["messages"])


def test_page_editor_tells_of_the_version_that_was_saved(pitman: StorePage, client_of: ClientOf) -> None:
    page = make_page("about-us", at_store=pitman)
    for role, action in (("owner", "publish"), ("staff", "draft")):
        client = client_of(role)
        html = html_field(f'<p><a href="{PDF}">Prices</a></p>')
        form = form_at(client, edit_url(page))
        answer = send(client, edit_url(page), form, action=action, **stream("body", ("paragraph", html)))
        saved(answer)
        assert "“Prices” in block 1 (Paragraph) leads to a PDF. Say the same on a page" in warned(
            client, answer["Location"]
        )
    page.refresh_from_db()
    assert PDF in str(page.body)


def test_small_screens_tell_of_what_was_changed_there(pitman: StorePage, client_of: ClientOf) -> None:
    owner = client_of("owner")
    about = reverse("stores_about", args=[pitman.pk])

    def send_about(**values: Any) -> str:
        form = owner.get(about).context["form"]
        shown = {name: form[name].value() or "" for name in form.fields if "photo" not in name or name.endswith("alt")}
        return warned(owner, owner.post(about, {**shown, **values})["Location"])

    bare = "The photo of the shop has no alternative text."
    assert bare in send_about(shop_photo=picture_file("shop.jpg"))
    assert bare not in send_about(welcome="Come in.")
    assert "a file’s name" in send_about(shop_photo_alt="shop.jpg")
    assert "alternative text" not in send_about(shop_photo_alt="Our front door")
    line = {"text": "Our prices", "style": "info", "kind": "web", "web": PDF, "has_no_end": "on", "language": "en"}
    answer = owner.post(reverse("stores_add_line", args=[pitman.pk]), line)
    assert "The promo line “Our prices” leads to a PDF." in warned(owner, answer["Location"])


def test_uploads_tell_at_their_own_forms(pitman: StorePage, client_of: ClientOf) -> None:
    owner, own = client_of("owner"), pitman.registration.collection
    image, document = make_image("shop.png", collection=own), make_document("prices.pdf", collection=own)
    url = reverse("wagtailimages:edit", args=[image.pk])
    values: dict[str, Any] = {"title": "Shop", "collection": own.pk, "tags": ""}
    assert "The picture “Shop” has no alternative text." in warned(owner, owner.post(url, values)["Location"])
    assert "alternative" not in warned(owner, owner.post(url, {**values, "description": "Our door"})["Location"])
    url = reverse("wagtaildocs:edit", args=[document.pk])
    assert "The document “Prices” is a PDF." in warned(
        owner, owner.post(url, {**values, "title": "Prices"})["Location"]
    )
    assert NetworkImage.objects.get(pk=image.pk).description == "Our door"
    assert NetworkDocument.objects.get(pk=document.pk).title == "Prices"


def test_chooser_and_several_at_once_tell_too(pitman: StorePage, client_of: ClientOf) -> None:
    owner, own = client_of("owner"), pitman.registration.collection
    add = owner.post(
        reverse("wagtailimages:add_multiple"),
        {"files[]": picture_file("door.png"), "title": "Door", "collection": own.pk},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    pk = add.json()["image_id"]
    assert "alternative" not in warned(owner)
    form = {f"image-{pk}-title": "Door", f"image-{pk}-collection": own.pk, f"image-{pk}-tags": ""}
    owner.post(reverse("wagtailimages:edit_multiple", args=[pk]), form, headers={"x-requested-with": "XMLHttpRequest"})
    assert "The picture “Door” has no alternative text." in warned(owner)
    upload = {"image-chooser-upload-title": "Shop", "image-chooser-upload-collection": own.pk}
    upload["image-chooser-upload-file"] = picture_file("shop.png", colour="#123456")
    owner.post(reverse("wagtailimages_chooser:create"), upload)
    assert "The picture “Shop” has no alternative text." in warned(owner)


def test_line_of_the_network_tells_the_newsroom(pitman: StorePage, client_of: ClientOf) -> None:
    editor = client_of("editor")
    url = reverse("wagtailsnippets_stores_networkbanner:add")
    shown = editor.get(url).context["form"]
    form = {name: shown[name].value() for name in shown.fields}
    values = {**form, "text": "Prices", "link_url": PDF, "has_no_end": "on", "store_may": "hide"}
    answer = editor.post(url, {name: value for name, value in values.items() if value not in (None, "")})
    assert NetworkBanner.objects.filter(link_url=PDF).exists(), answer.context["form"].errors
    assert "The promo line “Prices” leads to a PDF." in warned(editor, answer["Location"])


def test_approval_tells_before_and_after(pitman: StorePage, client_of: ClientOf) -> None:
    owner, staff = client_of("owner"), make_staff(pitman, "sam")
    page = make_page("about-us", at_store=pitman)
    body = [paragraph(f'<p><a href="{PDF}">Prices</a></p>')]
    leads = "“Prices” in block 1 (Paragraph) leads to a PDF. Say the same on a page"
    state = submit(page, staff, body=body)
    url = reverse("stores_review", args=[pitman.pk, state.pk])
    screen = owner.get(url)
    assert leads in screen.content.decode()
    answer = owner.post(url, {"decision": "approve", "seen": screen.context["seen"]})
    assert leads in warned(owner, answer["Location"])
    clean = submit(page, staff, body=[paragraph("On this page.")])
    url = reverse("stores_review", args=[pitman.pk, clean.pk])
    screen = owner.get(url)
    assert screen.context["not_for_all"] == []
    answer = owner.post(url, {"decision": "approve", "seen": screen.context["seen"]})
    assert "leads to" not in warned(owner, answer["Location"])


def test_undo_tells_of_what_it_brings_back(pitman: StorePage, client_of: ClientOf) -> None:
    change_store(by=None, store=pitman, fields={"tasks": [task_of("refill", web=PDF)]})
    change_store(by=None, store=pitman, fields={"tasks": [task_of("refill", web="https://a.example/refill/")]})
    brings = "The task “Refill a prescription” leads to a PDF."
    owner = client_of("owner")
    for client, told in ((client_of("staff"), True), (owner, True), (owner, False)):
        entry = PageLogEntry.objects.filter(page=pitman.pk, action="wagtail.publish").latest("pk")
        url = reverse("stores_undo_change", args=[pitman.pk, entry.pk])
        answer = client.post(url, {"seen": client.get(url).context["seen"]})
        assert (brings in warned(client, answer["Location"])) is told


def test_publishing_many_at_once_tells_of_each(pitman: StorePage, client_of: ClientOf) -> None:
    editor, body = client_of("editor"), [paragraph(f'<p><a href="{PDF}">Prices</a></p>')]
    pages = [make_article("flu", title="Flu", body=body), make_article("colds", title="Colds")]
    query = "&".join(f"id={page.pk}" for page in pages)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    editor.post(f"{url}?{query}&next=/admin/")
    assert "“Flu”: “Prices” in block" in warned(editor)
