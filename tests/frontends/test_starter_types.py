"""The starter and its types: they fit each other, and the API of today."""

import json

from frontend_templates.api_types import TYPES, document_of_types, header_of
from tests.harness.node import CHECK, STARTER, check_types, need_node, starter


def test_types_are_those_of_the_document() -> None:
    first = TYPES.read_text().partition("\n")[0] + "\n"
    assert first == header_of(document_of_types()), "The API's document has changed: run 'make types'."


def test_lock_names_no_registry() -> None:
    lock = json.loads((STARTER / "package-lock.json").read_text())
    named = {name: each["resolved"] for name, each in lock["packages"].items() if "resolved" in each}
    assert named == {"node_modules/mortar-types": "../types"}
    assert [
        name
        for name, each in lock["packages"].items()
        if name.startswith("node_modules/") and not ("integrity" in each or each.get("link") or each.get("inBundle"))
    ] == []


def test_starter_is_sound_typescript() -> None:
    need_node()
    with starter(CHECK) as folder:
        assert "- 0 errors" in check_types(folder)
