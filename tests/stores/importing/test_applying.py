"""Writing an import: all of it or nothing, the second time nothing, and no draft goes live."""

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Revision, Site
from wagtail.search.models import IndexEntry

from stores.importing.applying import ImportRefused, apply_import
from stores.importing.exporting import ExportValues, export_bytes, json_store
from stores.importing.planning import plan_import
from stores.importing.problems import Findings
from stores.importing.reading import RawRow, RawTable, read_bytes
from stores.models import HoursException, OpeningHours, PromoBanner, RegionPage, StorePage, StoreRegistration
from tests.factories.network import make_admin, stores_folder
from tests.factories.newsroom import make_page
from tests.factories.stores import StoreGroupFactory, make_store, new_banner
from tests.stores.importing.test_planning import new

pytestmark = pytest.mark.django_db

CHRISTMAS: dict[str, Any] = {
    "counter": None,
    "from": "2026-12-25",
    "to": "2026-12-25",
    "label": "Christmas Day",
    "slots": [],
}
FACEBOOK = {
    "text": "Free delivery",
    "link": {"url": "https://facebook.example/pitman", "label": "Facebook"},
    "from": None,
    "until": None,
}


def table(*rows: dict[str, Any]) -> RawTable:
    return RawTable([RawRow(number, row) for number, row in enumerate(rows, start=2)], Findings())


def imported(*rows: dict[str, Any]) -> None:
    apply_import(table(*rows), by=None)


def counted() -> list[int]:
    models = (Page, Site, StoreRegistration, OpeningHours, PromoBanner, HoursException, Revision)
    return [model._default_manager.count() for model in models]


def store(slug: str = "pitman") -> StorePage:
    return StorePage.objects.get(slug=slug)


@pytest.fixture
def folder() -> Page:
    return stores_folder()


def test_new_store_is_online_with_all_that_the_file_says(folder: Page) -> None:
    group = StoreGroupFactory.create(slug="south-jersey")
    place = {"latitude": "39.7", "longitude": "-75.1"}
    more = {"groups": "south-jersey", "npi": "1234567893", "services": "delivery", "hours_pharmacy": "unknown"}
    cells = {**place, **more, "fax": None, "exceptions": [CHRISTMAS], "banners": [FACEBOOK]}
    imported(new("elmer", **cells))
    made = store("elmer")
    assert StorePage.objects.online().filter(pk=made.pk).exists()
    assert made.site.hostname == "elmer.localhost"
    assert (made.title, str(made.latitude), made.counters) == ("Elmer Pharmacy", "39.700000", ["store", "pharmacy"])
    assert list(made.registration.groups.all()) == [group]
    assert made.opening_hours.count() == 5
    assert made.promo_banners.get().has_no_end
    assert made.hours_exceptions.get().starts_on == date(2026, 12, 25)


def test_second_import_writes_nothing(folder: Page) -> None:
    row = new("elmer", exceptions=[CHRISTMAS], banners=[FACEBOOK])
    imported(row)
    before = counted()
    with CaptureQueriesContext(connection) as queries:
        imported(row)
    writes = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert (writes, counted()) == ([], before)


@pytest.mark.postgresql
def test_plans_that_a_connection_made_for_small_tables_are_not_used_at_commit(folder: Page) -> None:
    with CaptureQueriesContext(connection) as queries:
        imported(new("elmer"))
    assert "DISCARD PLANS" in [query["sql"] for query in queries]


@pytest.mark.postgresql
def test_new_stores_are_found_and_weighed_once_for_the_whole_file(folder: Page) -> None:
    with CaptureQueriesContext(connection) as queries:
        imported(new("elmer", name="Elmer Family Drugs"), new("mercer", name="Mercer Drugs and Gifts of the Valley"))
    assert [page.slug for page in StorePage.objects.search("valley")] == ["mercer"]
    assert len([query for query in queries if "AVG(LENGTH" in query["sql"]]) == 1
    entries = IndexEntry.objects.filter(object_id__in=[str(store(slug).pk) for slug in ("elmer", "mercer")])
    assert 1.0 not in entries.values_list("title_norm", flat=True)


def test_change_goes_live_at_once_and_nothing_else_changes() -> None:
    make_store("pitman")
    imported({"code": "pitman", "street": "1 New Street", "hours_pharmacy": "Mo-Fr 10:00-16:00"})
    page = store()
    assert (page.street, page.city, page.promo_banners.count()) == ("1 New Street", "Pitman", 2)
    assert page.opening_hours.filter(counter="store").count() == 6
    assert page.opening_hours.filter(counter="pharmacy").count() == 5


def test_pending_draft_stays_a_draft_and_gets_the_change() -> None:
    page = make_store("pitman")
    page.city = "Draftville"
    page.save_revision()
    imported({"code": "pitman", "street": "1 New Street"})
    page = store()
    draft = page.get_latest_revision_as_object()
    assert (page.city, page.street, page.has_unpublished_changes) == ("Pitman", "1 New Street", True)
    assert (draft.city, draft.street) == ("Draftville", "1 New Street")


def test_registration_and_exceptions_leave_a_pending_draft_untouched() -> None:
    page = make_store("pitman")
    page.city = "Draftville"
    revision = page.save_revision()
    StoreGroupFactory.create(slug="south-jersey")
    imported({"code": "pitman", "legal_name": "Pitman LLC", "groups": "south-jersey", "exceptions": [CHRISTMAS]})
    page = store()
    assert (page.registration.legal_name, page.registration.groups.count()) == ("Pitman LLC", 1)
    assert page.latest_revision_id == revision.pk
    assert page.hours_exceptions.count() == 1


def test_exceptions_that_stay_keep_their_rows() -> None:
    page = make_store("pitman")
    imported({"code": "pitman", "exceptions": [CHRISTMAS]})
    kept = page.hours_exceptions.get()
    imported({"code": "pitman", "exceptions": [CHRISTMAS, {**CHRISTMAS, "from": "2026-12-26", "to": None}]})
    assert page.hours_exceptions.count() == 2
    assert page.hours_exceptions.filter(pk=kept.pk).exists()
    imported({"code": "pitman", "exceptions": []})
    assert page.hours_exceptions.count() == 0


def test_banners_are_replaced_as_a_whole_in_order() -> None:
    make_store("pitman", banners=[new_banner("One"), new_banner("Two")])
    imported({"code": "pitman", "banners": [{"text": "Three"}, {"text": "One", "style": "info"}]})
    assert list(store().promo_banners.order_by("sort_order").values_list("text", flat=True)) == ["Three", "One"]


def test_banner_may_lead_to_a_page_of_the_store() -> None:
    about = make_page("about-us", at_store=make_store("pitman"))
    imported({"code": "pitman", "banners": [{"text": "One", "link": {"page": "/about-us/", "label": "About"}}]})
    assert store().promo_banners.get().link_page_id == about.pk


def test_bad_row_anywhere_leaves_nothing(folder: Page) -> None:
    before = counted()
    with pytest.raises(ImportRefused) as error:
        imported(new("elmer"), new("other", phone="1"))
    assert [(problem.row, problem.column) for problem in error.value.problems] == [(3, "phone")]
    assert counted() == before


def test_failure_midway_leaves_nothing(folder: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    make_store("pitman")
    before = counted()

    def killed(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    rows = table({"code": "pitman", "city": "Elmer"}, new("elmer"), new("other"))
    with pytest.raises(KeyboardInterrupt):
        apply_import(rows, by=None, on_progress=killed)
    assert counted() == before
    assert store().city == "Pitman"


def test_what_a_model_refuses_is_said_with_its_row(folder: Page) -> None:
    before = counted()
    with pytest.raises(ImportRefused) as error:
        imported(new("elmer"), new("other", facebook=f"https://f.example/{'x' * 200}"))
    assert [(problem.row, problem.column) for problem in error.value.problems] == [(3, "facebook")]
    assert counted() == before


def test_many_new_stores_stand_in_their_states_folders(folder: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stores.opening.regions.FOLDER_SIZE", 1)
    imported(new("elmer"), new("other", state="PA", postal_code="19103"))
    assert {region.slug for region in RegionPage.objects.all()} == {"new-jersey", "pennsylvania"}
    assert store("other").get_parent().title == "Pennsylvania"


def test_history_names_who_imported(folder: Page) -> None:
    admin = make_admin()
    apply_import(table(new("elmer")), by=admin)
    assert store("elmer").owner == admin


def run(path: Path, *flags: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("import_stores", str(path), *flags, stdout=out, stderr=err)
    except CommandError as error:
        err.write(str(error))
    return out.getvalue(), err.getvalue()


def test_dry_run_shows_the_diff_and_writes_nothing(folder: Page, tmp_path: Path) -> None:
    make_store("pitman")
    path = tmp_path / "stores.json"
    path.write_text(json.dumps([{"code": "pitman", "city": "Elmer"}, new("elmer", state="New Jersey")]))
    before = counted()
    out, err = run(path, "--dry-run")
    assert "city: Pitman → Elmer" in out
    assert "+ elmer (row 2)" in out
    assert "'New Jersey' read as 'NJ'" in out
    assert "1 new, 1 changed, 0 unchanged. A dry run" in out
    assert (err, counted()) == ("", before)


def test_command_imports_without_a_bar_in_a_log(folder: Page, tmp_path: Path) -> None:
    path = tmp_path / "stores.json"
    path.write_text(json.dumps([new("elmer")]))
    out, _err = run(path)
    assert out.endswith("1 new, 0 changed, 0 unchanged.\n")
    assert "\r" not in out
    assert store("elmer").live


def test_command_reports_every_bad_cell_and_fails(folder: Page, tmp_path: Path) -> None:
    path = tmp_path / "stores.json"
    path.write_text(json.dumps([new("elmer", hours_store=None, phone="1"), new("other", state="New Jersy")]))
    _out, err = run(path)
    assert "row 1, phone: '1': Give a real phone number" in err
    assert "row 2, state: 'New Jersy': Use a two-letter state code, such as NJ. Did you mean 'NJ'?" in err
    assert err.endswith("2 problems. Nothing was written.")


def test_command_says_what_is_no_list_of_stores(tmp_path: Path) -> None:
    assert "can't be read" in run(tmp_path / "none.csv")[1]


def test_contract_is_imported_and_then_unchanged(folder: Page) -> None:
    StoreGroupFactory.create(slug="south-jersey")
    closed: dict[str, list[list[str]]] = {day: [] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    hours = {"store": {**closed, "mon": [["09:00", "19:00"]]}, "pharmacy": {**closed, "tue": [["00:00", "24:00"]]}}
    row = {key: value for key, value in new("elmer").items() if key != "hours_store"}
    data = json.dumps({"stores": [{**row, "hours": hours, "links": {"refill": None}, "exceptions": [CHRISTMAS]}]})
    apply_import(read_bytes(data.encode(), "stores.json"), by=None)
    assert plan_import(read_bytes(data.encode(), "stores.json")).is_empty


def test_doors_are_written_and_come_back_from_an_export() -> None:
    """What a file does not say of a new store is as usual: the drive-through has a door of its own."""
    stores_folder()
    week = {"hours_pharmacy": "Mo-Fr 09:00-17:00", "hours_drive_through": "unknown"}
    imported(new("elmer", **week, door_pharmacy="own", door_drive_through="store"), new("salem", **week))
    assert dict(StorePage.objects.values_list("slug", "own_doors")) == {
        "elmer": ["pharmacy"],
        "salem": ["drive-through"],
    }
    for suffix in (".csv", ".json"):
        again = read_bytes(export_bytes(ExportValues(), suffix), f"stores{suffix}")
        assert plan_import(again).is_empty
    weeks = {each["code"]: each["hours"] for each in map(json_store, ExportValues())}
    assert weeks["elmer"]["pharmacy"]["door"] == "own"
    assert weeks["salem"]["drive-through"] == {"door": "own"}
    assert "door" not in weeks["elmer"]["store"]


def test_door_of_a_known_store_changes_alone() -> None:
    make_store("pitman")
    imported({"code": "pitman", "door_pharmacy": "own"})
    assert store().own_doors == ["pharmacy", "drive-through"]
    assert store().counters == ["store", "pharmacy"]


def test_frontend_is_written_as_the_file_says_and_a_silent_cell_of_the_built_in_site_leaves_it() -> None:
    row = new("elmer", frontend_address="https://www.example.com/elmer/", built_in_site="noindex")
    imported(row)

    def kept() -> tuple[str, str]:
        registration = StoreRegistration.objects.get(code="elmer")
        return registration.frontend_address, registration.built_in_site

    assert kept() == ("https://www.example.com/elmer", "noindex")
    assert plan_import(table(*map(json_store, ExportValues()))).of("changed") == []
    imported({**row, "frontend_address": "Built-in", "built_in_site": ""})
    assert kept() == ("built-in", "noindex")
    imported({**row, "frontend_address": ""})
    assert kept() == ("", "noindex")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "http://pitman.localhost:8000", "https://user:pass@www.example.com", "x"]
)
def test_frontend_that_leads_nowhere_or_in_a_ring_is_refused_at_its_column(address: str) -> None:
    make_store("pitman")
    before = counted()
    with pytest.raises(ImportRefused) as refused:
        imported(new("elmer", frontend_address=address))
    assert [problem.column for problem in refused.value.problems] == ["frontend_address"]
    assert counted() == before
