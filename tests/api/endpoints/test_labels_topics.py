"""`topics/`: what the articles that the store carries are about."""

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.api.asking import Api
from tests.factories.lupus import LupusNetwork
from tests.factories.newsroom import TopicFactory, make_article
from tests.factories.stores import make_store


def test_list_is_as_reviewed(api: Api, lupus_network: LupusNetwork, json_snapshot: SnapshotAssertion) -> None:
    assert api.get("topics/", store="pitman") == json_snapshot


def test_topics_come_by_name_with_the_number_of_the_stores_articles(api: Api) -> None:
    make_store("pitman")
    skin, heart = TopicFactory.create(slug="skin"), TopicFactory.create(slug="heart")
    TopicFactory.create(slug="unused")
    make_article("lupus", topics=[skin, heart])
    make_article("acne", topics=[skin])
    items = api.items("topics/", store="pitman")
    assert [(item["slug"], item["article_count"]) for item in items] == [("heart", 1), ("skin", 2)]


def test_a_page_of_the_list_says_how_many_there_are_in_all(api: Api, subtests: pytest.Subtests) -> None:
    make_store("pitman")
    make_article("lupus", topics=[TopicFactory.create(slug=slug) for slug in ("c", "a", "b")])
    for query, expected in [({"limit": 1}, ["a"]), ({"limit": 1, "offset": 1}, ["b"]), ({"offset": 9}, [])]:
        with subtests.test(query=query, expected=expected):
            answer = api.get("topics/", store="pitman", **query)
            assert [item["slug"] for item in answer["items"]] == expected
            assert answer["meta"]["total_count"] == 3


def test_fields_chosen(api: Api, lupus_network: LupusNetwork) -> None:
    assert api.items("topics/", store="pitman", fields="_,name") == [{"name": "Immune system"}]
