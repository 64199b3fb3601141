"""What keeps pages of a release from going live, and from being taken back: asked of all of them together."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, Revision, WorkflowState

from cms.articles.forms import standing_recalls
from cms.articles.models.articles import ArticlePage
from cms.articles.models.experts import ExpertPage
from cms.articles.models.pages import StandardPage
from cms.checklists.embargoes import why_held
from cms.checklists.ticks import why_unticked_each
from cms.releases.models import ReleasePage
from stores.access.who import Actor
from stores.approval.over import why_over
from stores.zone_words import moment_text

PAGE_TYPES = (ArticlePage, ExpertPage, StandardPage)
"""What a release may hold."""


def why_not_in_a_release(page: Page, by: Actor | None) -> str:
    """Why a page can be in no release of this person's, in words; "" where it can. `by`: None for a program."""
    return _why_not_in_it(page, _of_library([page]).get(page.pk), by)


def _why_not_in_it(page: Page, row: Any, by: Actor | None) -> str:
    if row is None:
        return f"'{page.title}' is no article, expert or page of the library."
    if by is not None and not row.permissions_for_user(by).can_publish():
        return f"You may not publish '{page.title}'."
    return ""


def why_not_to_publish(page: Page, by: Actor | None) -> str:
    """Why the newest version of a page can't go live now, in words; "" where it can."""
    return why_not_to_publish_each([page], by).get(page.pk, "")


def why_not_to_publish_each(pages: Collection[Page], by: Actor | None) -> dict[int, str]:
    """The same of many: of those that can't, by their ids. All that is not in a page's own version is asked once."""
    rows = _of_library(pages)
    found = {page.pk: words for page in pages if (words := _why_not_in_it(page, rows.get(page.pk), by))}
    drafts = _drafts_of([row for pk, row in rows.items() if pk not in found])
    articles = [draft for draft in drafts.values() if isinstance(draft, ArticlePage)]
    in_review, unticked, recalls = _in_review(drafts), why_unticked_each(articles), standing_recalls(articles)
    for pk, draft in drafts.items():
        recall = recalls.get(pk)
        named = f"'{draft.title}'"
        if draft.locked:
            found[pk] = f"{named} is locked."
        elif pk in in_review:
            found[pk] = f"{named} is in review."
        elif recall is not None:
            withdrawn_at = moment_text(recall.recalled_at)
            found[pk] = f"{named} was withdrawn on {withdrawn_at}: publish it from its own page."
        elif words := why_over(draft) or why_held(draft) or unticked.get(pk, ""):
            found[pk] = f"{words}."
        elif words := _faults(draft):
            found[pk] = words
    return found


def _of_library(pages: Collection[Page]) -> dict[int, Any]:
    """The pages as what they are, of those that stand in the library; a query for each type."""
    ids = [page.pk for page in pages]
    models: Iterable[Any] = PAGE_TYPES
    return {row.pk: row for model in models for row in model.objects.filter(pk__in=ids).in_library()}


def _drafts_of(rows: Collection[Any]) -> dict[int, Any]:
    """The newest version of each, as `get_latest_revision_as_object` of one."""
    newest = Revision.objects.in_bulk({row.latest_revision_id for row in rows if row.has_unpublished_changes} - {None})
    return {
        row.pk: row.with_content_json(newest[row.latest_revision_id].content)
        if row.has_unpublished_changes and row.latest_revision_id in newest
        else row
        for row in rows
    }


def _in_review(ids: Collection[int]) -> set[int]:
    states = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_IN_PROGRESS,
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=map(str, ids),
    )
    return {int(pk) for pk in states.values_list("object_id", flat=True)}


def _faults(draft: Any) -> str:
    """What the page's form would refuse, in words.

    What a version refers to was looked up when it was read, and what must be one of its kind is the row's own: neither
    is asked for again.
    """
    named = f"'{draft.title}'"
    if draft.go_live_at is not None and draft.go_live_at > timezone.now():
        return f"{named} has a time of its own, {moment_text(draft.go_live_at)}: take that out of its form."
    references = {
        field.name
        for field in draft._meta.concrete_fields
        if field.is_relation and getattr(draft, field.attname) is not None
    }
    try:
        draft.full_clean(exclude=references, validate_unique=False, validate_constraints=False)
        draft.validate_constraints()
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
    over = _why_over_then(item.before.content) if item.before else ""
    return f"{over} in the version from before." if over else ""


def _why_over_then(content: Mapping[str, Any]) -> str:
    """`why_over` of a version that nobody makes a page of for it."""
    ends = parse_datetime(content.get("expire_at") or "")
    return why_over(Page(title=content.get("title", ""), expire_at=ends)) if ends else ""
