"""Where pictures may be made."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from cms.media.guard import NotMade, check_place, making_middleware
from cms.media.models import NetworkImage, Rendition
from tests.factories.media import make_image

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_storage")]


def asked(path: str, view: Any) -> Any:
    """What a view answers inside of a request."""
    answer: Any = making_middleware(lambda request: HttpResponse(str(view())))(RequestFactory().get(path))
    return answer.content.decode()


@pytest.mark.parametrize("path", ["/", "/health/lupus/", "/api/v2/articles/", "/media/x", "/administration/"])
def test_no_view_of_a_public_address_can_make_a_picture(path: str) -> None:
    image = make_image("clinic.png", is_ready=False)
    assert asked(path, lambda: image.get_rendition("width-9").url).endswith("/not-found")
    with pytest.raises(NotMade):
        asked(path, lambda: image.get_renditions("width-9", "width-8"))
    assert not Rendition.objects.exists()


def test_what_is_there_is_shown_at_a_public_address() -> None:
    image = make_image("clinic.png")
    assert asked("/", lambda: image.get_rendition("width-400").width) == "16"


def test_admin_makes_its_own_small_pictures() -> None:
    image = make_image("clinic.png", is_ready=False)
    assert asked("/admin/images/", lambda: image.get_rendition("max-9x9").width) == "9"
    check_place()


@pytest.mark.parametrize("spec", ["max-165x165", "width-9"])
def test_picture_that_is_too_large_is_a_broken_image_in_the_admin(spec: str) -> None:
    make_image("large.png", is_ready=False)
    NetworkImage.objects.update(width=20, height=17_000)
    image = NetworkImage.objects.get()
    assert asked("/admin/images/", lambda: image.get_rendition(spec).url).endswith("/not-found")


def test_whole_picture_is_the_file_itself() -> None:
    image = make_image("clinic.png", is_ready=False)
    shown = image.get_rendition("original")
    assert (shown.file.name, shown.width, shown.height) == (image.file.name, 16, 9)
    assert not Rendition.objects.exists()
