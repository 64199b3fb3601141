"""A release goes live, or is taken back: every page in one transaction, or none."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from cms.articles.forms import standing_recall
from cms.articles.models.articles import ArticlePage
from cms.articles.models.experts import ExpertPage
from cms.articles.models.pages import StandardPage
from cms.checklists.ticks import nothing_new, why_unticked
from cms.releases.models import Release, ReleasePage
from stores.access.who import Actor
from stores.approval.over import why_over
from stores.zone_words import moment_text

PAGE_TYPES = (ArticlePage, ExpertPage, StandardPage)
"""What a release may hold."""
PUBLISH, TAKE_BACK = "cms.publish_release", "cms.take_back_release"


def why_not_in_a_release(page: Page, by: Actor | None) -> str:
    """Why a page can be in no release of this person's, in words; "" where it can. `by`: None for a program."""
    of_library: Any = page.specific_class
    if of_library not in PAGE_TYPES or not of_library.objects.filter(pk=page.pk).in_library().exists():
        return f"'{page.title}' is no article, expert or page of the library."
    if by is not None and not page.permissions_for_user(by).can_publish():
        return f"You may not publish '{page.title}'."
    return ""


def why_not_to_publish(page: Page, by: Actor | None) -> str:
    """Why the newest version of a page can't go live now, in words; "" where it can."""
    words = why_not_in_a_release(page, by)
    if words:
        return words
    draft: Any = page.get_latest_revision_as_object()
    named = f"'{draft.title}'"
    if page.locked:
        return f"{named} is locked."
    if page.workflow_in_progress:
        return f"{named} is in review."
    recall = standing_recall(page.specific) if isinstance(draft, ArticlePage) else None
    if recall is not None:
        return f"{named} was withdrawn on {moment_text(recall.recalled_at)}: publish it from its own page."
    kept = why_over(draft) or (why_unticked(draft) if isinstance(draft, ArticlePage) else "")
    if kept:
        return f"{kept}."
    if draft.go_live_at is not None and draft.go_live_at > timezone.now():
        return f"{named} has a time of its own, {moment_text(draft.go_live_at)}: take that out of its form."
    try:
        draft.full_clean()
    except ValidationError as error:
        return f"{named}: {' '.join(error.messages)}"
    return ""


def why_not_to_take_back(item: ReleasePage) -> str:
    """Why a page can't be what it was before the release, in words; "" where it can."""
    page = item.page
    if not page.live or page.live_revision_id != item.after_id or item.after_id is None:
        return f"'{page.title}' was changed since."
    if item.was_live and item.before is None:
        return f"'{page.title}': the version from before is gone."
    over = why_over(item.before.as_object()) if item.before else ""
    return f"{over} in the version from before." if over else ""


def publish_release(release: Release, *, by: Actor | None) -> None:
    """Publish the newest version of every page. ValidationError names each that can't be, and nothing is published."""
    with transaction.atomic():
        items = _locked(release)
        if release.is_live:
            raise ValidationError(f"{release} is live already.")
        _refuse(items, lambda item: why_not_to_publish(item.page, by))
        for item in items:
            item.was_live, item.before_id = item.page.live, item.page.live_revision_id
            revision = item.page.latest_revision or item.page.specific.save_revision(user=by)
            if not item.page.live or item.page.has_unpublished_changes or item.before_id != revision.pk:
                revision.publish(user=by)
            item.after = revision
            item.save(update_fields=["was_live", "before", "after"])
        release.published_at, release.taken_back_at = timezone.now(), None
        release.save(update_fields=["published_at", "taken_back_at"])
        log(release, PUBLISH, user=by, data={"pages": len(items)})


def take_release_back(release: Release, *, by: Actor | None) -> None:
    """Make each page what it was before. ValidationError names each that was changed since, and nothing changes.

    Drafts stay.
    """
    with transaction.atomic():
        items = _locked(release)
        if not release.is_live:
            raise ValidationError(f"{release} is not live.")
        _refuse(items, why_not_to_take_back)
        for item in items:
            if not item.was_live:
                item.page.specific.unpublish(user=by)
            elif item.before is not None and item.before_id != item.after_id:
                with nothing_new():
                    item.before.publish(user=by)
        release.taken_back_at, release.goes_live_at = timezone.now(), None
        release.save(update_fields=["taken_back_at", "goes_live_at"])
        log(release, TAKE_BACK, user=by, data={"pages": len(items)})


def _locked(release: Release) -> list[ReleasePage]:
    """Its pages, which nobody else changes until the transaction ends; who comes second sees what the first did."""
    current = Release.objects.select_for_update().get(pk=release.pk)
    for name in ("goes_live_at", "published_at", "taken_back_at"):
        setattr(release, name, getattr(current, name))
    of_release = ReleasePage.objects.filter(release=release.pk)
    list(Page.objects.select_for_update().filter(pk__in=of_release.values("page")).order_by("pk").values("pk"))
    items = list(of_release.select_related("page__latest_revision", "before").order_by("page"))
    if not items:
        raise ValidationError(f"{release} has no page yet.")
    return items


def _refuse(items: list[ReleasePage], why_not: Callable[[ReleasePage], str]) -> None:
    refused = [words for words in map(why_not, items) if words]
    if refused:
        raise ValidationError(refused)


def due_releases(at: datetime) -> Iterator[tuple[Release, Callable[[], bool]]]:
    """What the scheduler publishes: releases whose time has come, each with what to do."""
    for release in Release.objects.waiting().filter(goes_live_at__lte=at).order_by("goes_live_at", "pk"):
        yield release, partial(_go_live_if_due, release, at)


def next_release(at: datetime) -> datetime | None:
    """When the next release goes live after the moment `at`."""
    coming: datetime | None = (
        Release.objects.waiting().filter(goes_live_at__gt=at).aggregate(at=Min("goes_live_at"))["at"]
    )
    return coming


def _go_live_if_due(release: Release, at: datetime) -> bool:
    current = Release.objects.waiting().select_for_update().filter(pk=release.pk, goes_live_at__lte=at)
    if current.first() is None:
        return False
    publish_release(release, by=None)
    return True
