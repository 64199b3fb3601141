"""`stores/` as a directory: near a point, open at a moment, by words; and the clock moved by `at`."""

from datetime import date, time
from typing import Any

import pytest

from stores.models import HolidayClosure, HoursException, StoreGroup, StorePage, TodayChange
from tests.api.asking import Api
from tests.factories.stores import PHARMACY_WEEK, StoreGroupFactory, make_store

pytestmark = pytest.mark.django_db

OPEN = "2026-12-18T15:00:00-05:00"
NIGHT = "2026-12-18T23:00:00-05:00"


def slugs(api: Api, **query: object) -> list[str]:
    return [item["meta"]["slug"] for item in api.items("stores/", **query)]


@pytest.fixture
def three_cities() -> None:
    make_store("pitman", city="Pitman", state="NJ", latitude="39.7323", longitude="-75.1316")
    make_store("philadelphia", city="Philadelphia", state="PA", latitude="39.9526", longitude="-75.1652")
    make_store(
        "denver", city="Denver", state="CO", latitude="39.7392", longitude="-104.9903", time_zone="America/Denver"
    )
    make_store("nowhere", city="Nowhere", state="NJ", latitude=None, longitude=None)


def test_near_sorts_by_distance_and_leaves_out_who_has_no_place(api: Api, three_cities: None) -> None:
    assert slugs(api, near="39.95,-75.16") == ["philadelphia", "pitman", "denver"]


def test_near_says_how_many_have_no_place(api: Api, three_cities: None) -> None:
    meta = api.get("stores/", near="39.95,-75.16")["meta"]
    assert (meta["total_count"], meta["without_coordinates"]) == (3, 1)
    assert api.get("stores/", near="39.95,-75.16", state="CO")["meta"]["without_coordinates"] == 0
    meta = api.get("stores/")["meta"]
    assert meta == {"total_count": 4, "next": None, "previous": None}


def test_near_gives_the_distance_in_kilometres(api: Api, three_cities: None) -> None:
    items = api.items("stores/", near="39.7323,-75.1316")
    assert [(item["meta"]["slug"], item["distance_km"]) for item in items] == [
        ("pitman", 0.0), ("philadelphia", pytest.approx(24.7, abs=0.2)), ("denver", pytest.approx(2533, abs=15)),
    ]  # fmt: skip


def test_distance_is_null_where_nobody_asked(api: Api, three_cities: None) -> None:
    assert {item["distance_km"] for item in api.items("stores/")} == {None}


def test_radius_leaves_out_who_is_farther(api: Api, three_cities: None) -> None:
    assert slugs(api, near="39.95,-75.16", radius_km=10) == ["philadelphia"]


def test_search_finds_words_of_name_and_address(api: Api, three_cities: None) -> None:
    assert slugs(api, search="denver CO") == ["denver"]


@pytest.mark.parametrize(
    "words", ["mayaguez", "Mayagüez", "night-heron", "Night Heron", "S. Mission", "south mission"]
)
def test_search_knows_no_accent_hyphen_or_long_form(api: Api, words: str, three_cities: None) -> None:
    make_store("heron", title="Night-Heron Pharmacy", city="Mayagüez", state="PR", street="12 S Mission Ave")
    assert slugs(api, search=words) == ["heron"]


@pytest.mark.parametrize("value", ["", "39.7", "north,west", "91,0", "0,181", "1,2,3"])
def test_point_that_is_none_is_refused(api: Api, value: str) -> None:
    assert api.problem(400, "stores/", near=value)["errors"][0]["field"] == "near"


def test_radius_without_a_point_is_refused(api: Api) -> None:
    assert api.problem(400, "stores/", radius_km=5)["errors"][0]["field"] == "radius_km"


@pytest.mark.parametrize("value", ["", "tomorrow", "2026-12-18", "2026-12-18T15:00:00", "0001-01-01T00:00:00+00:00"])
@pytest.mark.parametrize("name", ["at", "open_at"])
def test_moment_without_an_offset_is_refused(api: Api, name: str, value: str) -> None:
    assert api.problem(400, "stores/", **{name: value})["errors"][0]["field"] == name


def test_open_at_keeps_stores_that_are_open_then(api: Api, three_cities: None) -> None:
    assert "pitman" in slugs(api, open_at=OPEN)
    assert slugs(api, open_at=NIGHT) == []


def test_open_at_knows_exceptions_and_changes_of_the_day(api: Api, three_cities: None) -> None:
    pitman, philadelphia = (StorePage.objects.get(slug=slug) for slug in ("pitman", "philadelphia"))
    HoursException.objects.create(store=pitman, starts_on=date(2026, 12, 18), ends_on=date(2026, 12, 18), label="Shut")
    TodayChange.objects.create(store=philadelphia, on=date(2026, 12, 18), closes_at=time(12))
    assert not {"pitman", "philadelphia"} & set(slugs(api, open_at=OPEN))


def test_stores_with_unknown_hours_are_not_open(api: Api) -> None:
    make_store("unknown", hours={})
    assert slugs(api, open_at=OPEN) == []


def test_at_moves_the_clock_of_hours(api: Api, three_cities: None) -> None:
    def state(at: str) -> str:
        return str(api.get("stores/pitman/", at=at)["hours"]["store"]["status"]["state"])

    assert [state(OPEN), state(NIGHT)] == ["open", "closed"]


def test_dates_show_an_exception_within_two_weeks(api: Api, three_cities: None) -> None:
    pitman = StorePage.objects.get(slug="pitman")
    christmas = date(2026, 12, 25)
    HoursException.objects.create(store=pitman, starts_on=christmas, ends_on=christmas, label="Christmas Day")
    dates = api.get("stores/pitman/", at=OPEN)["hours"]["store"]["dates"]
    assert dates == [{"date": "2026-12-25", "slots": [], "label": "Christmas Day", "is_exception": True}]


FILTERS: tuple[dict[str, object], ...] = (
    {},
    {"group": "east"},
    {"state": "NJ"},
    {"service": "delivery"},
    {"language": "en"},
    {"search": "pharmacy"},
    {"near": "39.95,-75.16"},
    {"near": "39.95,-75.16", "radius_km": 100},
    {"open_at": OPEN},
    {"open_at": OPEN, "near": "39.95,-75.16", "fields": "*"},
)


def open_some(first: int, last: int) -> None:
    """Stores of one group with an exception each, numbered from `first` to before `last`."""
    group = StoreGroupFactory.create(slug="east")
    for number in range(first, last):
        facts: dict[str, Any] = {
            "latitude": "39.7323",
            "longitude": "-75.1316",
            "services": ["delivery"],
            "languages": ["en"],
        }
        store = make_store(f"store-{number}", groups=[group], **facts)
        HoursException.objects.create(store=store, starts_on=date(2026, 12, 25), label="Christmas Day")


def add_holiday(day: date, *groups: StoreGroup) -> None:
    """The network is closed that day, or these groups are."""
    holiday = HolidayClosure(
        audience="chosen" if groups else "every", starts_on=day, ends_on=day, label="Closed", slots=[]
    )
    holiday.audience_groups.set(groups)
    holiday.save()


def test_each_filter_costs_the_same_queries_for_many_stores(api: Api, subtests: pytest.Subtests) -> None:
    open_some(0, 2)
    add_holiday(date(2026, 12, 18), StoreGroupFactory.create(slug="west"))
    few = [api.count_queries("stores/", **query) for query in FILTERS]
    open_some(2, 8)
    for query, before in zip(FILTERS, few, strict=True):
        with subtests.test(query=query):
            assert len(api.items("stores/", **query)) == 8
            assert api.count_queries("stores/", **query) == before
            # The list itself, and what `open_at` reads before it: stores, hours, exceptions, cuts, holidays, groups.
            # A search by place counts those without one, too.
            assert before <= 8 + (7 if "open_at" in query else 0) + ("near" in query)


ALL_FRIDAY = {"fri": [("00:00", "24:00")]}


def test_open_at_is_about_the_counter_that_leads_and_the_door_that_it_is_behind(api: Api) -> None:
    make_store("at-lunch")
    make_store("shut", hours={"store": {"mon": [("09:00", "17:00")]}, "pharmacy": {"fri": [("09:00", "17:00")]}})
    make_store(
        "own-door", own_doors=["pharmacy"], hours={"store": {"mon": [("09:00", "17:00")]}, "pharmacy": ALL_FRIDAY}
    )
    assert slugs(api, open_at="2026-12-18T13:45:00-05:00") == ["own-door"]
    assert slugs(api, open_at=OPEN) == ["at-lunch", "own-door"]


def test_open_at_says_what_the_hours_of_each_store_say(api: Api, subtests: pytest.Subtests) -> None:
    east = StoreGroupFactory.create(slug="east")
    make_store("plain")
    make_store("in-group", groups=[east])
    make_store("pharmacy-only", hours={"pharmacy": PHARMACY_WEEK})
    make_store("two", hours={"delivery": PHARMACY_WEEK, "drive-through": {"fri": [("00:00", "24:00")]}})
    make_store("unknown", hours={"store": {}})
    make_store("nothing", hours={})
    make_store("late", hours={"store": {"thu": [("18:00", "02:00")]}}, time_zone="America/Los_Angeles")
    add_holiday(date(2026, 12, 18), east)
    for at in (OPEN, NIGHT, "2026-12-18T01:00:00-08:00", "2026-12-18T13:45:00-05:00"):
        with subtests.test(at=at):
            opened = [
                item["meta"]["slug"] for item in api.items("stores/", at=at) if item["status"]["state"] == "open"
            ]
            assert sorted(slugs(api, open_at=at)) == sorted(opened)


def test_group_or_state_that_there_is_none_of_is_400_that_lists_what_there_is(api: Api) -> None:
    make_store("pitman", groups=[StoreGroupFactory.create(slug="south-jersey")])
    StoreGroupFactory.create(slug="empty")
    for slug in ("nothing", "empty"):
        document = api.problem(400, "stores/", group=slug)
        assert document["detail"] == f"Unknown group '{slug}'. There are south-jersey."
    assert api.items("stores/", group="south-jersey", state="ny") == []
    assert "Unknown state 'XX'. There are AA, AE, AK" in api.problem(400, "stores/", state="XX")["detail"]
