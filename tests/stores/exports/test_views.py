"""Whose files they are."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.users.models import User
from stores.exports.models import KEPT, Export
from tests.factories.media import empty_storage
from tests.factories.network import make_editor
from tests.factories.stores import make_store
from tests.factories.submitting import make_owner

__all__ = ["empty_storage"]

pytestmark = pytest.mark.django_db


def client_of(user: User) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


@pytest.fixture
def export(empty_storage: None) -> Export:
    file = default_storage.save("exports/a", ContentFile(b"when,who\n"))
    facts = {"kind": "changes", "title": "Who changed what", "name": "changes.csv", "file": file, "size": 9}
    return Export.objects.create(asked_by=make_editor(), asked_at=timezone.now(), made_at=timezone.now(), **facts)


def test_file_is_found_again_by_whoever_asked(export: Export) -> None:
    client = client_of(export.asked_by)
    url = reverse("stores_export_file", args=[export.pk])
    page = client.get(reverse("stores_exports")).content.decode()
    assert url in page
    assert "being made" not in page
    answer = client.get(url)
    assert b"".join(answer.streaming_content) == b"when,who\n"  # type: ignore[attr-defined]
    assert answer["Content-Disposition"] == 'attachment; filename="changes.csv"'
    assert "no-store" in answer["Cache-Control"]


def test_for_others_of_the_newsroom_it_does_not_exist(export: Export) -> None:
    client = client_of(make_editor("other"))
    assert client.get(reverse("stores_export_file", args=[export.pk])).status_code == 404
    assert (
        reverse("stores_export_file", args=[export.pk]) not in client.get(reverse("stores_exports")).content.decode()
    )


def test_for_an_owner_there_is_no_such_screen(export: Export) -> None:
    client = client_of(make_owner(make_store("pitman")))
    assert client.get(reverse("stores_exports")).status_code == 404
    assert client.get(reverse("stores_export_file", args=[export.pk])).status_code == 404


def test_for_whoever_has_left_the_newsroom_it_is_gone(export: Export) -> None:
    export.asked_by.groups.clear()
    answer = client_of(export.asked_by).get(reverse("stores_export_file", args=[export.pk]))
    assert answer.status_code in {302, 404}


def test_after_a_week_it_is_gone_though_nobody_has_tidied(export: Export) -> None:
    Export.objects.update(asked_at=timezone.now() - KEPT - timedelta(minutes=1))
    client = client_of(export.asked_by)
    assert client.get(reverse("stores_export_file", args=[export.pk])).status_code == 404
    assert "You have asked for no file lately." in client.get(reverse("stores_exports")).content.decode()


def test_what_is_being_made_and_what_has_failed_are_told(export: Export) -> None:
    Export.objects.update(file="", made_at=None)
    page = client_of(export.asked_by).get(reverse("stores_exports")).content.decode()
    assert "being made" in page
    assert 'http-equiv="refresh"' in page
    Export.objects.update(problem="Mortar itself has failed.")
    page = client_of(export.asked_by).get(reverse("stores_exports")).content.decode()
    assert "Mortar itself has failed." in page
    assert 'http-equiv="refresh"' not in page
