"""The OpenAPI document against real answers: nothing that is undeclared, nothing of another type."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from tests.api.asking import SCOPED, Api
from tests.api.declared import ROOT, Declared, objects_in
from tests.factories.lupus import LupusNetwork

OTHERS: dict[str, dict[str, str]] = {
    "": {},
    "stores/": {},
    "changes/": {},
    "stores/pitman/": {},
    "stores/?near": {"near": "39.95,-75.16"},
    **{
        f"storefront/?{name}": {"path": path}
        for name, path in {
            "news": "/health/",
            "article": "/health/new-treatments-for-lupus/",
            "expert": "/experts/sample-rheumatologist/",
            "standard": "/savings/",
            "moved": "/lupus/",
        }.items()
    },
    "pages/?standard": {"type": "cms.StandardPage"},
    "pages/?news": {"type": "cms.HealthNewsPage"},
}
"""Besides what depends on the store and needs nothing else; what stands after `?` tells them apart."""
KNOWN = {"type", "$ref", "oneOf", "allOf", "anyOf", "enum"}
IDS = {"articles": "900041", "experts": "900012", "pages": "900051", "images": "900021", "documents": "900031"}


@pytest.fixture(scope="module")
def declared() -> Declared:
    return Declared()


@pytest.fixture
def document(declared: Declared) -> dict[str, Any]:
    return declared.document


def asked(network: LupusNetwork) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Path of the document, path, and query of every answer."""
    for path, query in {**SCOPED, **OTHERS}.items():
        plain = path.partition("?")[0]
        name, _slash, rest = plain.partition("/")
        if rest == "1/":
            known = IDS.get(name, str(network.redirect.pk))
            yield f"/api/v2/{name}/{{id}}/", f"{name}/{known}/", {"store": "pitman"}
        elif rest == "find/" and name not in {"articles", "experts"}:
            continue
        elif rest == "find/":
            slug = {"articles": "new-treatments-for-lupus", "experts": "sample-rheumatologist"}[name]
            yield f"/api/v2/{plain}", plain, {"store": "pitman", "slug": slug}
        elif name == "stores" or not name:
            yield f"/api/v2/{plain.replace('pitman', '{slug}')}", plain, query
        else:
            yield f"/api/v2/{plain}", plain, {"store": "pitman", **query}


def test_every_answer_is_as_declared(
    declared: Declared, api: Api, lupus_network: LupusNetwork, subtests: pytest.Subtests
) -> None:
    walked = set()
    for whole, path, query in asked(lupus_network):
        template = whole.removeprefix(ROOT)
        walked.add(template)
        parameters = declared.parameters(template)
        for extra in ({}, {"fields": "*"}, {"rich_text_format": "json"}, {"count": "false"}, {"tags": "true"}):
            if template.startswith(("images/", "documents/")) and "tags" in extra:
                continue
            if extra.keys() <= parameters:
                with subtests.test(path=path, query=query, extra=extra):
                    assert query.keys() | extra.keys() <= parameters
                    assert declared.errors(template, api.get(path, **query, **extra)) == []
    assert walked == {path for path in declared.paths if "/find/" not in f"/{path}"} | {
        "articles/find/",
        "experts/find/",
    }


def test_every_refusal_is_as_declared(declared: Declared, api: Api, lupus_network: LupusNetwork) -> None:
    for status, method, query in [
        (400, "get", {"colour": "red"}),
        (404, "get", {"store": "nowhere"}),
        (405, "post", {"store": "pitman"}),
    ]:
        answer = api.problem(status, "articles/", method=method, **query)
        assert declared.errors("articles/", answer, status) == []
    assert declared.errors("articles/", {**answer, "colour": "red"}, 404) != []


def test_every_operation_says_what_it_is(document: dict[str, Any]) -> None:
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    names = {tag["name"] for tag in document["tags"]}
    for operation in operations:
        assert {"400", "404", "405", "406", "410", "429", "503"} <= set(operation["responses"])
        assert operation["summary"]
        assert set(operation["tags"]) <= names
        # Of its own it would be in place of the document's: a client that was made of it would send no key.
        assert "security" not in operation
    assert document["security"] == [{}, *({name: []} for name in document["components"]["securitySchemes"])]
    waits = document["components"]["responses"]["TooManyRequests"]["headers"]["Retry-After"]
    assert waits["schema"] == {"type": "integer"}
    required = {
        (path, each["name"])
        for path, operations in document["paths"].items()
        for each in operations.get("get", {}).get("parameters", ())
        if each.get("required") and each["in"] == "query"
    }
    assert required == {
        ("/api/v2/articles/find/", "slug"),
        ("/api/v2/experts/find/", "slug"),
        ("/api/v2/search/", "search"),
        ("/api/v2/storefront/", "path"),
    }


def test_no_type_is_unknown(document: dict[str, Any]) -> None:
    unknown = [
        (name, member)
        for name, schema in deepcopy(document["components"]["schemas"]).items()
        for each in objects_in(schema)
        for member, kind in each["properties"].items()
        if not {"type", "$ref", "oneOf", "allOf", "anyOf", "enum"} & kind.keys()
        or kind.get("additionalProperties") == {}
    ]
    assert unknown == []
