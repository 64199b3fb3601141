"""Sizes that the admin makes on request."""

import pytest
from django.test import Client

from cms.media.previews import is_published_size
from tests.cms.admin_forms import logged_in
from tests.factories.media import empty_storage, make_image
from tests.factories.network import make_admin

__all__ = ["empty_storage"]


@pytest.mark.parametrize("spec", ["max-165x165", "width-1600", "fill-1200x630-c100|format-jpeg", "original"])
def test_size_that_is_published_fits(spec: str) -> None:
    assert is_published_size(spec)


@pytest.mark.parametrize("spec", ["width-1601", "fill-9000x9000", "max-100x100|width-2000", "a" * 101])
def test_larger_one_does_not(spec: str) -> None:
    assert not is_published_size(spec)


@pytest.mark.django_db
@pytest.mark.usefixtures("empty_storage")
def test_admin_gets_a_small_one_and_404_for_the_rest() -> None:
    image = make_image("a.png", is_ready=False)
    client: Client = logged_in(make_admin())
    answers = {
        spec: client.get(f"/admin/images/{image.pk}/preview/{spec}/").status_code
        for spec in ("width-4", "width-90000", "nonsense-1")
    }
    assert answers == {"width-4": 200, "width-90000": 404, "nonsense-1": 400}
    assert client.get("/admin/images/404/preview/width-4/").status_code == 404
    assert Client(SERVER_NAME="localhost").get(f"/admin/images/{image.pk}/preview/width-4/").status_code == 302
