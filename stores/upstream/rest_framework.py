"""REST framework: a serializer is made once and asked about many answers."""

from typing import Any

READ_IN = "3.18"
LEANED_ON = {
    "rest_framework.serializers.BaseSerializer.__init__": "keeps the context that the serializers inside it share",
    "rest_framework.fields.Field.context": "reads it from the outermost serializer",
}


def put_context(serializer: Any, context: dict[str, Any]) -> None:
    """What the serializer's methods find in `context` from now on."""
    serializer._context = context


def context_of(serializer: Any) -> dict[str, Any]:
    """The same, read from the outermost serializer."""
    found: dict[str, Any] = serializer._context
    return found
