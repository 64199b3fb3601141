"""What the OpenAPI document can't know from a serializer alone."""

from typing import Any

from api.serializers.articles import ArticleListSerializer
from api.serializers.experts import ExpertSerializer

# Component -> what an answer holds when nobody asks for `fields`.
ALWAYS = {
    "ArticleList": ArticleListSerializer.default_fields | {"meta"},
    "Expert": ExpertSerializer.list_fields | {"meta"},
    "StandardOrIndexPage": frozenset({"id", "meta", "title"}),
}


def optional_by_default(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Fields that a list leaves out unless they are asked for are optional in the document."""
    components = result["components"]["schemas"]
    for name, always in ALWAYS.items():
        component = components[name]
        component["required"] = [field for field in component["required"] if field in always]
    return result
