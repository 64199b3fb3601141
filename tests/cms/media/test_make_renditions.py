"""The command that makes what is due."""

from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command

from cms.media.models import Making
from tests.factories.media import make_image

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_storage")]


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("make_renditions", *arguments, stdout=out)
    return out.getvalue()


def test_it_makes_what_is_due_and_can_be_run_twice() -> None:
    image = make_image("clinic.png", is_ready=False)
    make_image("ready.png")
    assert run() == "2 images: 1 made now.\n"
    assert image.renditions.count() == 10
    assert run() == "2 images: 0 made now.\n"


def test_it_names_what_can_not_be_made_and_tries_that_again_when_asked() -> None:
    image = make_image("lost.png", is_ready=False)
    content = image.file.read()
    default_storage.delete(str(image.file.name))
    text = f"1 images: 1 made now.\n  {image.pk} lost: Its file is missing from the storage.\n"
    assert run() == text
    default_storage.save(image.file.name, ContentFile(content))
    assert run() == text.replace("1 made", "0 made")
    assert run("--retry") == "1 images: 1 made now.\n"
    assert Making.objects.get().failure == ""
