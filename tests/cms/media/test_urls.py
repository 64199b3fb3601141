"""Uploaded files, where we serve them ourselves."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client, override_settings
from wagtail.models import CollectionViewRestriction

from cms.media.urls import media_urlpatterns
from tests.factories.media import make_document, make_image
from tests.factories.stores import make_store

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_storage")]


@pytest.mark.parametrize("host", ["localhost", "pitman.localhost"])
def test_file_is_served_on_the_networks_host_and_on_a_stores(host: str) -> None:
    make_store("pitman")
    image = make_image("clinic.png", is_ready=False)
    response: Any = Client(SERVER_NAME=host).get(f"/media/{image.file.name}")
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert b"".join(response.streaming_content) == image.file.read()


def test_file_of_an_unknown_kind_is_a_download_of_bytes() -> None:
    name = default_storage.save("images/x.unknownkind", ContentFile(b"<script>alert(1)</script>"))
    response = Client(SERVER_NAME="localhost").get(f"/media/{name}")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]


def test_picture_is_shown_but_runs_nothing() -> None:
    image = make_image("clinic.png", is_ready=False)
    response = Client(SERVER_NAME="localhost").get(f"/media/{image.file.name}")
    assert "attachment" not in response.headers.get("Content-Disposition", "")
    assert "sandbox" in response["Content-Security-Policy"]
    assert (response["X-Content-Type-Options"], response["Cross-Origin-Resource-Policy"]) == (
        "nosniff",
        "cross-origin",
    )


@pytest.fixture
def disk(settings: LazySettings, tmp_path: Path) -> None:
    """Files on the disk, from where Wagtail serves documents."""
    disk = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": disk}


def test_document_is_served_only_where_somebody_asks_who_may_read_it(disk: None) -> None:
    document = make_document("leaflet.txt")
    for way in ("", "./", "/", "images/../", "images/%2e%2e/", "x/../"):
        name = f"{way}{document.file.name}"
        assert Client(SERVER_NAME="localhost").get(f"/media/{name}").status_code == 404
    assert Client(SERVER_NAME="localhost").get(document.url).status_code == 200
    restriction = {"restriction_type": CollectionViewRestriction.LOGIN}
    CollectionViewRestriction.objects.create(collection=document.collection, **restriction)
    response = Client(SERVER_NAME="localhost").get(document.url)
    assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={document.url}")


@pytest.mark.parametrize(
    "name", ["missing.jpg", "images", "../manage.py", "..%2Fmanage.py", ".", "/etc/passwd", "a\0b"]
)
def test_what_is_no_stored_file_is_not_found(name: str) -> None:
    make_image("clinic.png", is_ready=False)
    assert Client(SERVER_NAME="localhost").get(f"/media/{quote(name, safe='/%')}").status_code == 404


@pytest.mark.parametrize("folder", ["wagtail_uploads", "documents", "exports"])
def test_folder_that_is_not_meant_for_everybody_is_not_found(folder: str) -> None:
    name = default_storage.save(f"{folder}/half-done.txt", ContentFile(b"not saved yet"))
    assert Client(SERVER_NAME="localhost").get(f"/media/{name}").status_code == 404
    default_storage.delete(folder)


def test_another_server_has_the_files_where_the_settings_say_so() -> None:
    with override_settings(SERVE_MEDIA=False):
        assert media_urlpatterns() == []
