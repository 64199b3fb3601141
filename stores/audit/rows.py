"""One change as people read it: when (in the store's own zone), where, who, and what was there before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from wagtail.models import ModelLogEntry, PageLogEntry

from stores.access.display_names import display_name, short_name
from stores.audience.history import ACTION as FOLLOW
from stores.audience.history import moves_in_words
from stores.audit.accounts import CLOSE, OPEN
from stores.audit.entries import PUBLISH, UNPUBLISH, per_field, type_of
from stores.audit.kinds import Kind
from stores.audit.network_rows import CREATE, DELETE
from stores.audit.role_rights import GIVE, TAKE
from stores.audit.undo.registry import submit_of, undo_of
from stores.audit.words import Words
from stores.removal.losses import ACTION as TAKE_AWAY
from stores.store.models.store import StorePage
from stores.store.owning import stores_above

SYSTEM = "A program"
"""Who it was when nobody was logged in: an import by command, a schedule."""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A log entry in words. `store` None: the network's own. `written_by`: who wrote what somebody else published.

    `undo_id`: the entry's, where an owner may look whether it can be undone; where `is_submittable`, staff, too.
    `stores_at_once`: how many stores the same step was about; 0 where it was this one's own.
    """

    at: datetime
    store: StorePage | None
    by: str
    written_by: str
    kinds: tuple[Kind, ...]
    words: tuple[Words, ...]
    undo_id: int | None = None
    stores_at_once: int = 0
    is_submittable: bool = False

    @property
    def kinds_text(self) -> str:
        return ", ".join(str(kind.label) for kind in self.kinds)


def _author_name(entry: PageLogEntry | ModelLogEntry) -> str:
    """The author's name as it was on that day, also of an account that is deleted since."""
    name = short_name(str(entry.data.get("by") or ""))
    return name or display_name(entry.user if entry.user_id else None) or SYSTEM


def rows_of_pages(entries: Sequence[PageLogEntry], zone: tzinfo) -> dict[int, ChangeRow]:
    """Id of an entry -> its row; one query for all stores. `zone`: of what is no store's."""
    stores = stores_above({entry.page.path for entry in entries}) if entries else {}
    return {entry.pk: _page_row(entry, stores.get(entry.page.path), zone) for entry in entries}


def _page_row(entry: PageLogEntry, store: StorePage | None, zone: tzinfo) -> ChangeRow:
    is_store = store is not None and store.pk == entry.page_id
    kinds: tuple[Kind, ...] = (type_of(entry.action).kind,)
    if is_store and entry.action in {PUBLISH, UNPUBLISH}:
        kinds = tuple(Kind(kind) for kind in sorted(entry.data.get("kinds") or ())) or (Kind.DETAILS,)
    return ChangeRow(
        at=entry.timestamp.astimezone(store.zone if store is not None else zone),
        store=store,
        by=_author_name(entry),
        written_by=short_name(str(entry.data.get("written_by") or "")),
        kinds=kinds,
        words=tuple(type_of(entry.action).say(entry.label, entry.data)),
        undo_id=entry.pk if is_store and undo_of(entry) is not None else None,
        stores_at_once=int(entry.data.get("step_stores") or 0),
        is_submittable=is_store and submit_of(entry) is not None,
    )


_VERBS = {GIVE: "Was given", TAKE: "Lost", OPEN: "opened again", CLOSE: "closed"}


def row_of_model(entry: ModelLogEntry, zone: tzinfo) -> ChangeRow:
    """The change that an entry about a row of the newsroom, or about a role, is of."""
    who = short_name(str(entry.data.get("user") or ""))
    if entry.action in {GIVE, TAKE}:
        words: tuple[Words, ...] = (Words(f"{_VERBS[entry.action]} the role “{entry.data.get('role', '')}”: {who}"),)
        kind = Kind.PEOPLE
    elif entry.action in {OPEN, CLOSE}:
        words, kind = (Words(f"The account was {_VERBS[entry.action]}: {who}"),), Kind.PEOPLE
    else:
        words, kind = _row_words(entry), Kind.NETWORK
    at = entry.timestamp.astimezone(zone)
    return ChangeRow(at=at, store=None, by=_author_name(entry), written_by="", kinds=(kind,), words=words)


def _row_words(entry: ModelLogEntry) -> tuple[Words, ...]:
    if entry.action == TAKE_AWAY:
        return tuple(type_of(TAKE_AWAY).say(entry.label, entry.data))
    model = entry.content_type.model_class() if entry.content_type else None
    name = str(model._meta.verbose_name) if model else "row"
    what = f"{name[:1].upper()}{name[1:]} “{entry.label}”"
    if entry.action == FOLLOW:
        return tuple(Words(f"Saved audience “{entry.label}”: {text}") for text in moves_in_words(entry.data))
    changed = tuple(Words(f"{what}, {each.about.lower()}", each.old, each.new) for each in per_field("", entry.data))
    if entry.action == CREATE:
        return (Words(f"{what} is new"),)
    if entry.action == DELETE:
        return (Words(f"{what} was deleted"),)
    return changed or (Words(f"{what} was saved"),)
