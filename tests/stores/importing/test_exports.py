"""All stores as a file, made by the worker for who runs the network."""

import io
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from cms.users.models import User
from stores.exports import making
from stores.exports.models import Export
from stores.importing import exporting
from stores.importing.exporting import ExportValues
from stores.store.models.store import StorePage
from tests.cms.admin_forms import logged_in
from tests.factories.media import empty_storage
from tests.factories.network import make_admin, make_editor
from tests.factories.stores import make_store
from tests.factories.submitting import make_owner

__all__ = ["empty_storage"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_storage")]
CODES = ["elmer", "millrace", "pitman"]


def asked(client: Client, file_format: str) -> Any:
    return client.post(reverse("stores_network:export", args=[file_format]))


def made(client: Client) -> Any:
    newest = Export.objects.order_by("-pk")[0]
    return client.get(reverse("stores_export_file", args=[newest.pk]))


@pytest.fixture
def admin(monkeypatch: pytest.MonkeyPatch) -> User:
    """A network admin of three stores, of which two are in memory at once."""
    monkeypatch.setattr(exporting, "PORTION", 2)
    for code in reversed(CODES):
        make_store(code)
    return make_admin()


def test_file_is_what_the_command_writes(admin: User, tmp_path: Any) -> None:
    client = logged_in(admin)
    for file_format in ("json", "csv"):
        assert asked(client, file_format)["Location"] == reverse("stores_exports")
        answer = made(client)
        assert answer["Content-Disposition"] == f'attachment; filename="stores.{file_format}"'
        call_command("export_stores", str(tmp_path / f"a.{file_format}"), stdout=io.StringIO())
        assert b"".join(answer.streaming_content) == (tmp_path / f"a.{file_format}").read_bytes()
    asked(client, "xlsx")
    rows = load_workbook(io.BytesIO(b"".join(made(client).streaming_content)))["Stores"].iter_rows(values_only=True)
    assert [row[0] for row in rows] == ["code", *CODES]
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def test_screen_tells_how_far_it_is(admin: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "TELL_EVERY", 0)
    told: list[str] = []
    client = logged_in(admin)

    def look(self: ExportValues) -> Any:
        for values in original(self):
            told.append(client.get(reverse("stores_exports")).content.decode())
            yield values

    original = ExportValues.__iter__
    monkeypatch.setattr(ExportValues, "__iter__", look)
    asked(client, "csv")
    assert ["being made, 1 of 3" in page for page in told] == [False, False, True]
    assert '<progress max="3" value="1"' in told[2]


def test_only_network_admins_have_it_and_only_while_they_are(admin: User) -> None:
    link = reverse("stores_network:export", args=["csv"])
    assert logged_in(admin).get(link).status_code == 405
    for nobody in (make_editor(), make_owner(StorePage.objects.get(slug="pitman"))):
        assert asked(logged_in(nobody), "csv").status_code == 404
    client = logged_in(admin)
    asked(client, "csv")
    url = reverse("stores_export_file", args=[Export.objects.get().pk])
    assert url in client.get(reverse("stores_exports")).content.decode()
    admin.is_superuser = False
    admin.save()
    admin.groups.set(make_editor("other").groups.all())
    assert url not in client.get(reverse("stores_exports")).content.decode()
    assert client.get(url).status_code == 404


def test_file_that_nobody_wants_any_more_is_not_kept(admin: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "TELL_EVERY", 0)
    original = ExportValues.__iter__

    def delete(self: ExportValues) -> Any:
        Export.objects.all().delete()
        return original(self)

    monkeypatch.setattr(ExportValues, "__iter__", delete)
    asked(logged_in(admin), "csv")
    assert not Export.objects.exists()
    assert not default_storage.exists("exports") or default_storage.listdir("exports")[1] == []
