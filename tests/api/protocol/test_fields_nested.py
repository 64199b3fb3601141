"""`fields` inside of every object that an answer has, at every depth."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.asking import Api
from tests.api.endpoints.test_document_schema import asked
from tests.factories.blocks import one_of_each_block
from tests.factories.lupus import LupusNetwork
from tests.factories.newsroom import make_article
from tests.factories.rich import picture

Place = tuple[str, ...]

STOCK = ("pages/", "images/", "documents/", "redirects/")
"""Wagtail's own endpoints, where `fields` goes into what is related alone."""
OPEN = {"json_ld", "open_graph"}
"""Documents of others' vocabularies: their names (`@type`, `og:title`) are none that `fields` can write."""


def objects_in(answer: Any, place: Place = ()) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Every object of an answer, and where it stands. What stands in `meta` is named as if it stood beside it."""
    if isinstance(answer, dict):
        if place and answer:
            yield place, answer
        for name, each in answer.items():
            yield from objects_in(each, place if name == "meta" else (*place, name))
    elif isinstance(answer, list):
        for each in answer:
            yield from objects_in(each, place)


def named(place: Place, name: str) -> str:
    """`fields` that asks for one member of the objects at a place, and for nothing else."""
    for each in reversed(place):
        name = f"{each}({name})"
    return f"_,{name}".replace("-", "_")


def not_narrowed(api: Api, path: str, query: dict[str, Any], seen: set[Place]) -> Iterator[str]:
    """Objects of the answer of which not one member alone can be had, but for places that were `seen`."""
    whole = api.get(path, **query)
    for top in whole.get("items", [whole]):
        for place, found in objects_in(top):
            if place in seen or OPEN & set(place):
                continue
            seen.add(place)
            name = next((each for each in found if each not in {"meta", "type"}), "type")
            answer = api.ask(path, **query, fields=named(place, name))
            if answer.status_code != 200:
                yield f"{path} {query} {'.'.join(place)}: {answer.content.decode()[:300]}"
                continue
            told = json.loads(answer.content)
            items = told["items"] if "items" in whole else [told]
            kept = [each for item in items for there, each in objects_in(item) if there == place]
            # Of a union, what has no such member is left empty, and `objects_in` has it not.
            if not kept or any(set(each) != {name} for each in kept):
                yield f"{path} {query} {'.'.join(place)}: {kept[:1]}"


def test_every_object_of_an_answer_can_be_narrowed(api: Api, lupus_network: LupusNetwork) -> None:
    """What stands beside the page of the storefront is the same around each page: it is asked for once."""
    times: dict[str, int] = {}
    seen: dict[str, set[Place]] = {}
    wrong: list[str] = []
    for _template, path, query in asked(lupus_network):
        if path.startswith((*STOCK, "changes/")) or not path:
            continue
        known = seen.setdefault(path, set())
        wrong += not_narrowed(api, path, query, known)
        known -= {place for place in known if place[0] == "page"}
        times[path] = times.get(path, 0) + 1
    assert wrong == [], "\n".join(wrong)
    assert times["storefront/"] > 5


@pytest.mark.usefixtures("empty_storage")
def test_values_of_blocks_are_narrowed_in_each_form_of_their_text(api: Api, lupus_network: LupusNetwork) -> None:
    article = make_article("blocks", body=one_of_each_block(image_id=picture("steps").pk))
    asked_for = "body(type,value(html,anchor,image(crops(square(sources(type))))))"
    kinds = ("paragraph", "heading", "question", "callout", "image")
    for form, name in (("html", "html"), ("markdown", "markdown"), ("json", "tree")):
        query = {"store": "pitman", "rich_text_format": form}
        told = api.get(f"articles/{article.pk}/", **query, fields=f"_,{asked_for}")["body"]
        values = {block["type"]: block["value"] for block in told}
        assert [set(values[kind]) for kind in kinds] == [{name}, {"anchor"}, {"anchor", name}, {name}, {"image"}]
        crops = values["image"]["image"]["crops"]
        assert set(crops) == {"square"}
        assert {tuple(each) for each in crops["square"]["sources"]} == {("type",)}
        page = api.get("storefront/", path="/health/blocks/", **query, fields=f"_,page({asked_for})")["page"]
        assert page["body"] == told


def test_same_name_at_several_kinds_of_pages_is_what_any_of_them_has(api: Api, lupus_network: LupusNetwork) -> None:
    asked_for = {"store": "pitman", "fields": "_,page(topics(slug,is_current,title))"}
    article = api.get("storefront/", path="/health/new-treatments-for-lupus/", **asked_for)["page"]["topics"]
    assert [set(each) for each in article] == [{"slug"}] * len(article)
    assert article
    news = api.get("storefront/", path="/health/", **asked_for)["page"]["topics"]
    assert [set(each) for each in news] == [{"slug", "is_current"}] * len(news)
    document = api.problem(400, "storefront/", store="pitman", path="/", fields="_,page(topics(colour))")
    assert "is_current" in document["detail"]
    document = api.problem(400, "articles/", store="pitman", fields="_,body(value(colour))")
    assert document["detail"].startswith("Unknown field 'colour'. Known: alt, anchor, attribution, caption")
