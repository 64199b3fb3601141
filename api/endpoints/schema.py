"""What the OpenAPI document can't know from a serializer alone."""

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field, inline_serializer
from rest_framework import serializers

from api.protocol.paging import PAGING_PARAMETERS
from api.protocol.parameters import (
    FIELDS_PARAMETERS,
    SEARCH_PARAMETERS,
    STORE_PARAMETERS,
    TAGS_PARAMETERS,
    Parameter,
    Parameters,
)
from api.serializers.articles import ArticleListSerializer
from api.serializers.experts import ExpertSerializer
from api.serializers.markup import NUMBERS
from cms.articles.addresses import KINDS
from cms.articles.clean_html import TAGS

# Component -> what an answer holds when nobody asks for `fields`.
ALWAYS_ANSWERED = {
    "ArticleList": ArticleListSerializer.default_fields | {"meta"},
    "Expert": ExpertSerializer.list_fields | {"meta"},
    "StandardOrIndexPage": frozenset({"id", "meta", "title"}),
}


class ListMetaSerializer(serializers.Serializer):
    """Wagtail's `meta` of a list."""

    total_count = serializers.IntegerField(
        required=False, help_text="Items in all, not only on this page; not with `count=false`."
    )
    next = serializers.URLField(allow_null=True, help_text="The page after this one. The header `Link` says it, too.")
    previous = serializers.URLField(allow_null=True, help_text="The page before this one.")


class CountedMetaSerializer(ListMetaSerializer):
    """`meta` of a list that always counts."""

    total_count = serializers.IntegerField(help_text="Items in all, not only on this page.")


class DirectoryMetaSerializer(ListMetaSerializer):
    """`meta` of the directory."""

    without_coordinates = serializers.IntegerField(
        required=False,
        help_text="With `near`: stores that fit all else and whose place is not known; they are not in the list.",
    )


class StockMetaSerializer(serializers.Serializer):
    """Wagtail's `meta` of an object."""

    type = serializers.CharField()
    detail_url = serializers.URLField()


@extend_schema_field({"type": "null"})
class NeverField(serializers.Field):
    """Always null: the original of a copy may be a page that the store must not know."""


class StockParentMetaSerializer(StockMetaSerializer):
    """`meta` of the page above a page."""

    html_url = serializers.CharField(required=False)


class StockParentSerializer(serializers.Serializer):
    """The page above a page, where the store shows it."""

    id = serializers.IntegerField()
    meta = StockParentMetaSerializer()
    title = serializers.CharField()


class StockPageMetaSerializer(StockMetaSerializer):
    """Wagtail's `meta` of a page."""

    html_url = serializers.CharField()
    path = serializers.CharField()
    slug = serializers.CharField()
    first_published_at = serializers.DateTimeField(allow_null=True)
    show_in_menus = serializers.BooleanField(required=False)
    seo_title = serializers.CharField(required=False, allow_blank=True)
    search_description = serializers.CharField(required=False, allow_blank=True)
    locale = serializers.CharField(required=False)
    alias_of = NeverField(required=False)
    parent = StockParentSerializer(required=False, allow_null=True)


class StockMediaMetaSerializer(StockMetaSerializer):
    """Wagtail's `meta` of an image or document."""

    download_url = serializers.URLField()
    tags = serializers.ListField(child=serializers.CharField(), required=False)


def openapi(parameters: Parameters) -> list[OpenApiParameter]:
    """Query parameters for the OpenAPI document, from the declarations that requests are checked against."""
    types, names = {int: OpenApiTypes.INT, str: OpenApiTypes.STR}, {int: "integer", str: "string"}
    return [
        OpenApiParameter(
            name,
            {"type": names[parameter.type], **parameter.shape} if parameter.shape else types[parameter.type],
            OpenApiParameter.QUERY,
            description=parameter.description,
            many=parameter.is_repeatable,
            required=parameter.is_required,
            enum=parameter.choices or None,
        )
        for name, parameter in sorted(parameters.items())
    ]


@cache
def listing_of(
    serializer_class: type[serializers.Serializer], meta: type[ListMetaSerializer] = ListMetaSerializer
) -> serializers.Serializer:
    """The envelope of a list of what the serializer describes."""
    name = serializer_class.__name__.removesuffix("Serializer")
    fields: dict[str, serializers.Field] = {"meta": meta(), "items": serializer_class(many=True)}
    return inline_serializer(f"{name}Listing", fields)


def described(**descriptions: Callable[[Any], Any]) -> Callable[[type], type]:
    """Describes methods that an endpoint inherits: `extend_schema_view` knows REST framework's own names only."""

    def describe(endpoint: type) -> type:
        for method, description in descriptions.items():
            setattr(endpoint, method, description(_own_copy(getattr(endpoint, method))))
        return endpoint

    return describe


def _own_copy(method: Callable[..., Any]) -> Callable[..., Any]:
    """A copy of an inherited method: to describe the original would describe it for every endpoint."""

    @wraps(method)
    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        return method(self, *args, **kwargs)

    return call


BY_VALUE = "Only those with this {}."
STOCK_FILTERS: Parameters = {
    "id": Parameter(BY_VALUE.format("id"), int),
    "title": Parameter(BY_VALUE.format("title")),
    "slug": Parameter(BY_VALUE.format("slug")),
    "seo_title": Parameter(BY_VALUE.format("title for search engines")),
    "search_description": Parameter(BY_VALUE.format("description for search engines")),
    "first_published_at": Parameter("Only those that were first published at this moment."),
    "show_in_menus": Parameter("Only those that are, or are not, in menus.", choices=("true", "false", "1", "0")),
    "width": Parameter("Only those of this width.", int),
    "height": Parameter("Only those of this height.", int),
    "tags": Parameter("Only those with all of these tags, by name: `flu,winter`. Not together with `search`."),
    "old_path": Parameter(BY_VALUE.format("old path")),
    "type": Parameter("`cms.StandardPage` or `cms.HealthNewsPage`, or both with a comma."),
    "child_of": Parameter("Only pages right below the page with this id, or below `root`, the store."),
    "ancestor_of": Parameter("Only pages above the page with this id.", int),
    "descendant_of": Parameter("Only pages below the page with this id, or below `root`, the store."),
    "translation_of": Parameter("Only translations of the page with this id, or of `root`."),
    "locale": Parameter("Only those in this language."),
}
"""What Wagtail's endpoints filter by, whichever of it an endpoint takes."""


def stock_filters(endpoint: Any) -> Parameters:
    """What one of Wagtail's endpoints filters by."""
    fields = endpoint.get_available_fields(endpoint.model, db_fields_only=True)
    names = {*fields, *(endpoint.known_query_parameters & STOCK_FILTERS.keys())}
    return {name: STOCK_FILTERS[name] for name in names}


def stock_schema(
    name: str,
    serializer_class: type[serializers.Serializer],
    *,
    form: Parameters | None = None,
    find_by: Parameters | None = None,
    told: Parameters | None = None,
) -> Callable[[type], type]:
    """Describes one of Wagtail's endpoints, whose serializers are made per request.

    `told`: parameters by which an answer says more of itself, which a redirect has no place for.
    """
    order: Parameters = {"order": Parameter("Name of a field, with `-` before it for the reverse.")}
    always: Parameters = {**STORE_PARAMETERS, **FIELDS_PARAMETERS, **(form or {})}
    listing: Parameters = {**always, **(told or {}), **PAGING_PARAMETERS, **SEARCH_PARAMETERS, **order}
    find: Parameters = {"id": Parameter("The object's id.", int), **(find_by or {})}
    return lambda endpoint: described(
        listing_view=extend_schema(
            operation_id=f"{name}_list",
            parameters=openapi({**stock_filters(endpoint), **listing}),
            responses=listing_of(serializer_class, CountedMetaSerializer),
            filters=False,
        ),
        detail_view=extend_schema(
            operation_id=f"{name}_retrieve",
            parameters=openapi({**always, **(told or {})}),
            responses=serializer_class,
        ),
        find_view=extend_schema(
            operation_id=f"{name}_find",
            parameters=openapi({**always, **find}),
            responses={302: None},
            description="Redirects to the object's detail.",
        ),
    )(endpoint)


def only_public_api(endpoints: list[tuple[str, str, str, Any]]) -> list[tuple[str, str, str, Any]]:
    """Keeps the admin's own API out of the OpenAPI document."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v2/")]


def optional_by_default(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Fields that a list leaves out unless they are asked for are optional in the document."""
    components = result["components"]["schemas"]
    for name, always in ALWAYS_ANSWERED.items():
        component = components[name]
        component["required"] = [field for field in component["required"] if field in always]
    return result


EDIT = {
    "type": "object",
    "description": "Where it is edited in the admin; in the answers of a preview, beside what is of its draft.",
    "required": ["url"],
    "properties": {
        "url": {"type": "string", "format": "uri"},
        "fields": {"type": "object", "additionalProperties": {"type": "string", "format": "uri"}},
    },
}
EDITED = ("ArticleDetail", "Expert", "StandardOrIndexPage", "Store", "Banner")
"""Components that an editor's draft may be of; beside these the pages of `storefront/`, and blocks of a body."""


def click_to_edit(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """What the answers of a preview have beside."""
    components = result["components"]["schemas"]
    components["Edit"] = EDIT
    for name, component in components.items():
        members = component.get("properties", {})
        is_block = name.endswith("Block") and "value" in members
        if members and (is_block or name in EDITED or name.endswith("SitePage")):
            members["edit"] = {"$ref": "#/components/schemas/Edit"}
    return result


TAGS_OF_ANSWER = {
    "type": "array",
    "items": {"type": "string"},
    "description": "With `tags=true`, of the answer as a whole: what it was made of.",
}


def tags_on_request(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """`meta.tags`, which an endpoint adds that is asked for it."""
    components = result["components"]["schemas"]
    words = TAGS_PARAMETERS["tags"].description
    for operations in result["paths"].values():
        for operation in operations.values():
            if any(each.get("description") == words for each in operation.get("parameters", ())):
                (content,) = operation["responses"]["200"]["content"].values()
                _declare_tags(content["schema"], components)
    return result


def _declare_tags(schema: dict[str, Any], components: dict[str, Any]) -> None:
    whole = _resolved(schema, components)
    for kind in whole.get("oneOf", ()):
        _declare_tags(kind, components)
    if "properties" in whole:
        meta = whole["properties"].setdefault("meta", {"type": "object", "properties": {}})
        _resolved(meta, components)["properties"]["tags"] = TAGS_OF_ANSWER


def _resolved(schema: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    (only,) = schema.get("allOf", [schema])
    found: dict[str, Any] = components[only["$ref"].rpartition("/")[2]] if "$ref" in only else only
    return found


RICH = ("ParagraphValue", "QuestionValue", "CalloutValue", "ExpertProfile", "Expert", "ExpertSitePage")
"""Components with rich text that is called `html`."""
RICH_FIELDS = {"Article": "local_note", "ArticleDetail": "local_note", "ArticleList": "local_note"}
RICH_FIELDS |= {"ArticleSitePage": "local_note", "HealthNewsSitePage": "intro", "StandardOrIndexPage": "intro"}
"""Component -> its rich text that keeps its name in every form."""
TREE: dict[str, Any] = {"type": "array", "items": {"$ref": "#/components/schemas/RichTextNode"}}
LINKED = {
    "type": ["object", "null"],
    "description": "What a link leads to; null for an address elsewhere.",
    "required": ["type", "id", "slug", "path"],
    "properties": {
        "type": {"enum": [*KINDS.values(), "document"]},
        "id": {"type": "integer"},
        "slug": {"type": ["string", "null"]},
        "path": {"type": ["string", "null"], "description": "On the store's site; null for a document."},
    },
}
NODE = {
    "type": "object",
    "description": "`type` is `text`, or the name of an HTML tag whose attributes stand beside it.",
    "required": ["type"],
    "properties": {
        "type": {"enum": ["text", *sorted(TAGS)]},
        "text": {"type": "string", "description": "Of `text`."},
        "children": TREE,
        "href": {"type": "string", "description": "Of `a`."},
        "to": LINKED,
        "src": {"type": "string"},
        "alt": {"type": "string"},
        "scope": {"type": "string"},
        **{name: {"type": "integer"} for name in sorted(NUMBERS)},
    },
}


def rich_text_forms(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """What `rich_text_format` makes of rich text, which no serializer says."""
    components = result["components"]["schemas"]
    components["RichTextNode"] = NODE
    for name in RICH:
        component = components[name]
        note = "With `rich_text_format={}`, instead of `html`."
        component["properties"] |= {
            "markdown": {"type": "string", "description": note.format("markdown")},
            "tree": {**TREE, "description": note.format("json")},
        }
        component["required"] = [field for field in component["required"] if field != "html"]
    for name, field in RICH_FIELDS.items():
        if name in components:
            usual = components[name]["properties"][field]
            words = "HTML; by `rich_text_format` Markdown, or a tree."
            components[name]["properties"][field] = {"oneOf": [usual, TREE], "description": words}
    return result
