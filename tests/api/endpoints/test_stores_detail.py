"""`stores/<slug>/`: one store."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from syrupy.assertion import SnapshotAssertion
from wagtail.models import PageViewRestriction

from tests.api.asking import Api
from tests.factories.lupus import LupusNetwork
from tests.factories.stores import make_store


@pytest.mark.parametrize("slug", ["pitman", "switchback"])
def test_detail_is_as_reviewed(
    slug: str, api: Api, lupus_network: LupusNetwork, json_snapshot: SnapshotAssertion
) -> None:
    assert api.get(f"stores/{slug}/") == json_snapshot


def test_store_is_shown_alike_in_list_and_detail(api: Api, lupus_network: LupusNetwork) -> None:
    assert api.items("stores/") == [api.get("stores/pitman/"), api.get("stores/switchback/")]


def test_unknown_slug_is_404(api: Api, lupus_network: LupusNetwork) -> None:
    assert api.problem(404, "stores/nowhere/")["detail"] == "There is no store with the slug 'nowhere'."


def test_unpublished_store_is_404(api: Api, lupus_network: LupusNetwork) -> None:
    lupus_network.pitman.unpublish()
    api.problem(404, "stores/pitman/")


@pytest.mark.parametrize("kind", ["login", "password"])
def test_private_store_is_404(kind: str, api: Api, lupus_network: LupusNetwork) -> None:
    PageViewRestriction.objects.create(page=lupus_network.pitman, restriction_type=kind, password="x")
    api.problem(404, "stores/pitman/")


def test_what_a_store_does_not_have_is_null(api: Api, lupus_network: LupusNetwork) -> None:
    answer = api.get("stores/switchback/")
    assert [answer[name] for name in ("location", "fax", "sms", "email")] == [None] * 4
    assert answer["look"]["logo"] is None
    assert set(answer["links"].values()) == {None}


@pytest.mark.parametrize(
    ("wall_clock", "state", "until"),
    [
        ("2026-12-18T08:59:00", "closed", "2026-12-18T09:00:00-07:00"),
        ("2026-12-18T09:00:00", "open", "2026-12-18T19:00:00-07:00"),
        ("2026-12-19T16:00:00", "closed", "2026-12-21T09:00:00-07:00"),
    ],
)
def test_status_is_told_in_the_stores_own_zone(wall_clock: str, state: str, until: str, api: Api) -> None:
    make_store("switchback", time_zone="America/Denver")
    at = datetime.fromisoformat(wall_clock).replace(tzinfo=ZoneInfo("America/Denver"))
    with time_machine.travel(at, tick=False):
        status = api.get("stores/switchback/")["hours"]["store"]["status"]
    assert (status["state"], status["until"]) == (state, until)


def test_counter_without_hours_is_listed_as_unknown(api: Api) -> None:
    make_store("pitman", hours={"store": {}, "drive-through": {}})
    hours = api.get("stores/pitman/")["hours"]
    assert list(hours) == ["store", "drive-through"]
    assert [counter["known"] for counter in hours.values()] == [False, False]
    assert hours["store"]["status"]["state"] == "unknown"
    assert hours["store"]["status"]["until"] is None
    assert len(hours["store"]["week"]) == 7


def test_all_day_ends_at_24_00(api: Api) -> None:
    make_store("pitman", hours={"store": {"mon": [("00:00", "24:00")]}})
    monday = api.get("stores/pitman/")["hours"]["store"]["week"][0]
    assert monday == {"weekday": 1, "day": "Monday", "slots": [{"opens": "00:00", "closes": "24:00"}]}
