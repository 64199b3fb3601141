"""Import in the admin: what was shown is what is done, by whom it was uploaded, once, all of it or nothing."""

import csv
import html
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageLogEntry, Site

from cms.users.models import User
from stores.importing import applying
from stores.importing import previews as import_previews
from stores.importing.exporting import ExportValues, export_bytes
from stores.models import ImportUpload, StoreGroup, StorePage, StoreRegistration
from stores.network import import_views
from stores.opening.opening import Opening, open_stores
from tests.factories.network import make_admin, stores_folder
from tests.factories.stores import make_store
from tests.stores.importing.test_planning import new

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)


def url(name: str, *args: Any) -> str:
    return reverse(f"stores_network:{name}", args=args)


def csv_file(*rows: dict[str, Any], name: str = "chain.csv") -> SimpleUploadedFile:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    return SimpleUploadedFile(name, text.getvalue().encode())


@pytest.fixture
def client() -> Client:
    """At the network's host, where the admin is."""
    return Client(headers={"host": settings.NETWORK_HOST})


@pytest.fixture
def admin(client: Client) -> User:
    """A network admin, who is logged in; the network has no store yet."""
    user = make_admin()
    client.force_login(user)
    stores_folder()
    return user


def uploaded(client: Client, *rows: dict[str, Any], **fields: Any) -> ImportUpload:
    response = client.post(url("import"), {"file": csv_file(*rows, **fields)})
    upload = ImportUpload.objects.get()
    assert response["Location"] == url("preview", upload.pk)
    return upload


def shown(client: Client, upload: ImportUpload) -> Any:
    """The preview's screen."""
    response = client.get(url("preview", upload.pk))
    assert response.status_code == 200
    return response


def confirm(client: Client, upload: ImportUpload, **over: str) -> list[str]:
    """What is said after the button of the preview was pressed: of that, or of what was done then."""
    plan = {"plan": upload.plan_digest, **over}
    response = client.post(url("preview", upload.pk), plan, follow=True)
    assert response.status_code == 200
    told = [html.unescape(str(message)).strip() for message in response.context["messages"]]
    return told or [response.context["said"].text]


def codes() -> set[str]:
    return set(StoreRegistration.objects.values_list("code", flat=True))


def test_upload_writes_nothing_and_shows_the_difference(client: Client, admin: User) -> None:
    make_store("pitman", banners=[], hours={})
    upload = uploaded(client, new("elmer"), new("pitman", name="Pitman Drugs", hostname="pitman.localhost"))
    assert codes() == {"pitman"}
    response = shown(client, upload)
    assert [response.context["counts"][kind] for kind in ("created", "changed", "unchanged")] == [1, 1, 0]
    made, changed = response.context["stores"]
    assert (made["code"], made["kind"], made["row"]) == ("elmer", "created", 2)
    name = next(change for change in changed["changes"] if change["column"] == "name")
    assert name == {"column": "name", "old": "Pitman Pharmacy", "new": "Pitman Drugs"}
    assert "Nothing is written yet." in response.content.decode()


def test_confirmed_file_is_applied_with_the_actor_and_can_be_looked_at_again(client: Client, admin: User) -> None:
    upload = uploaded(client, new("elmer"), new("salem"))
    assert confirm(client, upload) == ["Imported: 2 new, 0 changed, 0 unchanged."]
    assert codes() == {"elmer", "salem"}
    assert {entry.user for entry in PageLogEntry.objects.filter(action="wagtail.create", page__in=stores())} == {admin}
    again = shown(client, upload)
    assert "Imported on" in again.content.decode()
    assert b"Import 2 stores" not in again.content


def stores() -> list[int]:
    return list(StorePage.objects.values_list("pk", flat=True))


def test_second_confirmation_writes_nothing(client: Client, admin: User) -> None:
    upload = uploaded(client, new("elmer"))
    confirm(client, upload)
    assert confirm(client, upload) == ["Nothing was written."]
    assert ImportUpload.objects.get().content == b""
    once_more: dict[str, Any] = {"upload_id": upload.pk, "plan_digest": upload.plan_digest, "at": upload.uploaded_at}
    with pytest.raises(import_previews.NotThereAnyMore):
        import_previews.apply_upload(by=admin, **once_more)


@pytest.mark.parametrize("suffix", ["csv", "json", "xlsx"])
def test_every_format_is_taken(suffix: str, client: Client, admin: User) -> None:
    make_store("pitman")
    data = export_bytes(ExportValues(), f".{suffix}")
    client.post(url("import"), {"file": SimpleUploadedFile(f"stores.{suffix}", data)})
    response = shown(client, ImportUpload.objects.get())
    assert response.context["counts"]["unchanged"] == 1
    assert "there is nothing to import" in response.content.decode()


def test_bad_rows_are_told_with_place_value_and_what_is_wanted_and_stop_all(client: Client, admin: User) -> None:
    upload = uploaded(client, new("elmer"), new("salem", npi="123", time_zone="Eastern"))
    response = shown(client, upload)
    told = {each["column"]: each for each in response.context["problems"]}
    assert (told["npi"]["row"], told["npi"]["value"], told["npi"]["expected"]) == (3, "123", "An NPI has 10 digits.")
    assert told["time_zone"]["suggestion"] == "America/New_York"
    content = response.content.decode()
    assert all(
        text in content
        for text in ("An NPI has 10 digits.", "America/New_York", "Nothing was imported. Fix 2 problems, then")
    )
    assert 'name="plan"' not in content
    assert confirm(client, upload) == ["Nothing was written."]
    assert codes() == set()


def test_network_that_changed_meanwhile_shows_the_new_difference_instead(client: Client, admin: User) -> None:
    upload = uploaded(client, new("elmer"), new("salem"))
    make_store("salem", hostname="salem.localhost")
    told = confirm(client, upload)
    assert told == ["Nothing was written: the network has changed since. This is what the file would do now."]
    assert codes() == {"salem"}
    response = shown(client, upload)
    assert [response.context["counts"][kind] for kind in ("created", "changed")] == [1, 1]
    assert confirm(client, ImportUpload.objects.get()) == ["Imported: 1 new, 1 changed, 0 unchanged."]


def test_tab_that_shows_an_older_difference_applies_nothing(client: Client, admin: User) -> None:
    """Another tab has seen the new one already."""
    upload = uploaded(client, new("elmer"), new("salem"))
    make_store("salem", hostname="salem.localhost")
    confirm(client, upload)
    for plan in (upload.plan_digest, "", "x" * 64):
        assert "the network has changed since" in confirm(client, upload, plan=plan)[0]
    assert codes() == {"salem"}


def test_store_that_changed_in_another_field_does_not_disturb(client: Client, admin: User) -> None:
    make_store("pitman", hostname="pitman.localhost", banners=[])
    upload = uploaded(client, {"code": "pitman", "city": "Woodbury"})
    StorePage.objects.update(street="Somewhere else")
    assert confirm(client, upload) == ["Imported: 0 new, 1 changed, 0 unchanged."]
    store = StorePage.objects.get()
    assert (store.city, store.street) == ("Woodbury", "Somewhere else")


def test_failure_midway_leaves_nothing_and_can_be_tried_again(
    client: Client, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = uploaded(client, new("elmer"), new("salem"))
    with monkeypatch.context() as patch:
        refuse_salem(patch)
        told = confirm(client, upload)
    assert told == ["Nothing was written. row 3, hostname: 'salem.localhost': Somebody was quicker."]
    assert (codes(), Site.objects.count()) == (set(), 0)
    assert confirm(client, upload) == ["Imported: 2 new, 0 changed, 0 unchanged."]


def test_upload_is_its_own_persons(client: Client, admin: User) -> None:
    upload = uploaded(client, new("elmer"))
    client.force_login(make_admin("other"))
    for name in ("preview", "report"):
        assert client.get(url(name, upload.pk)).status_code == 404
    assert client.post(url("preview", upload.pk), {"plan": upload.plan_digest}).status_code == 404
    assert codes() == set()


def test_upload_expires_after_a_day(client: Client, admin: User) -> None:
    with time_machine.travel(NOW, tick=False):
        client.force_login(admin)
        upload = uploaded(client, new("elmer"))
    with time_machine.travel(NOW + timedelta(hours=23, minutes=59), tick=False):
        client.force_login(admin)
        assert client.get(url("preview", upload.pk)).status_code == 200
    with time_machine.travel(NOW + timedelta(hours=24), tick=False):
        client.force_login(admin)
        assert client.get(url("preview", upload.pk)).status_code == 404
        assert client.post(url("preview", upload.pk), {"plan": upload.plan_digest}).status_code == 404
        with pytest.raises(import_previews.NotThereAnyMore):
            import_previews.apply_upload(
                by=admin, upload_id=upload.pk, plan_digest=upload.plan_digest, at=NOW + timedelta(hours=24)
            )
        client.force_login(make_admin("other"))
        client.post(url("import"), {"file": csv_file(new("salem"))})
    assert [each.uploaded_by.username for each in ImportUpload.objects.all()] == ["other"]


def test_new_upload_takes_the_place_of_ones_own_earlier_one(client: Client, admin: User) -> None:
    first = uploaded(client, new("elmer"))
    client.post(url("import"), {"file": csv_file(new("salem"))})
    assert client.get(url("preview", first.pk)).status_code == 404
    assert [store["code"] for store in ImportUpload.objects.get().preview["stores"]] == ["salem"]


def test_upload_that_waits_is_offered_again(client: Client, admin: User) -> None:
    upload = uploaded(client, new("elmer"))
    assert f'href="{url("preview", upload.pk)}"' in client.get(url("import")).content.decode()
    confirm(client, upload)
    assert f'href="{url("preview", upload.pk)}"' not in client.get(url("import")).content.decode()


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("stores.pdf", b"%PDF", "give a .json, .csv or .xlsx file"),
        ("stores.csv", b"a,b\n1,2\n", "no row names the columns"),
        ("stores.csv", b"  ", "is empty"),
        ("stores.json", b"{", "This is no JSON"),
        ("stores.xlsx", b"no workbook", ""),
    ],
)
def test_file_that_is_no_list_of_stores_is_refused_at_its_field(
    name: str, data: bytes, message: str, client: Client, admin: User
) -> None:
    response = client.post(url("import"), {"file": SimpleUploadedFile(name, data)})
    assert message in response.context["form"].errors["file"][0]
    assert not ImportUpload.objects.exists()


def test_file_that_is_too_large_is_refused_before_it_is_read(
    client: Client, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_views, "MAX_UPLOAD_BYTES", 10)
    response = client.post(url("import"), {"file": csv_file(new("elmer"))})
    assert "larger than" in response.context["form"].errors["file"][0]


def test_name_of_a_file_cannot_harm(client: Client, admin: User) -> None:
    name = f"<b>{'x' * 300}\x07.csv"
    upload = uploaded(client, new("elmer"), name=name)
    assert len(upload.name) <= 200
    assert upload.name.endswith(".csv")
    assert "<b>x" not in shown(client, upload).content.decode()


def test_long_preview_shows_the_first_and_the_report_holds_all(
    client: Client, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SHOWN_STORES", "SHOWN_PROBLEMS"):
        monkeypatch.setattr(import_previews, name, 2)
        monkeypatch.setattr(import_views, name, 2)
    upload = uploaded(client, *(new(f"s-{number}", npi="123", postal_code="8071") for number in range(5)))
    response = shown(client, upload)
    assert (len(response.context["stores"]), response.context["more_stores"]) == (2, 3)
    assert (len(response.context["problems"]), response.context["more_problems"]) == (2, 3)
    report = client.get(url("report", upload.pk))
    rows = list(csv.DictReader(io.StringIO(report.content.decode("utf-8-sig"))))
    kinds = [row["what"] for row in rows]
    assert [kinds.count(kind) for kind in ("problem", "new")] == [5, 5]
    assert kinds.count("note") == response.context["counts"]["notes"] >= 5
    assert report["Content-Disposition"] == 'attachment; filename="import-report.csv"'


def test_preview_of_a_long_file_reads_the_file_no_more(client: Client, admin: User) -> None:
    upload = uploaded(client, *(new(f"s-{number}") for number in range(30)))
    shown(client, upload)
    with CaptureQueriesContext(connection) as queries:
        shown(client, upload)
    assert [each["sql"] for each in queries if '"content"' in each["sql"] or "stores_storepage" in each["sql"]] == []


@pytest.mark.parametrize("value", ["=1+1", "@SUM(A1)", "+cmd", "-2+3"])
def test_no_download_holds_a_formula(value: str, client: Client, admin: User) -> None:
    make_store("pitman", title=value, registration={"legal_name": value})
    upload = uploaded(client, {"code": "pitman", "name": f"{value} changed", "npi": value})
    report = client.get(url("report", upload.pk)).content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(report)) for cell in row]
    assert value in {cell.removeprefix("'") for cell in cells}
    assert [cell for cell in cells if cell.startswith(("=", "+", "@", "-2"))] == []


@pytest.mark.parametrize("file_format", ["csv", "json", "xlsx"])
def test_template_is_a_download_that_no_cache_keeps(file_format: str, client: Client, admin: User) -> None:
    make_store("pitman")
    response = client.get(url("template", file_format))
    assert response["Content-Disposition"] == f'attachment; filename="stores-template.{file_format}"'
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert "pitman" not in str(response.content)


@pytest.mark.parametrize("file_format", ["pdf", "CSV", "..", "html"])
def test_other_formats_do_not_exist(file_format: str, client: Client, admin: User) -> None:
    assert client.get(f"/admin/network/stores/template/{file_format}/").status_code == 404
    assert client.post(f"/admin/network/stores/export/{file_format}/").status_code == 404


def test_good_rows_are_imported_and_the_others_come_back_to_be_corrected(client: Client, admin: User) -> None:
    rows = csv_file(new("elmer"), new("salem", hours_store="Mo-Fr open"))
    client.post(url("import"), {"file": rows, "skip_bad": "on"})
    upload = ImportUpload.objects.get()
    assert "1 row can’t be imported and will be left out" in shown(client, upload).content.decode()
    before = client.get(url("skipped", upload.pk))
    assert b"salem" in before.content
    assert b"elmer" not in before.content
    assert confirm(client, upload) == ["Imported: 1 new, 0 changed, 0 unchanged, 1 row left out."]
    assert codes() == {"elmer"}
    assert client.get(url("skipped", upload.pk)).content == before.content


def test_groups_that_do_not_exist_are_made_when_that_was_ticked(client: Client, admin: User) -> None:
    client.post(url("import"), {"file": csv_file(new("elmer", groups="North")), "make_groups": "on"})
    upload = ImportUpload.objects.get()
    assert "New store groups: North" in shown(client, upload).content.decode()
    confirm(client, upload)
    assert [group.slug for group in StoreRegistration.objects.get().groups.all()] == ["north"]


def test_missing_group_is_made_from_the_refusal(client: Client, admin: User) -> None:
    """Without the file being chosen again."""
    upload = uploaded(client, new("elmer", groups="North"), new("salem", groups="North|Old Town"))
    refused = shown(client, upload)
    told = [(each["value"], each["row"], each["more_rows"]) for each in refused.context["problems"]]
    assert told == [("North", 2, 1), ("Old Town", 3, 0)]
    assert "Groups that do not exist: North, Old Town." in refused.content.decode()
    answered = client.post(url("preview", upload.pk), {"make_groups": "on"}, follow=True)
    assert "Groups that do not exist will be made" in answered.content.decode()
    assert not StoreGroup.objects.exists()
    assert answered.context["problems"] == []
    assert confirm(client, ImportUpload.objects.get()) == ["Imported: 2 new, 0 changed, 0 unchanged."]
    assert set(StoreGroup.objects.values_list("slug", flat=True)) == {"north", "old-town"}


def refuse_salem(patch: pytest.MonkeyPatch) -> None:
    """A rule that only the writing finds."""
    real = open_stores

    def refuse(*, by: Any, openings: list[Opening]) -> list[StorePage]:
        if "salem" in {each.registration.code for each in openings}:
            raise ValidationError({"hostname": "Somebody was quicker."})
        return real(by=by, openings=openings)

    patch.setattr(applying, "open_stores", refuse)


@pytest.mark.parametrize("answers", [{}, {"skip_bad": "on"}])
def test_what_only_the_writing_refuses_is_in_the_preview(
    answers: dict[str, str], client: Client, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Preview and import agree, as the dry run and the import of the command do."""
    refuse_salem(monkeypatch)
    client.post(url("import"), {"file": csv_file(new("elmer"), new("salem")), **answers})
    upload = ImportUpload.objects.get()
    told = shown(client, upload).context["problems"]
    assert [(each["row"], each["column"], each["expected"]) for each in told] == [
        (3, "hostname", "Somebody was quicker.")
    ]
    assert (codes(), Site.objects.count()) == (set(), 0)
    to_correct = client.get(url("skipped", upload.pk)).content
    assert b"Somebody was quicker." in to_correct
    assert b"elmer" not in to_correct
    left = ["Imported: 1 new, 0 changed, 0 unchanged, 1 row left out."] if answers else ["Nothing was written."]
    assert confirm(client, upload) == left
    assert codes() == ({"elmer"} if answers else set())
    assert client.get(url("skipped", upload.pk)).content == to_correct


def test_times_of_an_import_are_in_the_zone_that_stands_beside_them(client: Client, admin: User) -> None:
    with time_machine.travel(NOW, tick=False):
        client.force_login(admin)
        upload = uploaded(client, new("elmer"))
        waits = client.get(url("import")).content.decode()
        confirm(client, upload)
        done = shown(client, upload).content.decode()
    assert "until Sat, Dec 19, 2026, 3:00 PM EST" in waits
    assert "Imported on Fri, Dec 18, 2026, 3:00 PM EST." in done


def test_encoding_is_asked_at_the_upload(client: Client, admin: User) -> None:
    data = csv_file(new("elmer", name="Señor")).read().decode().encode("cp1252")
    refused = client.post(url("import"), {"file": SimpleUploadedFile("chain.csv", data)})
    assert "not in UTF-8" in refused.content.decode()
    client.post(url("import"), {"file": SimpleUploadedFile("chain.csv", data), "encoding": "windows-1252"})
    confirm(client, ImportUpload.objects.get())
    assert StorePage.objects.get().title == "Señor"


def test_upload_names_stores_without_coordinates(client: Client, admin: User) -> None:
    upload = uploaded(client, new("elmer"))
    assert "1 store without coordinates" in shown(client, upload).content.decode()
