"""A medical review that was done: the article's new dates go live, and nothing else of it does."""

from calendar import monthrange
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, Revision
from wagtail.signals import page_published, published

from cms.articles.edit_lock import DELIVERED
from cms.articles.models.articles import ArticlePage
from cms.carrying.models import Placement
from cms.users.models import User
from stores.access.locks import is_kept_from
from stores.access.who import is_newsroom
from stores.batches.drafts import keep_as_draft

ACTION = "cms.reviewed"
MONTHS = 12
"""Until the next review, of an article whose provider says nothing else."""


def may_review(user: Any, article: ArticlePage) -> bool:
    """Whoever of the newsroom and the network may publish the article: its dates are read by patients."""
    return is_newsroom(user) and bool(article.permissions_for_user(user).can_publish())


def next_due(article: ArticlePage, day: date) -> date:
    """When an article that was reviewed on a day is due again, by its provider's interval."""
    months = article.provider.review_months if article.provider else MONTHS
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@transaction.atomic
def mark_reviewed(*, by: User, article: ArticlePage, on: date, due_on: date) -> None:
    """Say that its reviewer has reviewed it: live at once, and in a pending draft, which stays a draft.

    Stores' own words about the article stay as current as they were: its text is the same. ValidationError: it is not
    published, nobody is named who reviews it, somebody has locked it, or the dates can't be.
    """
    Page.objects.select_for_update().get(pk=article.pk)
    live = ArticlePage.objects.select_related("reviewed_by", "provider").get(pk=article.pk)
    _check(live, by, on, due_on)
    is_pending = bool(live.latest_revision_id and (live.has_unpublished_changes or live.workflow_in_progress))
    draft: Any = live.get_latest_revision_as_object() if is_pending else None
    before, older = live.live_revision_id, {"on": live.reviewed_on, "due": live.review_due_on}
    for version in filter(None, (live, draft)):
        version.reviewed_on, version.review_due_on = on, due_on
    _put_live(live, by)
    if draft is not None:
        if draft.reviewed_by_id is None:
            draft.reviewed_by = live.reviewed_by
        written = draft.latest_revision
        _as_delivered(keep_as_draft(draft, by), written)
    if before is not None:
        Placement.objects.filter(article=live.pk, written_for=before).update(written_for=live.live_revision_id)
    data = {"old": older, "new": {"on": on, "due": due_on}, "reviewer": str(live.reviewed_by)}
    log(live, ACTION, user=by, data=data, content_changed=True)


def _check(live: ArticlePage, by: User, on: date, due_on: date) -> None:
    if not ArticlePage.objects.published_at(timezone.now()).filter(pk=live.pk).exists():
        raise ValidationError(f"'{live.title}' is not published.")
    if is_kept_from(by, live):
        raise ValidationError(f"'{live.title}' is locked by somebody else.")
    if live.reviewed_by is None:
        raise ValidationError("Nobody is named who reviews it: choose the expert in the article's form.")
    if on > timezone.localdate():
        raise ValidationError("A review lies in the past.")
    if due_on <= on:
        raise ValidationError("The next review is due after this one.")


def _put_live(live: ArticlePage, by: User) -> None:
    """The row as it is in memory, with a version of it: not by Wagtail's `publish`, which ends an approval and what
    is scheduled.
    """
    is_pending, before, now = live.has_unpublished_changes, live.live_revision, timezone.now()
    live.save(clean=False)
    revision = live.save_revision(user=by, clean=False, changed=is_pending)
    live.live_revision, live.last_published_at, live.has_unpublished_changes = revision, now, is_pending
    live.save(clean=False, update_fields=["live_revision", "last_published_at", "has_unpublished_changes"])
    _as_delivered(revision, before)
    published.send(sender=ArticlePage, instance=live, revision=revision)
    page_published.send(sender=ArticlePage, instance=live, revision=revision)


def _as_delivered(revision: Revision, before: Revision | None) -> None:
    """What a provider's feed brought stays marked as that."""
    if before is not None and before.content.get(DELIVERED):
        revision.content[DELIVERED] = True
        revision.save(update_fields=["content"])
