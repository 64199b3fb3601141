"""Real answers against the OpenAPI document: nothing that is undeclared, nothing of another type."""

import json
from collections.abc import Iterator
from functools import cache, cached_property
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from tests.api.asking import Api

ROOT = "/api/v2/"
APART = {"live/", "preview/", "ninjs/", "ninjs/{id}/"}
"""What is streamed, what is exchanged once, and what nobody reads without a key have their own tests."""
Asked = tuple[str, str, dict[str, str]]
"""Path of the document, path, and query, below `ROOT`."""


def objects_in(schema: Any) -> Iterator[dict[str, Any]]:
    """Every object that names its members."""
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict) and "type" in schema:
            yield schema
        schema = list(schema.values())
    if isinstance(schema, list):
        for each in schema:
            yield from objects_in(each)


@cache
def _document() -> str:
    """Made once by each process: it costs as much as a hundred answers."""
    return json.dumps(SchemaGenerator().get_schema(public=True))


def document_of_today() -> dict[str, Any]:
    """The OpenAPI document as it is served; whoever asks may change it."""
    found: dict[str, Any] = json.loads(_document())
    return found


class Declared:
    """The document as it is served, with every object closed: what is not declared is an error."""

    def __init__(self) -> None:
        self.document = document_of_today()
        for each in objects_in(self.document["components"]["schemas"]):
            each.setdefault("additionalProperties", False)
        self._validators: dict[tuple[str, str], Any] = {}

    @cached_property
    def paths(self) -> set[str]:
        """Below `ROOT`, of what is asked."""
        found = {path.removeprefix(ROOT) for path, each in self.document["paths"].items() if "get" in each}
        return {path for path in found if not path.startswith("/")} - APART

    def operation(self, template: str) -> dict[str, Any]:
        found: dict[str, Any] = self.document["paths"][ROOT + template]["get"]
        return found

    def parameters(self, template: str) -> set[str]:
        """What a query may say."""
        given = self.operation(template).get("parameters", ())
        return {each["name"] for each in given if each["in"] == "query"}

    def errors(self, template: str, answer: Any, status: int = 200) -> list[str]:
        """What of an answer its operation does not declare."""
        key = (template, str(status))
        if key not in self._validators:
            response = self.operation(template)["responses"][key[1]]
            if "$ref" in response:
                response = self.document["components"]["responses"][response["$ref"].rpartition("/")[2]]
            self._validators[key] = self._validator(response)
        return self._found(self._validators[key], answer)

    def call_errors(self, body: Any) -> list[str]:
        """What of the body of a webhook's call the document does not declare."""
        return self._found(self._validator(self.document["webhooks"]["call"]["post"]["requestBody"]), body)

    def _validator(self, described: dict[str, Any]) -> Any:
        (content,) = described["content"].values()
        return Draft202012Validator({**content["schema"], "components": self.document["components"]})

    def _found(self, validator: Any, answer: Any) -> list[str]:
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


def walk(api: Api, declared: Declared, store: str, word: str) -> Iterator[Asked]:
    """Every address that the answers of a store lead to: lists, each item of them, each path of its site."""
    named = {"store": store}
    for template in sorted(declared.paths):
        if "{" in template or template.endswith("find/"):
            continue
        if template == "storefront/":
            old = [each["old_path"] for each in api.items("redirects/", limit=100, **named)]
            for path in [*(each["path"] for each in api.items("sitemap/", **named)), *old]:
                yield template, template, {**named, "path": path}
        else:
            needs = {"search": word} if template == "search/" else {}
            takes = {**named, **needs} if "store" in declared.parameters(template) else needs
            yield template, template, takes
    for name in ("articles", "experts", "pages", "images", "documents", "redirects"):
        for item in api.items(f"{name}/", limit=100, **named):
            yield f"{name}/{{id}}/", f"{name}/{item['id']}/", named
            if name in {"articles", "experts"}:
                yield f"{name}/find/", f"{name}/find/", {**named, "slug": item["meta"]["slug"]}
    yield "stores/{slug}/", f"stores/{store}/", {}


def undeclared(api: Api, declared: Declared, asked: Iterator[Asked]) -> tuple[list[str], dict[str, int]]:
    """What answers say that the document does not, plain and with every field; and how many each path gave."""
    wrong, walked = [], dict.fromkeys(sorted(declared.paths), 0)
    for template, path, query in asked:
        for extra in ({}, {"fields": "*"}):
            if extra.keys() <= declared.parameters(template):
                walked[template] += 1
                answer = api.get(path, **query, **extra)
                wrong += [f"{path} {query} {extra}: {each}" for each in declared.errors(template, answer)]
    return wrong, walked
