"""A file that is in use is changed, replaced or deleted: noted in the history of each store that shows it.

By signals, because Wagtail has a form, an upload screen and bulk actions for it, and scripts have none of them.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_save, pre_delete, pre_save
from django.http import HttpRequest
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.log_actions import get_active_log_context, log

from stores.access.display_names import display_name
from stores.audit.entries import register_entry
from stores.audit.file_uses import FileUse, uses_of_file
from stores.audit.kinds import Kind
from stores.audit.words import Words
from stores.removal.losses import Removal, Way, pages_named, takes_along

CHANGE_FILE = "stores.change_file"
CHANGE_SHARED_FILE = "stores.change_shared_file"
"""Of a file that the library's pages show: no single store's."""
REPLACED, CHANGED, DELETED = "Replaced", "Changed", "Deleted"
NOT_SHOWN = frozenset({"file_size", "file_hash", "width", "height", "created_at", "uploaded_by_user"})
_BEFORE = "_file_change"
MOST_PLACES = 20


def _values(file: Model) -> dict[str, Any]:
    """What is told of a file, by the names of its fields."""
    values = {}
    for field in file._meta.concrete_fields:
        if not field.primary_key and field.name not in NOT_SHOWN:
            value = getattr(file, field.name)
            is_plain = value is None or isinstance(value, bool | int)
            values[field.name] = value if is_plain else str(value)
    return values


def keep_file_before(*, instance: Any, raw: bool, **kwargs: Any) -> None:
    """Remember what stood there and who showed it, when anything of it changes."""
    instance.__dict__.pop(_BEFORE, None)
    if raw or instance.pk is None:
        return
    before = type(instance)._base_manager.filter(pk=instance.pk).first()
    if before is None or _values(before) == _values(instance):
        return
    instance.__dict__[_BEFORE] = (_values(before), uses_of_file(before))


def note_changed_file(*, instance: Any, **kwargs: Any) -> None:
    """Tell each store that shows it."""
    before = instance.__dict__.pop(_BEFORE, None)
    if before is not None:
        old, uses = before
        note_file(instance, uses, old, _values(instance))


def note_deleted_file(*, instance: Any, **kwargs: Any) -> None:
    """Tell each store that showed it."""
    uses = uses_of_file(instance)
    if uses:
        note_file(instance, uses, _values(instance), None)


def keep_files_before_move(request: HttpRequest, action_type: str, objects: list[Any], bulk_action: Any) -> None:
    """A bulk action writes collections without a signal."""
    files = [each for each in objects if isinstance(each, get_image_model() | get_document_model())]
    if action_type == "add_to_collection":
        setattr(request, _BEFORE, [(file, _values(file), uses_of_file(file)) for file in files])


def note_moved_files(request: HttpRequest, action_type: str, objects: list[Any], bulk_action: Any) -> None:
    """Tell each store that shows one of them."""
    for file, old, uses in getattr(request, _BEFORE, ()):
        now = _values(type(file)._base_manager.get(pk=file.pk))
        if now != old:
            note_file(file, uses, old, now)


def note_file(file: Any, uses: list[FileUse], old: Mapping[str, Any], new: Mapping[str, Any] | None) -> None:
    """An entry at each store that shows the file, and one for the library's pages."""
    names = [name for name in old if new is None or old[name] != new.get(name)]
    what = DELETED if new is None else REPLACED if "file" in names else CHANGED
    by = get_active_log_context().user
    facts = {
        "file": old["title"],
        "kind": "picture" if isinstance(file, get_image_model()) else "document",
        "what": what,
        "old": _for_people(file, {name: old[name] for name in names}),
        "new": _for_people(file, {name: new[name] for name in names}) if new is not None else None,
        "by": display_name(by),
    }
    for page, places, elsewhere in _by_store(uses):
        action = CHANGE_FILE if page.pk in {use.store.pk for use in uses if use.store} else CHANGE_SHARED_FILE
        used = {"used_on": [str(use) for use in places[:MOST_PLACES]], "elsewhere": elsewhere}
        log(page, action, user=by, data={**facts, **used})


def _for_people(file: Any, values: dict[str, Any]) -> dict[str, Any]:
    """A stored name has a token in front, which says nothing to anybody."""
    return {**values, "file": file.name_for_people(values["file"])} if "file" in values else values


def _by_store(uses: list[FileUse]) -> list[tuple[Any, list[FileUse], int]]:
    """Each store, or the first page of the library, with its own places and the number of all others."""
    groups: dict[Any, list[FileUse]] = {}
    for use in uses:
        groups.setdefault(use.store, []).append(use)
    found = []
    for store, places in groups.items():
        page = store or next((use.page for use in places if use.page is not None), None)
        if page is not None:
            found.append((page, places, len(uses) - len(places)))
    return found


def file_words(label: str, data: Mapping[str, Any]) -> list[Words]:
    """`Replaced the picture “Logo”, used on: Pitman Pharmacy`, then what was there before and after."""
    places = ", ".join(data.get("used_on") or ())
    if data.get("elsewhere"):
        places = f"{places} and {data['elsewhere']} more in the network"
    about = f"{data.get('what', '')} the {data.get('kind', 'file')} “{data.get('file', '')}”, used on: {places}"
    old, new = data.get("old") or {}, data.get("new") or {}
    if data.get("what") == DELETED:
        return [Words(about)]
    names = list(old)
    return [Words(about, _told(old, names), _told(new, names))]


def _told(values: Mapping[str, Any], names: list[str]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {values.get(name) or 'empty'}" for name in names)


@takes_along(get_image_model(), Way.DELETE)
@takes_along(get_document_model(), Way.DELETE)
def waiting_uses(removal: Removal) -> Iterator[str]:
    """Drafts that wait for approval or for their time, which Wagtail's index does not know: `2 drafts wait …`."""
    for thing in removal.objects:
        ids = [use.page.pk for use in uses_of_file(thing) if use.page is not None and use.is_waiting]
        if ids:
            about = "it" if len(removal.objects) == 1 else f"“{thing}”"
            wait = "draft waits" if len(ids) == 1 else "drafts wait"
            yield f"{len(ids)} {wait} to be published with {about}{pages_named(ids, removal.confinement)}."


def watch_files() -> None:
    """Listen to both models of the install."""
    for model in (get_image_model(), get_document_model()):
        pre_save.connect(keep_file_before, sender=model, dispatch_uid="keep_file_before")
        post_save.connect(note_changed_file, sender=model, dispatch_uid="note_changed_file")
        pre_delete.connect(note_deleted_file, sender=model, dispatch_uid="note_deleted_file")


register_entry(CHANGE_FILE, Kind.FILES, file_words)
register_entry(CHANGE_SHARED_FILE, Kind.NETWORK, file_words)
