"""A release goes live, or is taken back: every page in one transaction, or none."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.checklists.ticks import nothing_new
from cms.releases.checking import PAGE_TYPES, why_not_to_publish_each, why_not_to_take_back
from cms.releases.models import Release, ReleasePage
from stores.access.who import Actor
from stores.batches.once import once_for_all
from stores.batches.search_weights import weights_at_the_end
from stores.upstream.wagtail import refer

PUBLISH, TAKE_BACK = "cms.publish_release", "cms.take_back_release"


def publish_release(release: Release, *, by: Actor | None) -> None:
    """Publish the newest version of every page. ValidationError names each that can't be, and nothing is published."""
    with transaction.atomic():
        items = _locked(release)
        if release.is_live:
            raise ValidationError(f"{release} is live already.")
        refused = why_not_to_publish_each([item.page for item in items], by)
        _refuse([refused[item.page_id] for item in items if item.page_id in refused])
        with as_one([item.page for item in items]):
            for item in items:
                _publish(item, by)
        ReleasePage.objects.bulk_update(items, ["was_live", "before", "after"])
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
        _refuse([words for words in map(why_not_to_take_back, items) if words])
        with as_one([item.page for item in items]), nothing_new():
            for item in items:
                if not item.was_live:
                    item.page.specific.unpublish(user=by)
                elif item.before is not None and item.before_id != item.after_id:
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


def _publish(item: ReleasePage, by: Actor | None) -> None:
    item.was_live, item.before_id = item.page.live, item.page.live_revision_id
    revision = item.page.latest_revision or item.page.specific.save_revision(user=by)
    if not item.page.live or item.page.has_unpublished_changes or item.before_id != revision.pk:
        revision.publish(user=by)
    item.after = revision


@contextmanager
def as_one(pages: Collection[Page]) -> Iterator[None]:
    """What follows from each page that is saved inside, and can be done for all at once, is done at the end."""
    with weights_at_the_end(), once_for_all(), disable_reference_index_auto_update():
        yield
    models: Iterable[Any] = PAGE_TYPES
    for model in models:
        rows = list(model.objects.filter(pk__in=[page.pk for page in pages]))
        if rows:
            refer(rows)


def _refuse(refused: list[str]) -> None:
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
