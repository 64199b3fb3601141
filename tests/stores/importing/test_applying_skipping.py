"""Good rows in, bad rows back as a file to correct; dry runs that say what imports say; nothing emptied by a word."""

import csv
import io
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from stores.importing.applying import ImportRefused, apply_import
from stores.importing.problems import Answers
from stores.importing.reading import RawTable, read_bytes
from stores.importing.rehearsing import try_import
from stores.importing.running import LOCK, ImportRunning, alone
from stores.importing.skipped import skipped_bytes
from stores.models import StoreGroup, StorePage
from tests.factories.network import stores_folder
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db

HEADER = "code,name,hostname,street,city,state,postal_code,phone,time_zone,lat,lng,groups,hours_store,email"
GOOD = "alpha,Alpha,alpha.localhost,1 Main St,Pitman,NJ,08071,856-589-2392,America/New_York,39.7,-75.1,,Mo-Fr 9am-5pm,"
NO_ZONE = "beta,Beta,beta.localhost,2 Main St,Pitman,NJ,08071,856-589-2392,,39.7,-75.1,,Mo-Fr open,"
SHORT = "gamma,Gamma"


def table(*lines: str, answers: Answers | None = None) -> RawTable:
    return read_bytes("\n".join([HEADER, *lines, ""]).encode(), "stores.csv", answers or Answers())


@pytest.fixture(autouse=True)
def folder() -> None:
    stores_folder()


def test_without_skipping_one_bad_row_stops_all() -> None:
    with pytest.raises(ImportRefused):
        apply_import(table(GOOD, NO_ZONE), by=None)
    assert not StorePage.objects.exists()


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_bad_rows_come_back_with_reasons_and_are_imported_when_corrected(suffix: str) -> None:
    read = table(GOOD, NO_ZONE, SHORT)
    plan = apply_import(read, by=None, answers=Answers(skip_bad=True))
    assert sorted(StorePage.objects.values_list("slug", flat=True)) == ["alpha"]
    assert sorted(plan.bad_rows) == [3, 4]
    again = read_bytes(skipped_bytes(read, plan, suffix), f"bad{suffix}")
    assert [row.written[0] for row in [*again.rows, *again.broken]] == ["beta", "gamma"]
    written = dict(zip(again.header, again.rows[0].written, strict=False))
    assert written["proposed_time_zone"] == "America/New_York"
    assert "hours_store: Give the times of Mo-Fr" in written["problems"]
    right = {**written, "time_zone": written["proposed_time_zone"], "hours_store": "Mo-Fr 9am-5pm"}
    text = io.StringIO()
    csv.writer(text).writerows([list(right), list(right.values())])
    apply_import(read_bytes(text.getvalue().encode(), "bad.csv"), by=None)
    assert sorted(StorePage.objects.values_list("slug", flat=True)) == ["alpha", "beta"]


def test_bad_rows_of_json_come_back_as_json() -> None:
    data = b'{"stores": [{"code": "alpha", "fax": "1"}, 7]}'
    read = read_bytes(data, "stores.json")
    plan = apply_import(read, by=None, answers=Answers(skip_bad=True))
    again = read_bytes(skipped_bytes(read, plan, ".json"), "stores.json")
    assert [row.cells["fax"] for row in again.rows if "fax" in row.cells] == ["1"]


def test_slip_in_a_header_is_no_row_that_could_be_skipped() -> None:
    read = read_bytes(f"{HEADER},instgaram\n{GOOD},1\n".encode(), "stores.csv")
    with pytest.raises(ImportRefused):
        apply_import(read, by=None, answers=Answers(skip_bad=True))


def test_formula_in_a_bad_row_is_not_run_by_a_spreadsheet() -> None:
    read = table(NO_ZONE.replace("Beta", "=1+1"))
    plan = apply_import(read, by=None, answers=Answers(skip_bad=True))
    assert b",'=1+1," in skipped_bytes(read, plan, ".csv")


def test_rehearsal_refuses_what_an_import_refuses_and_writes_nothing() -> None:
    plan = try_import(table(GOOD), by=None)
    assert [store.kind for store in plan.stores] == ["created"]
    assert not StorePage.objects.exists()


def test_what_only_the_writing_refuses_is_refused_by_a_rehearsal_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that the plan does not know of, and the writing does."""
    monkeypatch.setattr("stores.importing.planning._Planner._check_host", lambda self, row: None)
    make_store("pitman")
    for do in (try_import, apply_import):
        taken = table(GOOD.replace("alpha.localhost", StorePage.objects.get().site.hostname))
        with pytest.raises(ImportRefused):
            do(taken, by=None)
    assert StorePage.objects.count() == 1


def test_groups_are_made_when_that_was_answered_and_only_for_rows_that_are_good() -> None:
    lines = (GOOD.replace(",,Mo-Fr", ",North Stars,Mo-Fr"), NO_ZONE.replace(",,Mo-Fr", ",West,Mo-Fr"))
    answers = Answers(make_groups=True, skip_bad=True)
    apply_import(table(*lines), by=None, answers=answers)
    assert list(StoreGroup.objects.values_list("slug", "name")) == [("north-stars", "North Stars")]
    assert StorePage.objects.get().registration.groups.get().slug == "north-stars"


def test_group_that_does_not_exist_is_one_problem_for_all_its_rows() -> None:
    lines = [GOOD.replace("alpha", f"s{number}").replace(",,Mo-Fr", ",North,Mo-Fr") for number in range(5)]
    with pytest.raises(ImportRefused) as refused:
        apply_import(table(*lines), by=None)
    [problem] = refused.value.problems
    assert (problem.column, problem.value, problem.rows) == ("groups", "North", (2, 3, 4, 5, 6))


EMPTIED = [
    ("email", "n/a"),
    ("hours_store", "-"),
    ("hours_store", "n/a"),
    ("fax", "(999) 999-9999"),
    ("services", "TBD"),
]


@pytest.mark.parametrize(("column", "cell"), EMPTIED)
def test_word_for_nothing_takes_nothing_away_and_an_empty_cell_does(column: str, cell: str) -> None:
    make_store("pitman", email="a@example.com", fax="+18565892393", services=["delivery"])
    with pytest.raises(ImportRefused) as refused:
        apply_import(read_bytes(f'code,{column}\npitman,"{cell}"\n'.encode(), "stores.csv"), by=None)
    assert [problem.column for problem in refused.value.problems] == [column]
    apply_import(read_bytes(f"code,{column}\npitman,\n".encode(), "stores.csv"), by=None)


def test_word_for_nothing_is_taken_where_the_store_has_nothing() -> None:
    make_store("pitman", email="")
    plan = apply_import(read_bytes(b"code,email\npitman,n/a\n", "stores.csv"), by=None)
    assert (plan.problems, plan.stores[0].kind) == ([], "unchanged")


def test_code_that_has_lost_its_zeros_is_asked_about() -> None:
    make_store("0042")
    with pytest.raises(ImportRefused) as refused:
        apply_import(read_bytes(b"code,city\n42,Pitman\n", "stores.csv"), by=None)
    assert ("code", "0042") in [(problem.column, problem.suggestion) for problem in refused.value.problems]


@pytest.mark.postgresql
def test_second_import_is_told_who_runs() -> None:
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            cursor.execute("SELECT set_config('application_name', 'import of ann, begun 9:00,', false)")
        with pytest.raises(ImportRunning, match="import of ann, begun 9:00"):
            apply_import(table(GOOD), by=None)
        with other.cursor() as cursor:
            # A session that ends lets go of its locks a moment later.
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    finally:
        other.close()
    apply_import(table(GOOD), by=None)


def test_import_inside_an_import_is_the_same_one() -> None:
    with alone(None), alone(None):
        pass
    with alone(None):
        pass


def command(*args: Any, **options: Any) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("import_stores", *args, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_command_skips_bad_rows_into_a_file(tmp_path: Path) -> None:
    path, bad = tmp_path / "stores.csv", tmp_path / "bad.csv"
    path.write_text("\n".join([HEADER, GOOD, NO_ZONE, ""]))
    out, err = command(str(path), "--skip-bad", str(bad), "--dry-run")
    assert "1 new, 0 changed, 0 unchanged, 1 row left out. A dry run: nothing was written." in out
    assert not StorePage.objects.exists()
    out, err = command(str(path), "--skip-bad", str(bad))
    assert "row 3, time_zone" in err
    assert "Did you mean 'America/New_York'?" in bad.read_text()
    assert StorePage.objects.count() == 1


def test_command_names_the_option_that_answers_a_question(tmp_path: Path) -> None:
    path = tmp_path / "stores.csv"
    path.write_bytes(f"{HEADER}\n{GOOD}\n".replace("Alpha", "Señor").encode("cp1252"))
    with pytest.raises(CommandError, match="--encoding"):
        command(str(path))
    command(str(path), "--encoding", "windows-1252")
    assert StorePage.objects.get().title == "Señor"


def test_report_names_stores_without_coordinates(tmp_path: Path) -> None:
    path = tmp_path / "stores.csv"
    path.write_text(f"{HEADER}\n{GOOD}\n".replace("39.7,-75.1", ","))
    out, _err = command(str(path), "--dry-run")
    assert "1 without coordinates, which no search by place finds: alpha" in out
