"""The newsroom's calendar: what goes live, ends and is due in some days, and another day for what goes live."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision

from cms.articles.models.articles import ArticlePage
from cms.articles.models.library import LibraryPage
from cms.articles.models.providers import Provider
from cms.checklists.embargoes import why_held
from cms.newsroom.waiting import scheduled
from cms.releases.models import Release
from stores.access.who import Actor
from stores.banners.models import NetworkBanner
from stores.hours.engine.words import clock_text
from stores.hours.models import HolidayClosure
from stores.tree import at_or_below
from stores.zone_words import moment_text

MOST = 300
"""Entries of one kind in one calendar: what more there is, the lists have."""


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One thing on one day. `time`: empty for what is of the whole day. `handle`: names it where it may be moved."""

    kind: str
    text: str
    url: str
    time: str = ""
    handle: str = ""


Dated = tuple[date, CalendarEntry]


def entries_between(first: date, last: date) -> dict[date, list[CalendarEntry]]:
    """Day -> what is on it, both days included, by the clock of who asks; a fixed number of queries."""
    zone = timezone.get_current_timezone()
    begins = datetime.combine(first, time(), zone)
    ends = datetime.combine(last + timedelta(days=1), time(), zone)
    found: dict[date, list[CalendarEntry]] = defaultdict(list)
    for of_kind in (_days(first, last), _pages(begins, ends), _moments(begins, ends)):
        for day, entry in of_kind:
            found[day].append(entry)
    return found


def _edit(row: Any) -> str:
    return reverse(row.snippet_viewset.get_url_name("edit"), args=[row.pk])


def _edit_page(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _few(rows: QuerySet[Any]) -> Iterator[Any]:
    return islice(rows[:MOST], MOST)


def _days(first: date, last: date) -> Iterator[Dated]:
    """What is of a whole day, in each store's own time."""
    within = (first, last)
    for holiday in _few(HolidayClosure.objects.filter(starts_on__range=within).order_by("starts_on", "pk")):
        yield holiday.starts_on, CalendarEntry("Holiday", holiday.label, _edit(holiday))
    for line in _few(NetworkBanner.objects.filter(show_from__range=within).order_by("show_from", "pk")):
        yield line.show_from, CalendarEntry("Promo line starts", line.text, _edit(line))
    for line in _few(NetworkBanner.objects.filter(show_until__range=within).order_by("show_until", "pk")):
        yield line.show_until, CalendarEntry("Promo line’s last day", line.text, _edit(line))
    due = ArticlePage.objects.live().in_library().filter(review_due_on__range=within).order_by("review_due_on", "pk")
    for article in _few(due):
        yield article.review_due_on, CalendarEntry("Review due", article.title, _edit_page(article))


def _pages(begins: datetime, ends: datetime) -> Iterator[Dated]:
    for page in _few(scheduled().filter(goes_live_at__gte=begins, goes_live_at__lt=ends)):
        yield _at(page.goes_live_at, "Goes live", page.draft_title, _edit_page(page), f"page-{page.pk}")
    shared = Page.objects.filter(at_or_below(LibraryPage.objects.values_list("path", flat=True)), live=True)
    for page in _few(shared.filter(expire_at__gte=begins, expire_at__lt=ends).order_by("expire_at", "pk")):
        yield _at(page.expire_at, "Ends", page.title, _edit_page(page))


def _moments(begins: datetime, ends: datetime) -> Iterator[Dated]:
    waiting = Release.objects.waiting().filter(goes_live_at__gte=begins, goes_live_at__lt=ends)
    for release in _few(waiting.order_by("goes_live_at", "pk")):
        url = reverse("cms_release", args=[release.pk])
        yield _at(release.goes_live_at, "Release", release.name, url, f"release-{release.pk}")
    ending = Provider.objects.filter(licence_ends_at__gte=begins, licence_ends_at__lt=ends)
    for provider in _few(ending.order_by("licence_ends_at", "pk")):
        yield _at(provider.licence_ends_at, "License ends", provider.name, _edit(provider))


def _at(moment: Any, kind: str, text: str, url: str, handle: str = "") -> Dated:
    local = moment.astimezone(timezone.get_current_timezone())
    return local.date(), CalendarEntry(kind, text, url, clock_text(local.time()), handle)


@transaction.atomic
def move(handle: str, day: date, *, by: Actor) -> str:
    """Let a page or a release go live on another day, at the same time of the day; what was done, in words.

    ValidationError for what does not wait any more, for a day that is over, and for whoever may not publish it.
    """
    kind, _dash, pk = handle.partition("-")
    if kind not in {"page", "release"} or not pk.isdecimal():
        raise ValidationError("Nothing of that name goes live.")
    return _move_release(int(pk), day) if kind == "release" else _move_page(int(pk), day, by)


def _moved(moment: datetime, day: date) -> datetime:
    zone = timezone.get_current_timezone()
    later = datetime.combine(day, moment.astimezone(zone).time(), zone)
    if later <= timezone.now():
        raise ValidationError(f"{moment_text(later)} is over already.")
    return later


def _move_release(pk: int, day: date) -> str:
    waiting = Release.objects.waiting().select_for_update().filter(pk=pk, goes_live_at__isnull=False)
    release = waiting.first()
    if release is None or release.goes_live_at is None:
        raise ValidationError("That release does not wait any more.")
    release.goes_live_at = _moved(release.goes_live_at, day)
    release.save(update_fields=["goes_live_at"])
    return f"'{release}' goes live {moment_text(release.goes_live_at)}."


def _move_page(pk: int, day: date, by: Actor) -> str:
    page = Page.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    waiting = Revision.objects.page_revisions().filter(object_id=str(pk), approved_go_live_at__isnull=False)
    revision = waiting.order_by("-pk").first()
    if page is None or revision is None or revision.approved_go_live_at is None:
        raise ValidationError("That page does not wait any more.")
    if not page.permissions_for_user(by).can_publish() or page.locked:
        raise ValidationError(f"You may not publish '{page.title}' now.")
    if revision.pk != page.latest_revision_id:
        raise ValidationError(f"'{page.title}' has a draft that is newer: change the time in its form.")
    draft: Any = revision.as_object()
    draft.go_live_at = _moved(revision.approved_go_live_at, day)
    held = why_held(draft)
    if held:
        raise ValidationError(f"{held}.")
    if draft.expire_at is not None and draft.expire_at <= draft.go_live_at:
        raise ValidationError(f"'{page.title}' ends before that.")
    draft.save_revision(user=by, log_action=True).publish(user=by)
    return f"'{draft.title}' goes live {moment_text(draft.go_live_at)}."
