"""What is sent to a view: what its form would send, and what somebody who wants more would send."""

from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from tests.isolation.forms import Data, a_file
from tests.isolation.targets import Target


@dataclass(frozen=True, slots=True)
class Payload:
    """One request body. `is_over_form`: laid over what the view's own form holds, as far as it has one."""

    label: str
    data: Data = field(default_factory=dict)
    is_over_form: bool = True
    headers: dict[str, str] = field(default_factory=dict)
    method: str = "post"
    content_type: str = ""


PLAIN = Payload("form")

AUTOSAVE = {"accept": "application/json"}
BROWSER = {"x-requested-with": "XMLHttpRequest"}
JSON = "application/json"

FAR_AHEAD = "2030-01-01 09:00"

STREAMS: Data = {
    "body-count": "1",
    "body-0-deleted": "",
    "body-0-order": "0",
    "body-0-type": "heading",
    "body-0-id": "",
    "body-0-value-text": "Tampered",
    "body-0-value-level": "2",
    "sources-count": "0",
    "corrections-count": "0",
    "links-count": "0",
}
"""What a browser's script adds to the form of a page: its HTML has no fields for the blocks."""

TITLE: Data = {**STREAMS, "title": "Tampered"}

PAGE_EDIT = (
    Payload("publish", {**TITLE, "action-publish": "1"}),
    Payload("save", TITLE),
    Payload("submit", {**TITLE, "action-submit": "1"}),
    Payload("autosave", TITLE, headers=AUTOSAVE),
    Payload(
        "slug and schedule",
        {**STREAMS, "slug": "tampered-slug", "go_live_at": "", "expire_at": FAR_AHEAD, "action-publish": "1"},
    ),
    Payload(
        "comment",
        {
            **STREAMS,
            "comments-TOTAL_FORMS": "1",
            "comments-INITIAL_FORMS": "0",
            "comments-0-text": "Tampered",
            "comments-0-contentpath": "title",
            "comments-0-id": "",
            "comments-0-position": "",
            "comments-0-replies-TOTAL_FORMS": "0",
            "comments-0-replies-INITIAL_FORMS": "0",
        },
    ),
)

Make = Callable[[Target], list[Payload]]


def _same(*payloads: Payload) -> Make:
    return lambda target: list(payloads)


def _into(label: str, name: str, source: str, **more: Any) -> Make:
    """A payload for each of the target's things of one kind, one's own ones too."""
    return lambda target: [
        Payload(f"{label} {which}", {name: target.first(which), **more})
        for which in (source, f"own_{source}")
        if target.of(which)
    ]


def _api_actions(target: Target) -> list[Payload]:
    destination = (target.of("own_news") or target.of("news") or target.of("parents") or [0])[0]
    revision = next(iter(target.revisions.values()), (0, 0))[0]
    data = {
        "destination_page_id": destination,
        "revision_id": revision,
        "slug": "tampered",
        "title": "Tampered",
        "recursive": True,
        "locale": "en",
        "alias": True,
        "update_slug": "tampered",
    }
    return [Payload("api", data, is_over_form=False, content_type=JSON)]


def _link(target: Target) -> list[Payload]:
    if not target.of("host"):
        return [PLAIN]
    urls = [f"http://{target.first('host')}:8000/", f"http://{target.first('host')}:8000/health/"]
    urls.append(f"http://{target.first('host')}:8000/health/{target.first('article_slug')}/")
    return [Payload("link", {"external-link-chooser-url": url}) for url in urls]


def _upload(kind: str, name: str, prefix: str = "") -> Make:
    """A file into the target's collection; `kind` is image or document."""

    def make(target: Target) -> list[Payload]:
        fields = {f"{prefix}{name}": a_file(kind, kind), f"{prefix}title": "Tampered"}
        collections = target.of("collections")[:1]
        return [Payload("upload", {**fields, f"{prefix}collection": pk}, headers=BROWSER) for pk in collections]

    return make


def _edit_each(kind: str, prefix: str) -> Make:
    """The forms that stand below each other after several uploads."""

    def make(target: Target) -> list[Payload]:
        collection = (target.of("collections") or [0])[0]
        data: Data = {}
        for pk in target.of(kind):
            data |= {f"{prefix}-{pk}-title": "Tampered", f"{prefix}-{pk}-collection": collection}
        return [Payload("each", data, headers=BROWSER)]

    return make


def _bulk(target: Target) -> list[Payload]:
    parent = (target.of("own_news") or target.of("news") or [0])[0]
    collection = (target.of("collections") or [0])[0]
    data = {
        "chooser": parent,
        "move_applicable": "on",
        "include_descendants": "on",
        "tags": "tampered",
        "collection": collection,
        "role": (target.of("groups") or [0])[0],
        "mark_as_active": "",
    }
    return [Payload("confirm", data, is_over_form=False)]


PAYLOADS: tuple[tuple[str, Make], ...] = (
    ("wagtailadmin_pages:edit", _same(*PAGE_EDIT)),
    ("wagtailadmin_pages:revisions_revert", _same(*PAGE_EDIT[:2])),
    ("wagtailadmin_pages:add", _same(*PAGE_EDIT[:4])),
    (
        "wagtailadmin_pages:preview_on_edit",
        _same(Payload("preview", {**TITLE, "slug": "tampered"}), Payload("forget", method="delete")),
    ),
    ("wagtailadmin_pages:preview_on_add", _same(Payload("preview", {**TITLE, "slug": "tampered"}))),
    ("wagtailadmin_pages:set_privacy", _same(Payload("private", {"restriction_type": "login"}))),
    ("wagtailadmin_collections:set_privacy", _same(Payload("private", {"restriction_type": "login"}))),
    ("wagtailadmin_pages:copy", _into("to", "new_parent_page", "news", new_slug="tampered", publish_copies="on")),
    ("wagtailadmin_pages:move", _into("to", "new_parent_page", "news")),
    ("wagtailadmin_pages:workflow_action", _same(Payload("decide", {"comment": "Tampered"}))),
    ("wagtailadmin_api:pages:action", _api_actions),
    ("wagtailadmin_choose_page_external_link", _link),
    ("wagtailadmin_editing_sessions:ping", _same(Payload("ping"), Payload("editing", {"is_editing": "1"}))),
    ("wagtailadmin_dismissibles", _same(Payload("patch", {"help": True}, False, {}, "patch", JSON))),
    ("wagtailimages:add", _upload("image", "file")),
    ("wagtaildocs:add", _upload("document", "file")),
    ("wagtailimages:add_multiple", _upload("image", "files[]")),
    ("wagtaildocs:add_multiple", _upload("document", "files[]")),
    ("wagtailimages:edit_multiple", _edit_each("images", "image")),
    ("wagtaildocs:edit_multiple", _edit_each("documents", "doc")),
    ("wagtailimages:create_multiple_from_*", _edit_each("image_upload", "uploaded-image")),
    ("wagtaildocs:create_multiple_from_*", _edit_each("document_upload", "uploaded-document")),
    ("wagtailimages_chooser:create", _upload("image", "file", "image-chooser-upload-")),
    ("wagtaildocs_chooser:create", _upload("document", "file", "document-chooser-upload-")),
    ("wagtailadmin_collections:edit", _same(Payload("rename", {"name": "Tampered"}))),
    ("wagtail_bulk_action", _bulk),
    (
        "wagtailadmin_account",
        _same(
            PLAIN,
            Payload("more rights", {"is_superuser": "on", "is_staff": "on", "groups": "1", "name_email-groups": "1"}),
        ),
    ),
    ("wagtailadmin_password_reset", lambda target: [Payload("ask", {"email": "isolation-admin@mortar.example"})]),
)


def payloads_of(view: str, target: Target) -> list[Payload]:
    """What is sent to a view; its form as it stands unless the table says more."""
    made = [payload for pattern, make in PAYLOADS if fnmatchcase(view, pattern) for payload in make(target)]
    return made or [PLAIN]
