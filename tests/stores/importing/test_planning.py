"""What an import would change, in constant queries."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stores.importing.planning import Plan, plan_import
from stores.importing.problems import Findings
from stores.importing.reading import RawRow, RawTable
from stores.importing.store_values import store_values
from stores.models import StorePage
from stores.opening.opening import close_store
from tests.factories.network import stores_folder
from tests.factories.stores import StoreGroupFactory, make_store

pytestmark = pytest.mark.django_db

NEW = {
    "name": "Elmer Pharmacy",
    "street": "1 Main Street",
    "city": "Elmer",
    "state": "NJ",
    "postal_code": "08318",
    "phone": "(856) 358-2392",
    "time_zone": "America/New_York",
    "hours_store": "Mo-Fr 09:00-17:00",
}


def new(code: str, **cells: Any) -> dict[str, Any]:
    return {"code": code, "hostname": f"{code}.localhost", **NEW, **cells}


def planned(*rows: dict[str, Any]) -> Plan:
    return plan_import(RawTable([RawRow(number, row) for number, row in enumerate(rows, start=2)], Findings()))


def refused(plan: Plan) -> list[tuple[int, str]]:
    return [(problem.row, problem.column) for problem in plan.problems]


def test_store_that_is_not_there_is_created() -> None:
    plan = planned(new("elmer"))
    assert (plan.problems, [store.code for store in plan.of("created")]) == ([], ["elmer"])


def test_only_what_differs_is_a_change() -> None:
    make_store("pitman")
    plan = planned({"code": "pitman", "name": "Pitman Pharmacy", "phone": "856-589-2399", "state": "New Jersey"})
    changes = [(change.column, change.old, change.new) for change in plan.stores[0].changes]
    assert changes == [("phone", "(856) 589-2392", "(856) 589-2399")]


def test_column_that_is_not_in_the_file_is_left_alone_and_an_empty_cell_empties() -> None:
    make_store("pitman")
    changes = planned({"code": "pitman", "fax": "", "hours_pharmacy": ""}).stores[0].changes
    assert [(change.column, change.new) for change in changes] == [
        ("fax", "nothing"),
        ("hours_pharmacy", "not listed"),
    ]


def test_the_same_hours_in_other_words_are_no_change() -> None:
    make_store("pitman")
    plan = planned({"code": "pitman", "hours_store": "Mon-Fri 9am-7pm, Sat 9am-12pm, Sat 12pm-4pm, Sun closed"})
    assert plan.is_empty


def test_new_store_needs_its_columns() -> None:
    stores_folder()
    row = new("elmer")
    del row["time_zone"], row["hostname"]
    assert refused(planned(row, {**row, "code": "other"})) == [(2, "hostname"), (2, "time_zone")]


def test_required_cell_of_a_store_is_not_emptied() -> None:
    make_store("pitman")
    assert refused(planned({"code": "pitman", "name": "", "city": "-"})) == [(2, "name"), (2, "city")]


@pytest.mark.parametrize("host", ["pitman.localhost", "localhost", "twice.localhost"])
def test_host_that_is_taken_is_refused(host: str) -> None:
    make_store("pitman")
    plan = planned(new("elmer", hostname="twice.localhost"), new("other", hostname=host))
    assert refused(plan) == [(3, "hostname")]


def test_host_of_a_store_that_is_there_is_changed_elsewhere() -> None:
    make_store("pitman")
    plan = planned({"code": "pitman", "hostname": "new.localhost"})
    assert (refused(plan), plan.problems[0].suggestion) == ([(2, "hostname")], "pitman.localhost")


def test_closed_store_is_not_opened_again() -> None:
    close_store(by=None, store=make_store("pitman"))
    assert refused(planned({"code": "pitman"})) == [(2, "code")]


def test_unpublished_store_would_not_go_live_by_an_import() -> None:
    StorePage.objects.filter(pk=make_store("pitman").pk).update(live=False)
    assert refused(planned({"code": "pitman"})) == []
    assert refused(planned({"code": "pitman", "city": "Elmer"})) == [(2, "code")]


def test_code_that_is_the_slug_of_another_store_is_refused() -> None:
    make_store("pitman", registration={"code": "p1"})
    assert refused(planned(new("pitman", hostname="other.localhost"))) == [(2, "code")]


def test_banner_to_a_page_that_the_store_has_not_is_refused() -> None:
    make_store("pitman")
    line = {"text": "Look", "link": {"page": "/about-us/", "label": "About"}}
    assert refused(planned({"code": "pitman", "banners": [line]})) == [(2, "banners")]


def test_file_puts_no_store_into_a_saved_audience_and_none_is_written_out() -> None:
    StoreGroupFactory.create(slug="saved", is_ruled=True, rule_states=["NJ"])
    store = make_store("elmer")
    assert store.registration.groups.count() == 1
    assert store_values(store)["groups"] == ()
    plan = planned({"code": "elmer", "groups": "saved"})
    assert refused(plan) == [(2, "groups")]
    assert "is a saved audience" in plan.problems[0].message


def queries_of(*rows: dict[str, Any]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert planned(*rows).problems == []
    return len(queries)


def test_plan_costs_the_same_queries_for_any_number_of_stores() -> None:
    group = StoreGroupFactory.create(slug="south-jersey")
    codes = [f"store-{number}" for number in range(5)]
    for code in codes:
        make_store(code, groups=[group])
    rows = [{"code": code, "groups": "south-jersey", "phone": "856-589-2399"} for code in codes]
    assert queries_of(rows[0]) == queries_of(*rows, *(new(f"new-{number}") for number in range(5))) <= 11


def test_links_to_files_are_noted_where_they_are_new() -> None:
    banner = {"text": "Prices", "link": {"url": "https://a.example/p.pdf", "label": "Prices"}}
    cells = {"refill": "https://a.example/form.pdf", "app": "https://a.example/app"}
    plan = planned(new("elmer", **cells, banners=[banner]))
    files = [(note.column, note.why) for note in plan.notes if "leads to" in note.why]
    mend = "Say the same on a page: on a phone or with a screen reader many can’t read a file."
    assert files == [(column, f"The link leads to a PDF. {mend}") for column in ("refill", "banners")]
    make_store("pitman")
    StorePage.objects.filter(slug="pitman").update(
        tasks=[{"kind": "refill", "label": "", "web": cells["refill"], "phone": "", "sms": ""}]
    )
    assert not [note for note in planned({"code": "pitman", **cells}).notes if "leads to" in note.why]


def test_days_that_the_stores_door_cuts_are_noted_one_by_one() -> None:
    hours = {"hours_store": "Mo-Fr 09:00-17:00, Sa 09:00-12:00", "hours_pharmacy": "Mo-Sa 09:00-17:00"}
    plan = planned(new("elmer", **hours), new("salem", **hours, door_pharmacy="own"))
    assert plan.problems == []
    cut = [(note.row, note.column) for note in plan.notes if "since the store itself is closed" in note.why]
    assert cut == [(2, "hours_pharmacy")]
    (line,) = [note.why for note in plan.notes if "since the store itself is closed" in note.why]
    assert line.startswith("Pharmacy, Saturday: 9:00am - 5:00pm, but patients read 9:00am - noon")


def test_door_that_is_not_said_stays_as_it_is() -> None:
    make_store("pitman", own_doors=["pharmacy"])
    plan = planned({"code": "pitman", "door_pharmacy": "", "door_drive_through": "own", "door_delivery": "store"})
    (store,) = plan.of("changed")
    assert store.values == {"door_drive_through": "own"}


def test_word_that_is_no_door_is_refused() -> None:
    assert refused(planned(new("elmer", door_pharmacy="side"))) == [(2, "door_pharmacy")]


def test_word_that_stands_for_nothing_leaves_the_door_as_it_is_and_is_noted() -> None:
    make_store("pitman")
    plan = planned({"code": "pitman", "door_drive_through": "n/a"}, new("elmer", door_drive_through="TBD"))
    assert plan.problems == []
    assert [(note.row, note.value) for note in plan.notes if note.column == "door_drive_through"] == [
        (2, "n/a"),
        (3, "TBD"),
    ]
    [known, opened] = plan.stores
    assert (known.kind, "door_drive_through" in opened.values) == ("unchanged", False)


REGISTERED = {"pharmacist_in_charge": "Dana Reyes", "pharmacist_license": "28RI1"}


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        (new("elmer", pharmacist_license="28RI1"), "pharmacist_license"),
        ({"code": "pitman", "pharmacist_in_charge": ""}, "pharmacist_in_charge"),
        (new("elmer", pharmacist_in_charge="7"), "pharmacist_in_charge"),
    ],
)
def test_license_number_of_nobody_is_refused(cells: dict[str, Any], column: str) -> None:
    make_store("pitman", registration=REGISTERED)
    assert refused(planned(cells)) == [(2, column)]


def test_licenses_come_change_and_go_by_a_file() -> None:
    make_store("pitman", registration=REGISTERED)
    changed = planned(
        {"code": "pitman", "license_number": "28RS1", "pharmacist_in_charge": "Dana Reyes", "pharmacist_license": ""}
    )
    assert not changed.problems
    assert [(each.column, each.old, each.new) for each in changed.stores[0].changes] == [
        ("license_number", "nothing", "28RS1"),
        ("pharmacist_license", "28RI1", "nothing"),
    ]
