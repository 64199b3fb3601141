"""`tags/`: the tags of the articles that the store carries."""

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.api.asking import Api
from tests.factories.lupus import LupusNetwork
from tests.factories.newsroom import make_article
from tests.factories.stores import make_store


def test_list_is_as_reviewed(api: Api, lupus_network: LupusNetwork, json_snapshot: SnapshotAssertion) -> None:
    assert api.get("tags/", store="pitman") == json_snapshot


def test_tags_come_by_name_with_the_number_of_the_stores_articles(api: Api) -> None:
    make_store("pitman")
    make_article("lupus", tags=["research", "clinical trials"])
    make_article("flu", tags=["research"])
    items = api.items("tags/", store="pitman")
    assert [(item["name"], item["article_count"]) for item in items] == [("clinical trials", 1), ("research", 2)]


def test_a_page_of_the_list_says_how_many_there_are_in_all(api: Api, subtests: pytest.Subtests) -> None:
    make_store("pitman")
    make_article("lupus", tags=["c", "a", "b"])
    for query, expected in [({"limit": 1}, ["a"]), ({"limit": 1, "offset": 1}, ["b"]), ({"offset": 9}, [])]:
        with subtests.test(query=query, expected=expected):
            answer = api.get("tags/", store="pitman", **query)
            assert [item["slug"] for item in answer["items"]] == expected
            assert answer["meta"]["total_count"] == 3
