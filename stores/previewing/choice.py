"""As which store, and at which moment, somebody previews a draft.

Chosen in the preview panel, which names both in the preview's URL; remembered for the session, so that "view draft"
and the history show the same. Asked anew at each request: what is remembered gives no right.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, Model, OuterRef
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, Site

from stores.access.confinement import EVERYWHERE, confinement_of
from stores.audience.members import Audience, Roster, audience_of
from stores.audience.models import AudienceMixin
from stores.audience.store_names import LABEL
from stores.store.models.store import StorePage
from stores.store.querysets import StoreQuerySet

STORE, AT = "store", "at"
"""Parameters of a preview's URL: a store by its slug or as the panel names it, and a time on the store's own clock."""
PREVIEW_KEY = "preview_as"
NO_SUCH_STORE = "There is no such store that you could preview as. Choose one that the panel suggests."
NO_SUCH_TIME = "The time must be a day and an hour such as 2026-12-24T18:05, between 1930 and 2120."


@dataclass(frozen=True, slots=True)
class PreviewAs:
    """The store and the moment of one preview; `is_now`: nobody chose the moment."""

    store: StorePage
    at: datetime
    is_now: bool


class PreviewRefused(Exception):
    """What was asked for can't be previewed; says why, and with which status it is answered."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.message = message
        self.status = status


def choosable_stores(user: Any) -> StoreQuerySet:
    """Stores as which the person may preview: any online one; for people of stores, their own."""
    stores: StoreQuerySet = StorePage.objects.all()
    confinement = confinement_of(user)
    if not confinement.is_confined:
        return stores.online()
    has_site = Exists(Site.objects.filter(root_page=OuterRef("pk")))
    return stores.filter(has_site, pk__in=[store.pk for store in confinement.stores])


def store_of(draft: Model) -> StorePage | None:
    """The one store whose draft it is; None for what is shared."""
    if not isinstance(draft, Page):
        return None
    if isinstance(draft, StorePage):
        return draft
    store: StorePage | None = StorePage.objects.with_profile().above(draft.path).first()
    return store


def remembered(request: HttpRequest) -> dict[str, str]:
    """What the person chose last: `store` and `at`, each perhaps empty or missing."""
    session = getattr(request, "session", None)
    return dict(session.get(PREVIEW_KEY) or {}) if session is not None else {}


def preview_as(draft: Model, request: HttpRequest | None) -> PreviewAs | None:
    """Whom and when the request asks for, else what is remembered, else a fitting store now.

    None where there is no store yet. PreviewRefused for a store that the person may not preview as, whether or not
    there is one, for one that can't show the draft, and for a time that is none.
    """
    given = {name: request.GET[name].strip() for name in (STORE, AT) if name in request.GET} if request else {}
    kept = remembered(request) if request else {}
    user = request.user if request else None
    own = store_of(draft)
    store = _own(own, given, user) if own is not None else _shared(draft, given, kept, user)
    if store is None:
        return None
    at = _chosen_moment(store, given, kept)
    if request and given:
        _remember(request, kept, given, store, is_fixed=own is not None)
    return PreviewAs(store, at or timezone.now(), is_now=at is None)


def store_still(draft: Model, store_id: int, user: Any) -> StorePage | None:
    """The store as which a draft was previewed, where the person may preview it there still; None else."""
    own = store_of(draft)
    if own is None:
        found: StorePage | None = choosable_stores(user).with_profile().filter(pk=store_id).first()
        return found
    try:
        return _own(own, {}, user) if own.pk == store_id else None
    except PreviewRefused:
        return None


def preview_store(draft: Model, request: HttpRequest) -> StorePage | None:
    """The store as which the panel of something shared starts."""
    return _shared(draft, {}, remembered(request), request.user)


def moment_at(store: StorePage, text: str) -> datetime | None:
    """A time on the store's own clock as a moment; None for an empty text. PreviewRefused for one that is no time.

    An hour that the clock shows twice is the first; one that it skips is an hour later.
    """
    if not text:
        return None
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None or not 1930 <= found.year <= 2120:
        raise PreviewRefused(NO_SUCH_TIME, 400)
    return found if found.tzinfo else found.replace(tzinfo=store.zone)


def _slug(text: str) -> str:
    """`Pitman Pharmacy - Pitman NJ (pitman)` and `pitman` both name the store."""
    label = LABEL.search(text)
    return label["slug"] if label else text


def _own(store: StorePage, given: dict[str, str], user: Any) -> StorePage:
    """The store's page itself may be half filled in: what it can't do without shows as it is live."""
    confinement = confinement_of(user) if user is not None else EVERYWHERE
    is_other = bool(given.get(STORE)) and _slug(given[STORE]) != store.slug
    if is_other or (confinement.is_confined and not confinement.has_store(store.pk)):
        raise PreviewRefused(NO_SUCH_STORE, 404)
    required = [field.attname for field in store._meta.local_concrete_fields if not field.blank]
    empty = [name for name in required if getattr(store, name) in ("", None)]
    for row in StorePage.objects.filter(pk=store.pk).values(*empty) if empty else ():
        for name, value in row.items():
            setattr(store, name, value)
    return store


def _shared(draft: Model, given: dict[str, str], kept: dict[str, str], user: Any) -> StorePage | None:
    """The store that is asked for, else the one that is remembered, else the first in the draft's audience."""
    stores = (choosable_stores(user) if user is not None else StorePage.objects.online()).with_profile()
    asked = _slug(given.get(STORE, ""))
    found: StorePage | None
    if asked:
        found = stores.filter(slug=asked).first() if "\x00" not in asked else None
        if found is None:
            raise PreviewRefused(NO_SUCH_STORE, 404)
        return found
    if STORE not in given and kept.get(STORE):
        found = stores.filter(slug=kept[STORE]).first()
        if found is not None:
            return found
    audience = audience_of(draft) if isinstance(draft, AudienceMixin) else Audience()
    if audience != Audience():
        members = Roster.load(stores.order_by().values_list("pk", flat=True)).members(audience)
        found = stores.filter(pk=min(members)).first() if members else None
        if found is not None:
            return found
    return stores.order_by("pk").first()


def _chosen_moment(store: StorePage, given: dict[str, str], kept: dict[str, str]) -> datetime | None:
    if AT in given:
        return moment_at(store, given[AT])
    try:
        return moment_at(store, kept.get(AT, ""))
    except PreviewRefused:
        return None


def _remember(
    request: HttpRequest, kept: dict[str, str], given: dict[str, str], store: StorePage, *, is_fixed: bool
) -> None:
    """A page of one store says nothing of the store that somebody previews shared things as."""
    chosen = {**kept, **({AT: given[AT]} if AT in given else {})}
    if STORE in given and not is_fixed:
        chosen[STORE] = store.slug if given[STORE] else ""
    if chosen != kept:
        request.session[PREVIEW_KEY] = chosen
