"""Every sample of the contract against the real answer of its endpoint."""

from typing import Any

import pytest

from api.protocol.errors import Withdrawn, problem_handler
from tests.api.asking import Api
from tests.api.sample_walk import FOLDER, departures, sample
from tests.factories.lupus import LupusNetwork

ANSWERS: dict[str, tuple[str, dict[str, Any]]] = {
    "article": ("articles/900041/", {}),
    "articles": ("articles/", {"limit": 1}),
    "banners": ("banners/", {}),
    "storefront": ("storefront/", {"path": "/health/new-treatments-for-lupus/"}),
    "storefront-redirect": ("storefront/", {"path": "/lupus/"}),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_answer_keeps_the_contract(name: str, api: Api, lupus_network: LupusNetwork) -> None:
    path, query = ANSWERS[name]
    assert list(departures(sample(name), api.get(path, store="pitman", **query))) == []


@pytest.mark.parametrize("path", ["articles/", "articles/900041/", "articles/900040/", "articles/900042/"])
def test_every_article_keeps_the_contract_whatever_it_lacks(path: str, api: Api, lupus_network: LupusNetwork) -> None:
    name = "articles" if path == "articles/" else "article"
    assert list(departures(sample(name), api.get(path, store="switchback"))) == []


@pytest.mark.parametrize("slug", ["pitman", "switchback"])
def test_store_keeps_the_contract(slug: str, api: Api, lupus_network: LupusNetwork) -> None:
    assert list(departures(sample("store"), api.get(f"stores/{slug}/"))) == []


def test_stores_of_the_list_keep_the_contract(api: Api, lupus_network: LupusNetwork) -> None:
    items = api.items("stores/")
    assert [list(departures(sample("store"), item)) for item in items] == [[], []]


def test_unknown_parameter_is_answered_in_the_contracts_words(api: Api, lupus_network: LupusNetwork) -> None:
    document = api.problem(400, "articles/", store="pitman", colour="red")
    expected = sample("problem")
    assert list(departures(expected, document)) == []
    assert document["detail"].startswith(
        "Unknown parameter 'colour'. Known: count, cursor, exclude, expert, fallback, fields, ids, language, limit, "
    )
    assert {name: document[name] for name in ("title", "status", "errors")} == {
        name: expected[name] for name in ("title", "status", "errors")
    }


def test_withdrawn_is_said_in_the_contracts_words() -> None:
    response = problem_handler(Withdrawn("'New treatments for lupus' was withdrawn."), {})
    assert response is not None
    expected = sample("storefront-gone")
    assert response.status_code == 410
    assert list(departures(expected, response.data)) == []
    assert (response.data["title"], response.data["detail"]) == ("Gone", "'New treatments for lupus' was withdrawn.")


def test_every_sample_is_compared() -> None:
    compared = {*ANSWERS, "store", "problem", "storefront-gone"}
    assert {file.stem for file in FOLDER.glob("*.json")} == compared


@pytest.mark.parametrize(
    ("expected", "real", "words"),
    [
        ({"name": "…"}, {"title": "x"}, ["answer.name is missing"]),
        ({"id": 1}, {"id": "1"}, ["answer.id is str, not int"]),
        ({"x": 0.5}, {"x": 1}, ["answer.x is int, not float"]),
        ({"title": "…"}, {"title": None}, ["answer.title is null"]),
        ({"hero": {"alt": "…"}}, {"hero": None}, []),
        ({"links": {"refill": "…"}}, {"links": {"refill": None}}, []),
        ({"on": "2025-08-08"}, {"on": "2025-08-08T09:00:00Z"}, ["answer.on is no date: '2025-08-08T09:00:00Z'"]),
        ([{"type": "a", "x": 1}, {"type": "b", "y": 1}], [{"type": "b", "x": 1}], ["answer[0].y is missing"]),
        ({"tags": ["…"]}, {"tags": ["a", 1]}, ["answer.tags[1] is int, not str"]),
        ({"more": 1}, {"more": 2, "and": "more"}, []),
    ],
)
def test_walk_names_what_departs(expected: Any, real: Any, words: list[str]) -> None:
    assert list(departures(expected, real)) == words
