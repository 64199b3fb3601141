"""How answers are written: as JSON."""

from typing import Any

import orjson
from rest_framework.renderers import BaseRenderer

PROBLEM_JSON = "application/problem+json"


class JSONRenderer(BaseRenderer):
    """Compact UTF-8 JSON. Serializers hand over plain values, so anything else is a programming error."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return b"" if data is None else orjson.dumps(data, option=orjson.OPT_NON_STR_KEYS, default=_as_plain_value)


def _as_plain_value(value: Any) -> Any:
    """A plain value for lazy text, decimals and containers that orjson does not know."""
    if hasattr(value, "items"):
        return dict(value)
    if hasattr(value, "__iter__") and not isinstance(value, str):
        return list(value)
    return str(value)
