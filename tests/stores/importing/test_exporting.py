"""Exports that the importer reads back without a change, and that no spreadsheet runs."""

import csv
import io
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from stores.formulas import guarded, without_guard
from stores.importing.columns import COLUMNS
from stores.importing.exporting import FORMATS, SAMPLE, ExportValues, export_bytes, template_bytes
from stores.importing.normalizing import Vocabulary, normalize
from stores.importing.planning import plan_import
from stores.importing.reading import read_bytes
from stores.models import HoursException
from stores.opening.opening import close_store
from tests.factories.newsroom import make_page
from tests.factories.stores import WEEKDAYS, StoreGroupFactory, make_store, new_banner

EVIL = '=HYPERLINK("http://evil.example")'


@pytest.fixture
def network(db: None) -> None:
    """Stores with all that a file can say of them."""
    group = StoreGroupFactory.create(slug="south-jersey")
    pitman = make_store("pitman", groups=[group])
    HoursException.objects.create(store=pitman, starts_on=date(2026, 12, 24), label="Eve", slots=[["09:00", "24:00"]])
    HoursException.objects.create(store=pitman, starts_on=date(2027, 1, 1), ends_on=date(2027, 1, 1), label="=1+1")
    about = make_page("about-us", at_store=pitman)
    pitman.promo_banners.add(new_banner("See us", link_page=about, link_label="About"))
    pitman.promo_banners.add(
        new_banner("Call", link_phone="+18565892392", link_label="Us", show_until=date(2027, 1, 1))
    )
    pitman.save()
    night = {"store": {"mon": [("18:00", "02:00")], "tue": [("00:00", "24:00")]}, "pharmacy": {}, "delivery": {}}
    make_store("night", title=EVIL, street="@1 'Main' | Street, \"x\"", city="+Élmer", hours=night)
    always = {"store": {day: [("00:00", "24:00")] for day in WEEKDAYS}, "drive-through": {"mon": [("10:00", "10:00")]}}
    make_store("always", title="''=quoted", hours=always)
    bare = make_store("bare", hours={}, banners=[], registration={"legal_name": "-2+3"}, own_doors=["delivery"])
    assert bare.counters == []


@pytest.mark.usefixtures("network")
@pytest.mark.parametrize("suffix", FORMATS)
def test_export_is_read_back_without_a_change(suffix: str) -> None:
    plan = plan_import(read_bytes(export_bytes(ExportValues(), suffix), f"stores{suffix}"))
    assert plan.problems == []
    assert [change for store in plan.stores for change in store.changes] == []
    assert len(plan.of("unchanged")) == 4


@pytest.mark.usefixtures("network")
@pytest.mark.parametrize("suffix", FORMATS)
def test_door_of_a_counter_that_is_not_listed_is_in_every_format(suffix: str) -> None:
    """What comes in elsewhere is what went out: nothing else would say that the usual door is not meant."""
    table = read_bytes(export_bytes(ExportValues(), suffix), f"stores{suffix}")
    [bare] = [row for row in table.rows if row.cells["code"] == "bare"]
    assert bare.cells["door_delivery"] == "own"
    # Both are not as usual here: the drive-through of this store has no door of its own.
    assert bare.cells["door_drive_through"] == "store"


@pytest.mark.usefixtures("network")
def test_no_cell_of_a_csv_is_a_formula() -> None:
    text = export_bytes(ExportValues(), ".csv").decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert f"'{EVIL}" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r")) and not is_number(cell)] == []


def is_number(text: str) -> bool:
    return text.replace(".", "").removeprefix("-").isdigit() and not text.startswith("+")


@pytest.mark.usefixtures("network")
def test_no_cell_of_a_workbook_is_a_formula() -> None:
    book = load_workbook(io.BytesIO(export_bytes(ExportValues(), ".xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert [text for text in texts if text.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def test_closed_store_is_left_out(db: None) -> None:
    close_store(by=None, store=make_store("pitman"))
    assert list(ExportValues()) == []


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_template_has_every_column(suffix: str) -> None:
    data = template_bytes(suffix)
    if suffix == ".csv":
        assert data.decode("utf-8-sig").splitlines()[0].split(",") == list(COLUMNS)
    else:
        book = load_workbook(io.BytesIO(data))
        assert [cell.value for cell in book["Stores"][1]] == list(COLUMNS)
        assert book.sheetnames == ["Stores", "About"]


def test_template_of_json_names_every_field() -> None:
    table = read_bytes(template_bytes(".json"), "stores.json")
    assert set(table.rows[0].cells) == set(COLUMNS)


@pytest.mark.parametrize("suffix", FORMATS)
def test_template_has_a_sample_row_that_is_read_without_a_question(suffix: str) -> None:
    table = read_bytes(template_bytes(suffix), f"stores{suffix}")
    [row] = normalize(table.rows, Vocabulary({}), table.findings)
    assert (table.findings.problems, table.findings.notes) == ([], [])
    assert row.values == SAMPLE


@pytest.mark.usefixtures("network")
@pytest.mark.parametrize("suffix", FORMATS)
def test_command_writes_a_file(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"stores{suffix}"
    out = StringIO()
    call_command("export_stores", str(path), stdout=out)
    assert "4 stores" in out.getvalue()
    assert len(read_bytes(path.read_bytes(), path.name).rows) == 4


def test_command_refuses_another_format(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"\.json, \.csv, \.xlsx"):
        call_command("export_stores", str(tmp_path / "stores.pdf"))


@given(st.one_of(st.text(), st.text(alphabet="'=+-@\t\r1.")))
def test_guard_is_undone_for_every_text(text: str) -> None:
    assert without_guard(guarded(text)) == text
