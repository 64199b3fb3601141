"""What the docs name of answers is in the OpenAPI document, and what is in it the reference names."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.text import slugify

from api.guide.rendering import PAGES, source_of
from api.protocol.errors import TITLES
from tests.api.declared import document_of_today

NAME = re.compile(r"`([A-Za-z]\w*(?:[.-]\w+)*)`")
ROW = re.compile(r"^\| `(?P<of>\w+)` \| (?P<text>.+) \|$", re.MULTILINE)
ELSEWHERE = {
    *("lang", "hreflang", "private", "hit", "null", "error", "deprecated", "department", "deleted-entry", "ready"),
    *("webhook", "id", "timestamp", "signature", "mortar", "withdrawn", "host", "hosts", "library", "scope"),
    *(
        "standardwebhooks",
        "verify",
        "fetch",
        "unstable_cache",
        "undici",
        "request",
        "site",
        "mjs",
        "wagtail",
        "js",
        "nextjs",
        "loves",
        "openapi",
        "forget",
        "identifier",
    ),
    *("sitemap.xml", "webhooks", "admin"),
    *("localhost", "pitman", "editor", "read", "news", "opening_hours", "test"),
}
"""Words of HTML, HTTP, feeds, JavaScript, webhooks, keys and the demo."""


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return document_of_today()


def names_in(node: Any) -> Iterator[str]:
    """Every member, value and parameter that the document has a name for."""
    if isinstance(node, list):
        for each in node:
            yield from names_in(each)
    if isinstance(node, dict):
        yield from node.get("properties", ())
        yield from (value for value in node.get("enum", ()) if isinstance(value, str))
        if "in" in node and isinstance(node.get("name"), str):
            yield node["name"]
        for each in node.values():
            yield from names_in(each)


def rows_below(heading: str) -> dict[str, set[str]]:
    """What each row of the tables of a section of the reference names, by its first cell."""
    section = source_of("api").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return {row["of"]: set(NAME.findall(row["text"])) for row in ROW.finditer(section)}


def members_of(document: dict[str, Any], schema: dict[str, Any]) -> set[str]:
    """The names of an object's members."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return set(schema["properties"])


def kinds_of(document: dict[str, Any], union: str) -> dict[str, dict[str, Any]]:
    """What each `type` of a union is described by."""
    mapping = document["components"]["schemas"][union]["discriminator"]["mapping"]
    return {kind: document["components"]["schemas"][ref.rpartition("/")[2]] for kind, ref in mapping.items()}


def test_the_reference_names_every_block_and_what_it_holds(document: dict[str, Any]) -> None:
    named = rows_below("Blocks of a body")
    blocks = kinds_of(document, "BodyBlock")
    assert named.keys() == blocks.keys()
    of_text = {"markdown", "tree"}
    lacking = {
        kind: members_of(document, block["properties"]["value"]) - named[kind] - of_text
        for kind, block in blocks.items()
    }
    assert {kind: members for kind, members in lacking.items() if members} == {}
    guide = set(NAME.findall(source_of("guide")))
    assert blocks.keys() - guide == set()


def test_the_reference_names_every_member_of_the_types_that_it_lists(document: dict[str, Any]) -> None:
    named, schemas = rows_below("Types and their members"), document["components"]["schemas"]
    pages = kinds_of(document, "SitePage")
    assert {"ArticleDetail", "Store", "Banner", "Metadata", *pages} <= named.keys()
    assert pages.keys() - set(NAME.findall(source_of("guide"))) == set()
    lacking = {}
    for name, members in named.items():
        schema = pages.get(name) or schemas[name]
        others = (named[other] for other in members & schemas.keys())
        if left := members_of(document, schema) - members.union(*others) - {"type"}:
            lacking[name] = left
    assert lacking == {}


def test_what_the_docs_name_is_there(document: dict[str, Any]) -> None:
    known = {*names_in(document), *map(slugify, TITLES.values()), *ELSEWHERE}
    known |= {part for path in document["paths"] for part in path.split("/")}
    known |= {part for each in known for part in each.split(":")}
    unknown = {
        (page, name)
        for page in PAGES
        for name in NAME.findall(source_of(page))
        if name.islower() and not set(re.split(r"[.-]|\d+", name)) <= {*known, ""} and name not in known
    }
    assert sorted(unknown) == []
