"""What a token shows: its draft, as long as whoever made it may still see it. Asked anew at each request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import Model
from django.utils import timezone
from wagtail.models import Page

from api.previewing.edits import edit_url_of, with_edit
from api.previewing.giving import digest_of_secret, session_of
from api.previewing.models import Preview
from api.protocol.bearer import PREVIEW_TOKEN, is_made_here
from api.protocol.errors import Unauthorized
from cms.articles.addresses import path_for
from cms.models import ArticlePage, ExpertPage, HealthNewsPage, StandardPage
from stores.models import NetworkBanner, StorePage
from stores.previewing.choice import store_still

OVER = "The preview is over. Open it anew in the admin."
KINDS: dict[type[Model], str] = {
    StorePage: "home",
    HealthNewsPage: "health_news",
    ArticlePage: "article",
    ExpertPage: "expert",
    StandardPage: "standard",
    NetworkBanner: "banner",
}


@dataclass
class Seen:
    """A draft that may be seen. `which`: its id and slug; `at`: None for now; `edit_url`: where the admin edits it.

    The draft itself is made of what was kept of it when something is asked of it: most answers have nothing of it.
    """

    model: type[Model]
    which: Mapping[str, Any]
    store: StorePage
    at: datetime | None
    edit_url: str
    make: Callable[[], Any]

    @cached_property
    def draft(self) -> Any:
        """Unauthorized where something is gone that it needs."""
        draft = self.make()
        if draft is None:
            raise Unauthorized(OVER)
        return draft

    @property
    def kind(self) -> str:
        return KINDS[self.model]

    @property
    def path(self) -> str:
        """On the store's site."""
        return "/" if self.model is NetworkBanner else path_for(self.model, self.which["slug"])

    def with_edit(self, answer: Any) -> Any:
        """What an answer says of the draft, with where it is edited; of promo lines only the draft's own has it."""
        if not isinstance(answer, list):
            return with_edit(answer, self.model, self.edit_url)
        own = f"network-{self.which['pk']}"
        return [with_edit(each, self.model, self.edit_url) if each.get("id") == own else each for each in answer]

    def is_of(self, model: type[Model], **which: Any) -> bool:
        """Whether the draft is this object."""
        return self.model is model and all(self.which.get(name) == value for name, value in which.items())


def seen_by(token: str) -> Seen:
    """What the token shows; Unauthorized where it is none, or shows nothing any more."""
    now = timezone.now()
    row = None
    if is_made_here(token, PREVIEW_TOKEN):
        rows = Preview.objects.select_related("user", "content_type", "parent")
        row = rows.filter(token=digest_of_secret(token), ends_at__gt=now).first()
    if row is None:
        raise Unauthorized(OVER)
    return seen(row, now)


def seen(row: Preview, now: datetime) -> Seen:
    """The draft of a preview, where its person is still logged in and may still edit it at that store."""
    model: Any = row.content_type.model_class()
    thing = _thing(row, model) if model in KINDS and _is_logged_in(row, now) else None
    make = partial(_draft, row, thing)
    # What is not saved yet stands nowhere, and a store's draft is the store itself.
    draft = make() if thing is not None and (model is StorePage or not row.object_id) else thing
    store = store_still(draft, row.store_id, row.user) if draft is not None else None
    if thing is None or store is None:
        raise Unauthorized(OVER)
    at = row.at.astimezone(store.zone) if row.at else None
    which = {"pk": thing.pk, "id": thing.pk, "slug": row.content.get("slug")}
    found = Seen(model, which, store, at, edit_url_of(model, thing.pk, row.parent_id), make)
    if draft is not thing:
        found.draft = draft
    return found


def _is_logged_in(row: Preview, now: datetime) -> bool:
    user: Any = row.user
    is_same = user.is_active and session_of(user) == row.session and user.has_perm("wagtailadmin.access_admin")
    return is_same and Session.objects.filter(session_key=row.login, expire_date__gt=now).exists()


def _thing(row: Preview, model: Any) -> Any:
    """What the draft is of, or would be; None where the person may not edit it any more, or it is gone."""
    found = model.objects.filter(pk=row.object_id).first() if row.object_id else model()
    if not issubclass(model, Page):
        policy = model.snippet_viewset.permission_policy
        return found if policy.user_has_permission(row.user, "change" if row.object_id else "add") else None
    if not row.object_id:
        parent = row.parent.specific if row.parent else None
        may = parent is not None and parent.permissions_for_user(row.user).can_add_subpage()
        return found if may else None
    tester = found.permissions_for_user(row.user) if found is not None else None
    return found if tester is not None and (tester.can_edit() or tester.can_publish()) else None


def _draft(row: Preview, thing: Any) -> Any:
    """The draft as it was; None where what it refers to is gone."""
    if isinstance(thing, Page) and row.object_id:
        return thing.with_content_json(row.content)
    return _from_content(type(thing), row.content)


def _from_content(model: Any, content: dict[str, Any]) -> Any:
    return model.from_serializable_data(content, check_fks=True, strict_fks=False)
