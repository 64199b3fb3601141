"""The examples of the OpenAPI document: answers that were recorded, and are those of today.

`make test ARGS="--snapshot-update tests/api/endpoints/test_document_examples.py"` records them anew; read the diff.
"""

import json
from typing import Any

import pytest

from api.endpoints.document import RECORDED
from tests.api.asking import Api
from tests.api.declared import document_of_today
from tests.api.endpoints.test_document_schema import asked
from tests.api.sample_walk import departures
from tests.factories.lupus import LupusNetwork

SHORT = {"limit": 1}
ANYWHERE_ELSE = {"changes_list", "redirects_list", "redirects_retrieve"}
"""Their tokens and ids are others in each run: compared by what they are made of."""


def answers(api: Api, network: LupusNetwork) -> dict[str, Any]:
    """Of each operation, by its id, the first answer that is asked for; lists have one item."""
    paths = document_of_today()["paths"]
    found: dict[str, Any] = {}
    for template, path, query in asked(network):
        operation = paths[template]["get"]
        name = operation["operationId"]
        known = {each["name"] for each in operation.get("parameters", ())}
        if name not in found and not name.endswith("_find"):
            more: dict[str, Any] = SHORT if "limit" in known else {}
            if "path" in query:
                more = {"path": "/health/new-treatments-for-lupus/"}
            found[name] = api.get(path, **{**query, **more})
    return found


def test_every_example_is_a_real_answer(api: Api, lupus_network: LupusNetwork, request: pytest.FixtureRequest) -> None:
    real = answers(api, lupus_network)
    if request.config.getoption("--snapshot-update"):
        for file in RECORDED.glob("*.json"):
            file.unlink()
        for name, answer in real.items():
            text = json.dumps(answer, indent=2, ensure_ascii=False, sort_keys=False)
            (RECORDED / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")
    recorded = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in RECORDED.glob("*.json")}
    assert recorded.keys() == real.keys()
    assert [name for name in real.keys() - ANYWHERE_ELSE if recorded[name] != real[name]] == []
    assert [each for name in ANYWHERE_ELSE for each in departures(recorded[name], real[name])] == []


def test_every_operation_that_answers_json_has_one() -> None:
    paths = document_of_today()["paths"]
    answered = {
        operation["operationId"]: content
        for operations in paths.values()
        for operation in operations.values()
        if (content := operation["responses"].get("200", {}).get("content", {}).get("application/json"))
    }
    assert {name for name, content in answered.items() if "example" not in content} == set()
    assert len(answered) >= 24
    assert answered["articles_retrieve"]["example"]["title"] == "New treatments for lupus"
