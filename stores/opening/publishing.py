"""What was changed of live stores in memory goes live, in a few statements: `save_revision` and `publish` for many."""

from collections.abc import Collection, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page, Revision, WorkflowState
from wagtail.signals import page_published, published

from stores.access.who import Actor
from stores.audience.following import follow_store, keep_members
from stores.audience.rules import STORE_COLUMNS
from stores.batches.indexing import INDEXERS, index_pages
from stores.batches.inserting import insert
from stores.batches.log_lines import log_pages
from stores.batches.updating import update
from stores.store.models.store import StorePage


def publish_stores(pages: Sequence[StorePage], *, by: Actor | None, names: Collection[str], drafted: set[int]) -> None:
    """Write these columns of live pages, each with a version of it, and say so in the log. Their rows are written.

    `drafted`: ids of pages whose drafts stay drafts; of the others an approval under way ends, as by any publication.
    """
    if not pages:
        return
    now = timezone.now()
    revisions = _revisions_of(pages, by, now)
    insert(revisions)
    renamed = {
        page.pk: {"title": {"old": page.draft_title, "new": str(page)}}
        for page in pages
        if "title" in names and page.pk not in drafted and page.latest_revision_id and page.draft_title != page.title
    }
    for page, revision in zip(pages, revisions, strict=True):
        page.latest_revision = page.live_revision = revision
        page.latest_revision_created_at = page.last_published_at = now
        page.draft_title, page.expired = page.title, False
        page.has_unpublished_changes = page.pk in drafted
    _write(pages, names, drafted, now)
    index_pages(pages)
    plain = [page for page in pages if page.pk not in drafted]
    _end_what_publishing_ends(plain, by)
    for page in pages:
        published.send(sender=StorePage, instance=page, revision=page.live_revision)
        page_published.send(sender=StorePage, instance=page, revision=page.live_revision)
    _log(pages, plain, renamed, by)


def _revisions_of(pages: Sequence[StorePage], by: Actor | None, now: Any) -> list[Revision]:
    own = ContentType.objects.get_for_model(StorePage)
    base = ContentType.objects.get_for_model(Page)
    return [
        Revision(
            content_type=own,
            base_content_type=base,
            object_id=str(page.pk),
            user=by,
            created_at=now,
            content=page.serializable_data(),
            object_str=str(page),
        )
        for page in pages
    ]


def _write(pages: Sequence[StorePage], names: Collection[str], drafted: set[int], now: Any) -> None:
    also = ["draft_title"] if "title" in names else []
    update(pages, ["latest_revision", *names, *also], instead_of=(*INDEXERS, follow_store))
    if not set(STORE_COLUMNS).isdisjoint(names):
        keep_members({page.pk for page in pages})
    rows = Page.objects.filter(pk__in=[page.pk for page in pages])
    rows.update(
        live_revision=F("latest_revision"), latest_revision_created_at=now, last_published_at=now, expired=False
    )
    rows.exclude(pk__in=drafted).update(has_unpublished_changes=False)


def _end_what_publishing_ends(pages: Sequence[StorePage], by: Actor | None) -> None:
    """Approvals under way, and times at which a version was to go live; aliases and comments follow the page."""
    ids, base = [page.pk for page in pages], ContentType.objects.get_for_model(Page)
    named = {"base_content_type": base, "object_id__in": [str(pk) for pk in ids]}
    scheduled = Revision.objects.filter(**named, approved_go_live_at__isnull=False)
    scheduled.update(approved_go_live_at=None)
    for state in WorkflowState.objects.active().filter(**named):
        state.cancel(user=by)
    aliased = set(Page.objects.filter(alias_of__in=ids).values_list("alias_of", flat=True))
    for page in pages:
        for comment in page.wagtail_admin_comments.all():
            comment.save(update_fields=["position"])
        if page.pk in aliased:
            page.update_aliases(revision=page.live_revision)


def _log(
    pages: Sequence[StorePage], plain: Sequence[StorePage], renamed: dict[int, dict[str, Any]], by: Actor | None
) -> None:
    facts = {page.pk: {"revision": page.live_revision, "content_changed": True} for page in pages}
    log_pages([(page, facts[page.pk]) for page in plain], "wagtail.edit", by=by)
    named = [page for page in plain if page.pk in renamed]
    log_pages(
        [(page, {"revision": page.live_revision, "data": renamed[page.pk]}) for page in named],
        "wagtail.rename",
        by=by,
    )
    log_pages(
        [(page, {**facts[page.pk], "data": renamed.get(page.pk, {})}) for page in pages], "wagtail.publish", by=by
    )
