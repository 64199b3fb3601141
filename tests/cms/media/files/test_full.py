"""A disk that is full is said in words, at a door that did not know it before."""

import errno
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.urls import reverse

from cms.media.files.storage import NO_ROOM
from cms.media.models import NetworkImage
from tests.cms.admin_forms import NETWORK
from tests.factories.media import empty_storage, picture_file
from tests.factories.network import make_admin

__all__ = ["empty_storage"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_storage")]


def sent(**headers: str) -> Any:
    client = Client(SERVER_NAME=NETWORK, raise_request_exception=False, headers=headers)
    client.force_login(make_admin())
    full = OSError(errno.ENOSPC, "No space left on device")
    with mock.patch("django.core.files.storage.InMemoryStorage._save", side_effect=full):
        name = "wagtailimages:add_multiple" if headers else "wagtailimages:add"
        files = {"files[]": picture_file("shop.png")} if headers else {"file": picture_file("shop.png")}
        return client.post(reverse(name), {"title": "Shop", "collection": 1, "tags": "", "description": "", **files})


def test_form_gets_a_page_that_says_so() -> None:
    answer = sent()
    assert answer.status_code == 507
    assert NO_ROOM in answer.content.decode().replace("&#x27;", "'")
    assert not NetworkImage.objects.exists()


def test_form_of_many_pictures_shows_it_beside_the_one() -> None:
    answer = sent(x_requested_with="XMLHttpRequest")
    assert answer.json() == {"success": False, "error_message": NO_ROOM}
    assert not NetworkImage.objects.exists()


def test_other_faults_stay_what_they_are() -> None:
    client = Client(SERVER_NAME=NETWORK, raise_request_exception=False)
    client.force_login(make_admin())
    with mock.patch("django.core.files.storage.InMemoryStorage._save", side_effect=OSError(errno.EIO, "broken")):
        answer = client.post(
            reverse("wagtailimages:add"), {"title": "a", "collection": 1, "file": picture_file("a.png")}
        )
    assert answer.status_code == 500
