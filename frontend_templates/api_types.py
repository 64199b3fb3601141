"""Types of the API for frontends in TypeScript: `types/`, made of the OpenAPI document and held to it by a test."""

import hashlib
import json
from pathlib import Path
from typing import Any

from drf_spectacular.generators import SchemaGenerator

TYPES = Path(__file__).parent / "types" / "index.d.ts"
STARTER = Path(__file__).parent / "starter"
HEADER = "// Made by `make types` of the OpenAPI document {}\n"


def document_of_types() -> dict[str, Any]:
    """The OpenAPI document without what is another's on each install, and no type: servers and examples."""
    found: dict[str, Any] = json.loads(json.dumps(_without_examples(SchemaGenerator().get_schema(public=True))))
    found["servers"] = []
    return found


def _without_examples(part: Any) -> Any:
    if isinstance(part, dict):
        # A property may bear the name: then it is a schema.
        is_media = "schema" in part
        return {name: _without_examples(each) for name, each in part.items() if not (is_media and name == "example")}
    return [_without_examples(each) for each in part] if isinstance(part, list) else part


def fingerprint(document: dict[str, Any]) -> str:
    """What the types name in their first line: of this document they were made."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def header_of(document: dict[str, Any]) -> str:
    return HEADER.format(fingerprint(document))
