"""What a token shows: its draft, as long as whoever made it may still see it. Asked anew at each request."""

from dataclasses import dataclass
from datetime import datetime
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
from cms.articles.addresses import path_of
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


@dataclass(frozen=True, slots=True)
class Seen:
    """A draft that may be seen. `at`: None for now; `edit_url`: where it is edited in the admin."""

    draft: Any
    store: StorePage
    at: datetime | None
    edit_url: str

    @property
    def kind(self) -> str:
        return KINDS[type(self.draft)]

    @property
    def path(self) -> str:
        """On the store's site."""
        return "/" if isinstance(self.draft, NetworkBanner) else path_of(self.draft)

    def with_edit(self, answer: Any) -> Any:
        """What an answer says of the draft, with where it is edited; of promo lines only the draft's own has it."""
        if not isinstance(answer, list):
            return with_edit(answer, self.draft, self.edit_url)
        own = f"network-{self.draft.pk}"
        return [with_edit(each, self.draft, self.edit_url) if each.get("id") == own else each for each in answer]

    def is_of(self, model: type[Model], **which: Any) -> bool:
        """Whether the draft is this object."""
        return type(self.draft) is model and all(getattr(self.draft, name) == value for name, value in which.items())


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
    draft = _draft(row) if _is_logged_in(row, now) else None
    store = store_still(draft, row.store_id, row.user) if draft is not None else None
    if draft is None or store is None:
        raise Unauthorized(OVER)
    at = row.at.astimezone(store.zone) if row.at else None
    return Seen(draft, store, at, edit_url_of(draft, row.parent_id))


def _is_logged_in(row: Preview, now: datetime) -> bool:
    user: Any = row.user
    is_same = user.is_active and session_of(user) == row.session and user.has_perm("wagtailadmin.access_admin")
    return is_same and Session.objects.filter(session_key=row.login, expire_date__gt=now).exists()


def _draft(row: Preview) -> Any:
    """The draft as it was; None where the person may not edit it any more, or what it is of is gone."""
    model: Any = row.content_type.model_class()
    if model not in KINDS:
        return None
    if not issubclass(model, Page):
        policy = model.snippet_viewset.permission_policy
        may = policy.user_has_permission(row.user, "change" if row.object_id else "add")
        is_there = not row.object_id or model.objects.filter(pk=row.object_id).exists()
        return _from_content(model, row.content) if may and is_there else None
    if not row.object_id:
        parent = row.parent.specific if row.parent else None
        may = parent is not None and parent.permissions_for_user(row.user).can_add_subpage()
        return _from_content(model, row.content) if may else None
    page = model.objects.filter(pk=row.object_id).first()
    tester = page.permissions_for_user(row.user) if page is not None else None
    if tester is None or not (tester.can_edit() or tester.can_publish()):
        return None
    return page.with_content_json(row.content)


def _from_content(model: Any, content: dict[str, Any]) -> Any:
    return model.from_serializable_data(content, check_fks=True, strict_fks=False)
