"""Articles get another audience: live and in a pending draft, all of them or none, and nothing else of them changes.

Nothing of the article itself is published: what a patient reads is the same, so its dates, and stores' own words
about it, stay as current as they were.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone
from wagtail.models import Page, Revision, TaskState
from wagtail.signals import page_published, published

from cms.articles.models.articles import ArticlePage
from cms.carrying.models import Placement
from cms.offering.planning import Offered, OfferPlan, plan_offer
from cms.offering.wording import AudienceWords
from stores.access.who import Actor
from stores.audience.members import Audience
from stores.batches.inserting import insert
from stores.batches.log_lines import log_pages
from stores.batches.once import once_for_all

ACTION = "cms.offer"
LISTS = {"audience_groups": "groups", "audience_stores": "stores", "excluded_stores": "excluded"}
MOST_ROWS = 200_000
"""Rows of the lists that one change writes: 1,300 named stores at 150 articles. A group is one row for each."""


class OtherThanSeen(Exception):
    """Something is another than what was shown, so nothing was changed. `plan` is what it is now."""

    def __init__(self, plan: OfferPlan) -> None:
        super().__init__()
        self.plan = plan


@transaction.atomic
def offer(
    *, by: Actor, articles: Collection[int], audience: Audience, at: datetime, seen: str | None = None
) -> OfferPlan:
    """Give articles of the library this audience. A few statements for any number of stores, and one for each article.

    A draft that is pending gets it, too, and stays a draft with all else that it says; so does a version that waits
    for its moment. ValidationError names each article that can't have it, and none has then. OtherThanSeen: `seen`,
    the mark of a plan, is not that of what would be done now.
    """
    # One order for everybody, so nobody waits in a circle.
    list(Page.objects.select_for_update().filter(pk__in=articles).order_by("pk").values("pk"))
    plan = plan_offer(articles, audience, by=by, at=at)
    if seen is not None and seen != plan.mark:
        raise OtherThanSeen(plan)
    if plan.problems:
        raise ValidationError([f"{each.problem}." for each in plan.problems])
    check_rows(plan)
    if plan.changed:
        _write(plan, by)
    return plan


def check_rows(plan: OfferPlan) -> None:
    """ValidationError: so many stores are named for so many articles that a group should stand for them."""
    named = len(plan.audience.stores) + len(plan.audience.excluded)
    if named * len(plan.changed) > MOST_ROWS:
        raise ValidationError(
            f"{named} stores are named for {len(plan.changed)} articles. Put the stores into a group, and choose that."
        )


def _write(plan: OfferPlan, by: Actor) -> None:
    ids = [each.article.pk for each in plan.changed]
    ArticlePage.objects.filter(pk__in=ids).update(audience=plan.audience.kind)
    for name, of_audience in LISTS.items():
        _write_list(name, plan.changed, of_audience, getattr(plan.audience, of_audience))
    current = Placement.objects.filter(article__in=ids, written_for=F("article__live_revision"))
    kept = list(current.values_list("pk", flat=True))
    pages = list(ArticlePage.objects.filter(pk__in=ids).select_related("live_revision", "latest_revision"))
    live = _write_versions(pages, plan.audience, by)
    newest = ArticlePage.objects.filter(pk=OuterRef("article")).values("live_revision")
    Placement.objects.filter(pk__in=kept).update(written_for=Subquery(newest))
    with once_for_all():
        for page in live:
            published.send(sender=ArticlePage, instance=page, revision=page.live_revision)
            page_published.send(sender=ArticlePage, instance=page, revision=page.live_revision)
    _log(plan, pages, by)


def _write_list(name: str, changed: Iterable[Offered], of_audience: str, wanted: frozenset[int]) -> None:
    """The rows of one of an audience's lists: those that stay are not touched."""
    field: Any = ArticlePage._meta.get_field(name)
    row, target = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    rows = field.remote_field.through._default_manager
    there = {each.article.pk: getattr(each.audience, of_audience) for each in changed}
    rows.filter(**{f"{row}__in": there}).exclude(**{f"{target}__in": wanted}).delete()
    missing = [(pk, each) for pk, old in there.items() for each in sorted(wanted - old)]
    rows.bulk_create([rows.model(**{row: pk, target: each}) for pk, each in missing], batch_size=5_000)


def _write_versions(pages: Sequence[ArticlePage], audience: Audience, by: Actor) -> list[ArticlePage]:
    """Versions that say the new audience: of what is live, of drafts, and of what waits. Returns what is live.

    An article without any version is its row alone, and stays so.
    """
    values = {"audience": str(audience.kind)} | {
        name: sorted(getattr(audience, of_audience)) for name, of_audience in LISTS.items()
    }
    latest, now = {page.pk: page.latest_revision for page in pages}, timezone.now()
    live = [page for page in pages if page.live]
    for_live = {page.pk: _version(page.live_revision, values, by, now) for page in live if page.live_revision}
    drafts = {
        page.pk: _version(page.latest_revision, values, by, now)
        for page in pages
        if page.latest_revision and not (page.live and page.latest_revision_id == page.live_revision_id)
    }
    # One after the other: the draft is the newer one.
    insert(list(for_live.values()))
    insert(list(drafts.values()))
    for page in pages:
        page.live_revision = for_live.get(page.pk, page.live_revision)
        page.latest_revision = drafts.get(page.pk) or for_live.get(page.pk) or page.latest_revision
        page.latest_revision_created_at = now if page.latest_revision else page.latest_revision_created_at
    rows = [_row_of(page) for page in pages]
    Page.objects.bulk_update(rows, ["live_revision", "latest_revision", "latest_revision_created_at"])
    _follow(pages, latest, values)
    return live


def _version(before: Revision, values: dict[str, Any], by: Actor, now: datetime) -> Revision:
    """Another version with these values, which waits for the same moment."""
    return Revision(
        content_type_id=before.content_type_id,
        base_content_type_id=before.base_content_type_id,
        object_id=before.object_id,
        object_str=before.object_str,
        user=by,
        created_at=now,
        approved_go_live_at=before.approved_go_live_at,
        content={**before.content, **values},
    )


def _row_of(page: ArticlePage) -> Page:
    row = Page(pk=page.pk, latest_revision_created_at=page.latest_revision_created_at)
    row.live_revision, row.latest_revision = page.live_revision, page.latest_revision
    return row


def _follow(pages: Sequence[ArticlePage], latest: dict[int, Revision | None], values: dict[str, Any]) -> None:
    """What was about the version before: its moment is the new one's, an approval is about the new one, and an older
    version that waits says the new audience, too.
    """
    newer = {before.pk: page.latest_revision for page in pages if (before := latest[page.pk])}
    Revision.objects.filter(pk__in=newer, approved_go_live_at__isnull=False).update(approved_go_live_at=None)
    tasks = list(TaskState.objects.filter(revision__in=newer, status=TaskState.STATUS_IN_PROGRESS))
    for task in tasks:
        task.revision = newer[task.revision_id]
    TaskState.objects.bulk_update(tasks, ["revision"])
    ids = [str(page.pk) for page in pages]
    new = [page.latest_revision_id for page in pages if page.latest_revision_id]
    waiting = Revision.page_revisions.filter(object_id__in=ids, approved_go_live_at__isnull=False).exclude(pk__in=new)
    older = list(waiting)
    for revision in older:
        revision.content = {**revision.content, **values}
    Revision.objects.bulk_update(older, ["content"])


def _log(plan: OfferPlan, pages: Sequence[ArticlePage], by: Actor) -> None:
    """A line for each article, in words: groups and stores may go, and the history stays."""
    words = AudienceWords.of(plan.audience, *(each.audience for each in plan.changed))
    rows = {each.article.pk: each for each in plan.changed}
    new = {"audience": words.text(plan.audience)}
    lines = []
    for page in pages:
        row = rows[page.pk]
        stores = {"old": len(row.now), "new": len(row.then)}
        data = {"old": {"audience": words.text(row.audience)}, "new": new, "stores": stores}
        lines.append((page, {"data": data, "content_changed": True, "revision": page.latest_revision}))
    log_pages(lines, ACTION, by=by)
