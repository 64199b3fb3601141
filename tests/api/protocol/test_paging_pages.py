"""Pages of a list: those beside this one, walks by cursor, and lists that are not counted."""

from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.api.asking import Api
from tests.factories.newsroom import make_article, make_page
from tests.factories.stores import make_store


def followed(api: Api, url: str) -> Any:
    """The answer at an address that an answer gave."""
    parts = urlsplit(url)
    return api.get(parts.path, host=parts.netloc, **dict(parse_qsl(parts.query)))


def slugs(answer: Any) -> list[str]:
    return [item["meta"]["slug"] for item in answer["items"]]


def test_pages_lead_to_each_other(api: Api, subtests: pytest.Subtests) -> None:
    make_store("pitman")
    for number in range(5):
        make_article(f"article-{number}", published_on=date(2026, 1, 1 + number))
        make_page(f"page-{number}")
    for path, query in [("articles/", {"order": "title"}), ("articles/", {"count": "false"}), ("pages/", {})]:
        with subtests.test(path=path, query=query):
            first = api.get(path, store="pitman", limit=2, **query)
            assert first["meta"]["previous"] is None
            second = followed(api, first["meta"]["next"])
            third = followed(api, second["meta"]["next"])
            assert third["meta"]["next"] is None or path == "pages/"
            assert len({*slugs(first), *slugs(second), *slugs(third)}) >= 5
            assert slugs(followed(api, second["meta"]["previous"])) == slugs(first)
            response: Any = api.ask(path, store="pitman", limit=2, offset=2, **query)
            meta = response.json()["meta"]
            assert response["Link"] == f'<{meta["next"]}>; rel="next", <{meta["previous"]}>; rel="prev"'
            assert ("total_count" in meta) == ("count" not in query)
    assert "Link" not in api.ask("articles/", store="pitman").headers
    assert api.problem(400, "articles/", store="pitman", count="0")["errors"][0]["field"] == "count"


def test_walk_has_each_article_once_whatever_is_published_and_pinned_meanwhile(api: Api) -> None:
    make_store("pitman")
    for number in range(6):
        make_article(f"article-{number}", published_on=date(2026, 1, 2 + number // 2))
    answer = api.get("articles/", store="pitman", cursor="*", limit=2)
    seen, steps = slugs(answer), 1
    make_article("newer", published_on=date(2026, 2, 1))
    while answer["meta"]["next"]:
        answer, steps = followed(api, answer["meta"]["next"]), steps + 1
        seen += slugs(answer)
    assert seen == [f"article-{number}" for number in (5, 4, 3, 2, 1, 0)]
    assert (steps, answer["meta"]["previous"]) == (3, None)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"cursor": ""}, "cursor"),
        ({"cursor": "1"}, "cursor"),
        ({"cursor": "0-1"}, "cursor"),
        ({"cursor": "99999999-1"}, "cursor"),
        ({"cursor": "*", "order": "title"}, "order"),
        ({"cursor": "*", "search": "flu"}, "search"),
        ({"cursor": "*", "offset": "2"}, "offset"),
        ({"cursor": "*", "limit": "0"}, "limit"),
        ({"cursor": "*", "topic": "nothing"}, "topic"),
    ],
)
def test_walk_that_makes_no_sense_is_400(query: dict[str, str], field: str, api: Api) -> None:
    make_store("pitman")
    assert api.problem(400, "articles/", store="pitman", **query)["errors"][0]["field"] == field
