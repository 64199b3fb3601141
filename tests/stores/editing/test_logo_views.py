"""Putting up a logo: sent, looked at, cut, shown; from both sides, and with files that are none."""

from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from cms.media.models import NetworkImage
from stores.editing.logo_views import BROKEN
from stores.models import StorePage
from stores.opening.changing import change_store, pending_draft
from tests.factories.media import empty_storage, make_image, picture_file
from tests.factories.stores import make_store
from tests.stores.conftest import ClientOf
from tests.stores.editing.test_own_words_views import fresh

__all__ = ["empty_storage"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_storage")]


def uploaded(client: Any, store: StorePage, file: Any = None) -> Any:
    sent = file or picture_file("logo.png", size=(200, 100))
    return client.post(reverse("stores_upload_logo", args=[store.pk]), {"file": sent})


def saved(client: Any, url: str, **values: Any) -> Any:
    form = client.get(url).context["form"]
    shown = {name: form[name].value() for name in ("was", "logo_alt", "left", "top", "right", "bottom")}
    return client.post(url, {**shown, **values})


def written(kind: str, mode: str, size: tuple[int, int], **options: Any) -> bytes:
    content = BytesIO()
    Image.new(mode, size).save(content, kind, **options)
    return content.getvalue()


def test_picture_is_looked_at_before_it_is_the_logo(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("owner")
    answer = uploaded(client, pitman)
    picture = NetworkImage.objects.get()
    assert answer["Location"] == reverse("stores_logo", args=[pitman.pk, picture.pk])
    assert picture.collection_id == pitman.registration.collection_id
    page = client.get(answer["Location"])
    assert (page.context["icon"].width, page.context["card"].width) == (192, 1200)
    assert f"logo={picture.pk}" in page.context["header_url"]
    assert fresh(pitman).logo is None
    done = saved(client, answer["Location"], logo_alt="Pitman, since 1923")
    assert "Changed on your site: logo and words for the logo." in client.get(done["Location"]).content.decode()
    assert (fresh(pitman).logo, fresh(pitman).logo_alt) == (picture, "Pitman, since 1923")


def test_logo_of_staff_waits(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("staff")
    done = saved(client, uploaded(client, pitman)["Location"])
    assert "Sent to the owner: logo." in client.get(done["Location"]).content.decode()
    draft = pending_draft(fresh(pitman))
    assert draft is not None
    assert (fresh(pitman).logo, draft.logo) == (None, NetworkImage.objects.get())


def test_part_is_a_picture_of_its_own_and_is_looked_at_first(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("owner")
    whole_url = uploaded(client, pitman)["Location"]
    whole = NetworkImage.objects.get()
    answer = saved(client, whole_url, left="10", right="40")
    part = NetworkImage.objects.exclude(pk=whole.pk).get()
    assert (part.width, part.height) == (100, 100)
    assert answer["Location"] == f"{reverse('stores_logo', args=[pitman.pk, part.pk])}?whole={whole.pk}"
    assert fresh(pitman).logo is None
    page = client.get(answer["Location"])
    assert whole_url in page.content.decode()
    saved(client, answer["Location"])
    assert (fresh(pitman).logo, NetworkImage.objects.get(pk=whole.pk).width) == (part, 200)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"left": "50", "right": "50"}, "__all__"),
        ({"top": "91"}, "top"),
        ({"left": "-1"}, "left"),
        ({"left": "x"}, "left"),
    ],
)
def test_nothing_is_cut_where_nothing_would_be_left(
    values: dict[str, str], field: str, pitman: StorePage, client_of: ClientOf
) -> None:
    client = client_of("owner")
    form = saved(client, uploaded(client, pitman)["Location"], **values).context["form"]
    assert field in form.errors
    assert {name: form[name].value() for name in values} == values
    assert (fresh(pitman).logo, NetworkImage.objects.count()) == (None, 1)


def test_logo_is_taken_away_once(pitman: StorePage, client_of: ClientOf) -> None:
    client, url = client_of("owner"), reverse("stores_upload_logo", args=[pitman.pk])
    saved(client, uploaded(client, pitman)["Location"], logo_alt="Words")
    page = client.post(url, {"remove": "on"}, follow=True).content.decode()
    assert "Changed on your site: logo and words for the logo." in page
    assert (fresh(pitman).logo, fresh(pitman).logo_alt, NetworkImage.objects.count()) == (None, "", 1)
    assert "Nothing was different" in client.post(url, {"remove": "on"}, follow=True).content.decode()


SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("logo.svg", SVG),
        ("logo.png", SVG),
        ("logo.png", b"hello"),
        ("logo.png", b""),
        ("logo.png", written("PNG", "RGB", (1, 1))),
        ("logo.png", written("PNG", "1", (20, 16_000))),
        ("logo.png", written("PNG", "1", (10_000, 10_000))),
        ("logo.jpg", written("JPEG", "RGB", (16, 16)) + b"\0" * 10_500_000),
    ],
    ids=["svg", "svg as png", "text", "empty", "one pixel", "narrow", "huge", "heavy"],
)
def test_file_that_is_no_logo_is_refused_and_nothing_is_kept(
    name: str, data: bytes, pitman: StorePage, client_of: ClientOf
) -> None:
    answer = uploaded(client_of("owner"), pitman, SimpleUploadedFile(name, data))
    assert len(answer.context["form"].errors["file"]) == 1
    assert (NetworkImage.objects.count(), fresh(pitman).logo) == (0, None)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("logo.jpg", written("JPEG", "CMYK", (64, 32))),
        ("logo.gif", written("GIF", "P", (64, 32), save_all=True, append_images=[Image.new("P", (64, 32), 3)])),
    ],
    ids=["cmyk", "animated"],
)
def test_other_pictures_are_shown_as_they_would_stand(
    name: str, data: bytes, pitman: StorePage, client_of: ClientOf
) -> None:
    client = client_of("owner")
    answer = uploaded(client, pitman, SimpleUploadedFile(name, data))
    assert client.get(answer["Location"]).context["icon"].width == 192


def test_picture_that_is_damaged_inside_is_refused_and_not_kept(pitman: StorePage, client_of: ClientOf) -> None:
    noise = b"".join(sha256(bytes((number,))).digest() for number in range(128))
    content = BytesIO()
    Image.frombytes("L", (64, 64), noise).save(content, "PNG")
    data = content.getvalue()
    damaged = data[:60] + bytes(2000) + data[2060:]
    answer = uploaded(client_of("owner"), pitman, SimpleUploadedFile("logo.png", damaged))
    assert answer.context["form"].errors["file"] == [BROKEN]
    assert NetworkImage.objects.count() == 0


def test_white_logo_on_nothing_is_asked_about(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("owner")
    content = BytesIO()
    Image.new("LA", (64, 32), (255, 120)).save(content, "PNG")
    url = uploaded(client, pitman, ContentFile(content.getvalue(), name="logo.png"))["Location"]
    assert "almost white" in client.get(url).content.decode()
    assert "is_meant" in saved(client, url).context["form"].errors
    assert fresh(pitman).logo is None
    saved(client, url, is_meant="on")
    assert fresh(pitman).logo is not None


def test_pictures_of_others_are_not_there(pitman: StorePage, client_of: ClientOf) -> None:
    other = make_store("millrace")
    theirs = make_image("theirs.png", collection=other.registration.collection)
    shared = make_image("shared.png")
    for client in map(client_of, ("owner", "staff", "admin")):
        for picture in (theirs, shared):
            url = reverse("stores_logo", args=[pitman.pk, picture.pk])
            assert (client.get(url).status_code, client.post(url, {}).status_code) == (404, 404)
    assert fresh(pitman).logo is None


def test_logo_that_the_network_gave_can_be_described(pitman: StorePage, client_of: ClientOf) -> None:
    shared = make_image("shared.png", size=(200, 100))
    change_store(by=None, store=pitman, fields={"logo": shared})
    saved(client_of("owner"), reverse("stores_logo", args=[pitman.pk, shared.pk]), logo_alt="Our oak")
    assert (fresh(pitman).logo, fresh(pitman).logo_alt) == (shared, "Our oak")


@pytest.mark.parametrize("size", [(1, 1), (20, 16_000)])
def test_rule_of_logos_holds_at_other_doors(size: tuple[int, int], pitman: StorePage) -> None:
    tiny = make_image("tiny.png", size=size, collection=pitman.registration.collection, is_ready=False)
    with pytest.raises(ValidationError, match="This picture is"):
        change_store(by=None, store=pitman, fields={"logo": tiny})
    StorePage.objects.filter(pk=pitman.pk).update(logo=tiny)
    change_store(by=None, store=pitman, fields={"welcome": "What stands there keeps nothing else from being saved."})
