"""Every URL that Django's resolver knows, filled with a target's things.

A view whose arguments nothing here fills fails the test of this module: say below what stands in them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from itertools import product
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.isolation.targets import Target

NETWORK_URLS = "cms.urls"
STORE_URLS = "frontend_templates.urls"

Kwargs = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Route:
    """One pattern of the resolver. `view` has its namespaces; unnamed views are called after their pattern."""

    urlconf: str
    view: str
    pattern: str
    parameters: tuple[str, ...]
    is_named: bool

    @property
    def is_admin(self) -> bool:
        return self.pattern.startswith("admin/")


def _walk(patterns: list[Any], prefix: str, namespaces: tuple[str, ...], urlconf: str) -> Iterator[Route]:
    for entry in patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _walk(entry.url_patterns, path, inner, urlconf)
        elif isinstance(entry, URLPattern):
            name = ":".join((*namespaces, entry.name)) if entry.name else path
            # Unnamed groups of a regular expression count by their place.
            named = tuple(entry.pattern.converters) or tuple(_groups(entry))
            yield Route(urlconf, name, path, named, bool(entry.name))


def _groups(entry: URLPattern) -> Iterator[str]:
    regex = entry.pattern.regex
    names = {place: name for name, place in regex.groupindex.items()}
    yield from (names.get(place, f"argument {place}") for place in range(1, regex.groups + 1))


@cache
def all_routes() -> tuple[Route, ...]:
    """Both urlconfs: the network's host and a store's."""
    return tuple(
        route
        for urlconf in (NETWORK_URLS, STORE_URLS)
        for route in _walk(get_resolver(urlconf).url_patterns, "", (), urlconf)
    )


LITERALS = {
    "": "/",
    "admin/test404/": "/admin/test404/",
    "admin/^.*/$": "/admin/no-such-view/",
    "api/": "/api/no-such-endpoint/",
}
"""URLs of views that have no name, by their pattern."""

BY_NAME: dict[str, str] = {
    "page_id": "pages",
    "page_pk": "pages",
    "page_to_move_id": "pages",
    "parent_page_id": "parents",
    "image_id": "images",
    "document_id": "documents",
    "doc_id": "documents",
    "collection_id": "collections",
    "redirect_id": "redirects",
    "restriction_id": "collection_restriction",
    "session_id": "session",
    "task_id": "task",
    "task_state_id": "task_state",
    "workflow_pk": "workflow",
    "uidb64": "uid",
    "token": "token",
    "store_id": "store",
    "exception_id": "exception",
    "invitation_id": "invitation",
    "person_id": "colleague",
    "holiday_id": "holiday",
    "banner_id": "network_banner",
    "line_id": "promo_banner",
    "upload_id": "import_upload",
    "export_id": "export",
    "webhook_id": "webhook",
    "key_id": "api_key",
    "article_id": "offered",
    "entry_id": "placement_entry",
    "recall_id": "recall",
    "release_id": "release",
    "feed_id": "feed",
    "item_id": "feed_item",
    "slug": "slug",
    "path": "path",
    "name": "media_name",
}
"""URL argument -> which of the target's things stand there."""

BY_VIEW: tuple[tuple[str, str, str], ...] = (
    ("wagtailadmin_api:pages:*", "pk", "pages"),
    ("wagtailadmin_api:images:*", "pk", "images"),
    ("wagtailadmin_api:documents:*", "pk", "documents"),
    ("wagtailadmin_collections:*", "pk", "collections"),
    ("wagtailadmin_workflows:*task*", "pk", "task"),
    ("wagtailadmin_workflows:*", "pk", "workflow"),
    ("wagtailimages:*", "uploaded_file_id", "image_upload"),
    ("wagtaildocs:*", "uploaded_file_id", "document_upload"),
    ("wagtailimages_chooser:*", "pk", "images"),
    ("wagtaildocs_chooser:*", "pk", "documents"),
    ("wagtailsnippet*_cms_provider:*", "pk", "provider"),
    ("wagtailsnippet*_cms_topic:*", "pk", "topic"),
    ("wagtailsnippet*_cms_release:*", "pk", "release"),
    ("wagtailsnippet*_taggit_tag:*", "pk", "tags"),
    ("wagtailsnippet*_stores_storegroup:*", "pk", "store_group"),
    ("wagtailsnippet*_stores_networkbanner:*", "pk", "network_banner"),
    ("wagtailsnippet*_stores_holidayclosure:*", "pk", "holiday"),
    ("mfa_remove_webauthn", "pk", "passkey"),
    ("wagtailsites:*", "pk", "site"),
    ("wagtailusers_users:*", "pk", "user"),
    ("wagtailusers_groups:*", "pk", "groups"),
)
"""The same for arguments that mean something else in each view."""

API_ACTIONS = (
    "convert_alias",
    "copy",
    "delete",
    "publish",
    "unpublish",
    "move",
    "copy_for_translation",
    "create_alias",
    "revert_to_page_revision",
)

BULK = {
    ("wagtailcore", "page"): ("delete", "move", "publish", "unpublish"),
    ("media", "networkimage"): ("delete", "add_tags", "add_to_collection"),
    ("media", "networkdocument"): ("delete", "add_tags", "add_to_collection"),
    ("users", "user"): ("delete", "assign_role", "set_active_state"),
}


def _revisions(page: str, revision: str) -> Callable[[Target], list[Kwargs]]:
    def fill(target: Target) -> list[Kwargs]:
        own = [{page: pk, revision: target.revisions[pk][0]} for pk in target.of("pages") if pk in target.revisions]
        stray = [{page: pk, revision: target.revisions[target.first("article")][0]} for pk in target.of("own_article")]
        return own + stray

    return fill


def _compare(target: Target) -> list[Kwargs]:
    own = [
        {"pk": pk, "revision_id_a": first, "revision_id_b": second}
        for pk in target.of("pages")[:2]
        if pk in target.revisions
        for first, second in (("live", "latest"), (target.revisions[pk][0], target.revisions[pk][1]))
    ]
    stray = [
        {"pk": pk, "revision_id_a": target.revisions[target.first("article")][0], "revision_id_b": "latest"}
        for pk in target.of("own_article")
    ]
    return own + stray


def _add(target: Target) -> list[Kwargs]:
    names = ("content_type_app_name", "content_type_model_name", "parent_page_id")
    return [dict(zip(names, each, strict=True)) for each in target.of("creatable")]


def _types(app: str, model: str) -> Callable[[Target], list[Kwargs]]:
    return lambda target: [{app: each[0], model: each[1]} for each in target.of("types")]


def _ping(target: Target) -> list[Kwargs]:
    names = ("app_label", "model_name", "object_id")
    return [
        {**dict(zip(names, each, strict=True)), "session_id": session}
        for each in target.of("editable")
        for session in target.of("session")
    ]


def _picture_previews(target: Target) -> list[Kwargs]:
    return [{"image_id": pk, "filter_spec": spec} for pk in target.of("images") for spec in ("original", "width-9000")]


def _bulk(target: Target) -> list[Kwargs]:
    return [
        {"app_label": app, "model_name": model, "action": action}
        for (app, model), actions in BULK.items()
        for action in actions
    ]


def _move(target: Target) -> list[Kwargs]:
    pairs = [(page, parent) for page in target.of("article") for parent in target.of("news")]
    pairs += [(page, parent) for page in target.of("own_article") for parent in target.of("news")]
    pairs += [(page, parent) for page in target.of("article") for parent in target.of("own_news")]
    return [{"page_to_move_id": page, "destination_id": parent} for page, parent in pairs]


def _pairs(first: str, first_from: str, second: str, second_from: str) -> Callable[[Target], list[Kwargs]]:
    return lambda target: [
        {first: one, second: two} for one, two in product(target.of(first_from), target.of(second_from))
    ]


def _workflow_action(target: Target) -> list[Kwargs]:
    pages = [*target.of("draft"), *target.of("own_draft")]
    return [
        {"page_id": page, "action_name": action, "task_state_id": state}
        for page in pages
        for state in target.of("task_state")
        for action in ("approve", "reject")
    ]


def _taps(target: Target) -> list[Kwargs]:
    return [
        {"store_id": store, "article_id": article, "tap": tap}
        for store, article in product(target.of("store"), target.of("offered"))
        for tap in ("hide", "pin", "up", "inherit", "no-such-tap")
    ]


NO_TASK = UUID(int=1)

SPECIAL: dict[str, Callable[[Target], list[Kwargs]]] = {
    "wagtailadmin_api:pages:action": lambda target: [
        {"pk": pk, "action_name": action} for pk in target.of("article") for action in API_ACTIONS
    ],
    "wagtail_bulk_action": _bulk,
    "wagtailadmin_pages:add": _add,
    "wagtailadmin_pages:preview_on_add": _add,
    "wagtailadmin_pages:type_use": _types("content_type_app_name", "content_type_model_name"),
    "wagtailadmin_pages:type_use_results": _types("content_type_app_name", "content_type_model_name"),
    "wagtailadmin_pages:choose_parent": _types("app_label", "model_name"),
    "wagtailadmin_pages:move_confirm": _move,
    "wagtailadmin_pages:revisions_view": _revisions("page_id", "revision_id"),
    "wagtailadmin_pages:revisions_revert": _revisions("page_id", "revision_id"),
    "wagtailadmin_pages:revisions_unschedule": lambda target: [
        {"page_id": pk, "revision_id": target.revisions[pk][1]}
        for pk in target.of("scheduled")
        if pk in target.revisions
    ],
    "wagtailadmin_pages:revisions_compare": _compare,
    "wagtailadmin_pages:workflow_action": _workflow_action,
    "wagtailadmin_pages:collect_workflow_action_data": _workflow_action,
    "wagtailadmin_pages:workflow_preview": _pairs("page_id", "draft", "task_id", "task"),
    "wagtailadmin_pages:workflow_history_detail": _pairs("page_id", "draft", "workflow_state_id", "workflow_state"),
    "wagtailadmin_workflows:add_task": lambda target: [
        {"app_label": "wagtailcore", "model_name": "groupapprovaltask"} for _ in target.of("task")
    ],
    "cms_place": _taps,
    "stores_many_change": lambda target: [
        {"change": change} for change in ("close-early", "closed", "line", "dates") if target.of("store")
    ],
    "stores_many_step": lambda target: [{"step": NO_TASK}],
    "cms_try_again": lambda target: [{"task_id": NO_TASK}],
    "stores_network:export": lambda target: [{"file_format": "json"}] if target.of("store") else [],
    "stores_network:template": lambda target: [{"file_format": "csv"}] if target.of("store") else [],
    "wagtailadmin_tag_model_autocomplete": lambda target: [{"app_name": "taggit", "model_name": "tag"}],
    "wagtailadmin_editing_sessions:ping": _ping,
    "wagtailimages:preview": _picture_previews,
    "cms_picture_preview": _picture_previews,
}
"""Views whose arguments belong together."""


def filled(route: Route, target: Target) -> list[Kwargs]:
    """Arguments for the route; empty where the target has no such thing. LookupError for an argument nobody knows."""
    if route.view in SPECIAL:
        return [kwargs for kwargs in SPECIAL[route.view](target) if set(kwargs) == set(route.parameters)]
    columns = [target.of(_source(route, name)) for name in route.parameters]
    return [dict(zip(route.parameters, values, strict=True)) for values in product(*columns)]


def _source(route: Route, parameter: str) -> str:
    for view, name, source in BY_VIEW:
        if name == parameter and fnmatchcase(route.view, view):
            return source
    if parameter not in BY_NAME:
        raise LookupError(f"{route.view}: nothing fills '{parameter}'; say in tests/isolation/routes.py what does.")
    return BY_NAME[parameter]


def url_of(route: Route, kwargs: Kwargs) -> str:
    """The path of a filled route."""
    if not route.is_named:
        return LITERALS[route.pattern]
    return reverse(route.view, urlconf=route.urlconf, kwargs=kwargs or None)
