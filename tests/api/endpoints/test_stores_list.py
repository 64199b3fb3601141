"""`stores/`: the network's directory."""

from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from wagtail.models import PageViewRestriction

from tests.api.asking import Api
from tests.factories.lupus import LupusNetwork
from tests.factories.stores import StoreGroupFactory, make_store

NO_PAGES = {"total_count": 0, "next": None, "previous": None}


def slugs(api: Api, **query: Any) -> list[str]:
    return [item["meta"]["slug"] for item in api.items("stores/", **query)]


def test_list_is_as_reviewed(api: Api, lupus_network: LupusNetwork, json_snapshot: SnapshotAssertion) -> None:
    assert api.get("stores/") == json_snapshot


def test_fields_chosen_are_as_reviewed(
    api: Api, lupus_network: LupusNetwork, json_snapshot: SnapshotAssertion
) -> None:
    assert api.get("stores/", fields="_,slug,name,hours,address(one_line)") == json_snapshot


def test_filters_narrow_the_list(api: Api, lupus_network: LupusNetwork, subtests: pytest.Subtests) -> None:
    for query, expected in [
        ({"group": "south-jersey"}, ["pitman"]),
        ({"state": "CO"}, ["switchback"]),
        ({"state": "co"}, ["switchback"]),
        ({"service": "delivery"}, ["pitman", "switchback"]),
        ({"service": "travel-vaccines"}, ["switchback"]),
        ({"language": "es"}, ["switchback"]),
        ({"service": "delivery", "language": "es"}, ["switchback"]),
        ({"service": "immunizations", "state": "CO"}, []),
    ]:
        with subtests.test(query=query, expected=expected):
            answer = api.get("stores/", **query)
            assert [item["meta"]["slug"] for item in answer["items"]] == expected
            assert answer["meta"]["total_count"] == len(expected)


def test_store_in_two_groups_is_listed_once_by_each(api: Api) -> None:
    groups = [StoreGroupFactory.create(slug=slug) for slug in ("north", "south")]
    make_store("pitman", groups=groups)
    assert [slugs(api), slugs(api, group="north"), slugs(api, group="south")] == [["pitman"]] * 3


def test_value_outside_a_closed_list_is_refused_and_the_list_is_named(api: Api, subtests: pytest.Subtests) -> None:
    for name in ["service", "language", "order"]:
        with subtests.test(name=name):
            document = api.problem(400, "stores/", **{name: "nothing"})
            assert document["errors"][0]["field"] == name
            assert document["detail"].startswith(f"'{name}' must be one of ")
            assert document["detail"].endswith(", not 'nothing'.")


def test_order(api: Api, subtests: pytest.Subtests) -> None:
    for slug in ("switchback", "pitman", "avon"):
        make_store(slug)
    for order, expected in [
        ("name", ["avon", "pitman", "switchback"]),
        ("-name", ["switchback", "pitman", "avon"]),
        ("id", ["switchback", "pitman", "avon"]),
        ("-id", ["avon", "pitman", "switchback"]),
    ]:
        with subtests.test(order=order, expected=expected):
            assert slugs(api, order=order) == expected


def test_default_order_is_by_name(api: Api) -> None:
    for slug in ("switchback", "avon"):
        make_store(slug)
    assert slugs(api) == ["avon", "switchback"]


def test_a_page_of_the_list_says_how_many_there_are_in_all(
    api: Api, lupus_network: LupusNetwork, subtests: pytest.Subtests
) -> None:
    for query, expected in [
        ({"limit": 1}, ["pitman"]),
        ({"limit": 1, "offset": 1}, ["switchback"]),
        ({"offset": 2}, []),
        ({"limit": 0}, []),
        ({"limit": 0, "offset": 5}, []),
    ]:
        with subtests.test(query=query, expected=expected):
            answer = api.get("stores/", **query)
            assert [item["meta"]["slug"] for item in answer["items"]] == expected
            assert answer["meta"]["total_count"] == 2


def test_list_of_no_stores_is_empty(api: Api) -> None:
    assert api.get("stores/") == {"meta": NO_PAGES, "items": []}


def test_directory_is_the_same_on_a_stores_host(api: Api, lupus_network: LupusNetwork) -> None:
    assert api.get("stores/", host="pitman.localhost:8000") == api.get("stores/")


def test_naming_a_store_is_refused_because_the_directory_has_none(api: Api, lupus_network: LupusNetwork) -> None:
    assert api.problem(400, "stores/", store="pitman")["errors"] == [
        {"field": "store", "message": "Unknown parameter."}
    ]


def test_unpublished_store_is_not_listed(api: Api, lupus_network: LupusNetwork) -> None:
    lupus_network.pitman.unpublish()
    assert slugs(api) == ["switchback"]


def test_store_below_a_private_page_is_not_listed(api: Api, lupus_network: LupusNetwork) -> None:
    PageViewRestriction.objects.create(page=lupus_network.network.stores, restriction_type="login")
    assert slugs(api) == []
