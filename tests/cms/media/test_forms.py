"""Every door of the admin through which a picture comes."""

from collections.abc import Callable
from hashlib import sha1
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cms.media.models import NetworkImage
from tests.cms.admin_forms import logged_in
from tests.factories.media import library_collection, make_image
from tests.factories.network import make_admin
from tests.factories.photos import SECRET, drawn, jpeg, png_head, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_storage")]

Door = Callable[[Client, bytes, str], Any]


def upload(data: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def image_form(client: Client, data: bytes, name: str) -> Any:
    fields = {"title": "Photo", "file": upload(data, name), "collection": library_collection().pk}
    return client.post(reverse("wagtailimages:add"), fields)


def edit_form(client: Client, data: bytes, name: str) -> Any:
    image = make_image("before.png", is_ready=False)
    fields = {"title": "Photo", "file": upload(data, name), "collection": image.collection_id}
    return client.post(reverse("wagtailimages:edit", args=[image.pk]), fields)


def multiple(client: Client, data: bytes, name: str) -> Any:
    fields = {"files[]": upload(data, name), "collection": library_collection().pk}
    return client.post(reverse("wagtailimages:add_multiple"), fields, headers={"X-Requested-With": "XMLHttpRequest"})


def chooser(client: Client, data: bytes, name: str) -> Any:
    fields = {"title": "Photo", "file": upload(data, name), "collection": library_collection().pk}
    prefixed = {f"image-chooser-upload-{key}": value for key, value in fields.items()}
    return client.post(reverse("wagtailimages_chooser:create"), prefixed)


DOORS = [image_form, edit_form, multiple, chooser]


@pytest.fixture
def admin() -> Client:
    return logged_in(make_admin())


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("size", [(20, 17_000), (11_000, 11_000)])
def test_large_picture_is_refused_in_words(door: Door, size: tuple[int, int], admin: Client) -> None:
    before = set(NetworkImage.objects.values_list("file", flat=True))
    answer = door(admin, png_head(*size), "large.png").content.decode()
    assert f"{size[0]:,}" in answer
    assert "at most 16,383 pixels on a side and 60 million in all" in answer
    names = set(NetworkImage.objects.values_list("file", flat=True))
    assert {name for name in names - before if "large" in name} == set()


@pytest.mark.parametrize("door", DOORS)
def test_photo_of_a_phone_is_stored_upright_and_without_its_words(door: Door, admin: Client) -> None:
    answer = door(admin, jpeg(6), "phone.jpg")
    assert answer.status_code in {200, 302}
    image = NetworkImage.objects.order_by("pk").last()
    content = image.file.read()
    assert (image.width, image.height) == (8, 12)
    assert SECRET.encode() not in content
    assert image.file_size == len(content)
    assert image.file_hash == sha1(content, usedforsecurity=False).hexdigest()


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("data", [b"\xff\xd8\xff\xe0\0\x10JFIF\0", written(drawn(), "PNG")[:70]])
def test_damaged_file_is_refused_in_words(door: Door, data: bytes, admin: Client) -> None:
    name = "broken.jpg" if data.startswith(b"\xff") else "broken.png"
    answer = door(admin, data, name)
    assert answer.status_code == 200
    assert "read as a picture" in answer.content.decode().replace("&#x27;", "'")
    assert not NetworkImage.objects.filter(file__contains="broken").exists()


def test_help_says_the_limits(admin: Client) -> None:
    page = admin.get(reverse("wagtailimages:add")).content.decode()
    assert "At most 16,383 pixels on a side and 60 million in all." in page


def test_same_photo_twice_is_recognised(admin: Client) -> None:
    multiple(admin, jpeg(6), "phone.jpg")
    assert multiple(admin, jpeg(6), "phone.jpg").json()["duplicate"] is True
