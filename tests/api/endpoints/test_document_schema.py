"""The OpenAPI document against real answers: nothing that is undeclared, nothing of another type."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from tests.api.asking import SCOPED, Api
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
def document() -> dict[str, Any]:
    """As it is served, with every object closed: what is not declared is an error."""
    found: dict[str, Any] = json.loads(json.dumps(SchemaGenerator().get_schema(public=True)))
    for each in objects_in(found["components"]["schemas"]):
        each.setdefault("additionalProperties", False)
    return found


def objects_in(schema: Any) -> Iterator[dict[str, Any]]:
    """Every object that names its members."""
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict) and "type" in schema:
            yield schema
        schema = list(schema.values())
    if isinstance(schema, list):
        for each in schema:
            yield from objects_in(each)


def errors_in(document: dict[str, Any], operation: dict[str, Any], status: int, answer: Any) -> list[str]:
    """What of an answer its operation does not declare."""
    response = operation["responses"][str(status)]
    if "$ref" in response:
        response = document["components"]["responses"][response["$ref"].rpartition("/")[2]]
    (content,) = response["content"].values()
    validator = Draft202012Validator({**content["schema"], "components": document["components"]})
    found = map(innermost, validator.iter_errors(answer))
    return [f"{error.json_path}: {error.message[-260:]} ({error.validator})" for error in found]


def innermost(error: Any) -> Any:
    """What of a union's kinds comes closest: the one whose name fits."""
    while error.context:
        named = [each for each in error.context if list(each.path)[-1:] != ["type"]]
        wrong = {each.schema_path[0] for each in error.context if list(each.path)[-1:] == ["type"]}
        fitting = [each for each in named if each.schema_path[0] not in wrong]
        error = max(fitting or error.context, key=lambda each: len(each.absolute_path))
    return error


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
    document: dict[str, Any], api: Api, lupus_network: LupusNetwork, subtests: pytest.Subtests
) -> None:
    walked = set()
    for template, path, query in asked(lupus_network):
        operation = document["paths"][template]["get"]
        walked.add(template)
        parameters = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "query"}
        for extra in ({}, {"fields": "*"}, {"rich_text_format": "json"}):
            if extra.keys() <= parameters:
                with subtests.test(path=path, query=query, extra=extra):
                    assert query.keys() | extra.keys() <= parameters
                    answer = api.get(path, **query, **extra)
                    assert errors_in(document, operation, 200, answer) == []
    # What is streamed, and what is exchanged once, have their own tests.
    apart = {"/api/v2/live/", "/api/v2/preview/"}
    assert walked == {path for path in document["paths"] if "/find/" not in path and path not in apart} | {
        "/api/v2/articles/find/",
        "/api/v2/experts/find/",
    }


def test_every_refusal_is_as_declared(document: dict[str, Any], api: Api, lupus_network: LupusNetwork) -> None:
    operation = document["paths"]["/api/v2/articles/"]["get"]
    for status, method, query in [
        (400, "get", {"colour": "red"}),
        (404, "get", {"store": "nowhere"}),
        (405, "post", {"store": "pitman"}),
    ]:
        answer = api.problem(status, "articles/", method=method, **query)
        assert errors_in(document, operation, status, answer) == []
    assert errors_in(document, operation, 404, {**answer, "colour": "red"}) != []


def test_every_operation_says_what_it_is(document: dict[str, Any]) -> None:
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    names = {tag["name"] for tag in document["tags"]}
    for operation in operations:
        assert {"400", "404", "405", "406", "410", "429", "503"} <= set(operation["responses"])
        assert operation["summary"]
        assert set(operation["tags"]) <= names
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
