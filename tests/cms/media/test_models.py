"""Images, documents and renditions."""

from typing import Any

import pytest
from django.db import IntegrityError
from wagtail.images.models import Filter

from cms.media.models import NetworkImage, Rendition
from tests.factories.media import make_document, make_image

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_storage")]


def test_alternative_text_is_the_description_and_never_the_title() -> None:
    assert make_image("DSC_0042.jpg", description="A clinic", is_ready=False).default_alt_text == "A clinic"
    assert make_image("DSC_0043.jpg", is_ready=False).default_alt_text == ""


def test_rendition_is_made_once() -> None:
    image = make_image("clinic.jpg", size=(64, 36), is_ready=False)
    assert image.get_rendition("width-32") == image.get_rendition("width-32")
    assert Rendition.objects.filter(image=image).count() == 1


def test_database_refuses_one_rendition_twice() -> None:
    rendition: Any = make_image("clinic.jpg", size=(64, 36), is_ready=False).get_rendition("width-32")
    rendition.pk = None
    with pytest.raises(IntegrityError, match="unique_rendition"):
        Rendition.objects.bulk_create([rendition])


def test_database_takes_other_sizes_and_other_focal_points() -> None:
    image = make_image("clinic.jpg", size=(64, 36), is_ready=False)
    image.get_rendition("width-32")
    image.get_rendition("width-16")
    rendition = Rendition.objects.get(filter_spec="width-16")
    rendition.pk, rendition.focal_point_key = None, "1-1-1x1"
    Rendition.objects.bulk_create([rendition])
    assert Rendition.objects.filter(image=image).count() == 3


def test_renditions_go_with_their_image() -> None:
    make_image("clinic.jpg", size=(64, 36), is_ready=False).get_rendition("width-32")
    NetworkImage.objects.all().delete()
    assert not Rendition.objects.exists()


def test_document_has_its_file() -> None:
    document = make_document("leaflet.txt")
    assert document.title == "leaflet"
    assert document.file.read() == b"leaflet.txt\n"


def test_temporary_file_of_a_size_is_closed_and_the_stored_one_can_be_read() -> None:
    image = make_image("a.png", is_ready=False)
    made = image.generate_rendition_file(Filter("width-4"))
    size = Rendition.objects.create(image=image, filter_spec="width-4", focal_point_key="", file=made)
    assert made.closed
    with size.file.open() as file:
        assert file.read(4) == b"\x89PNG"
