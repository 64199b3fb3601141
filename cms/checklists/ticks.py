"""What of a provider's checklist is ticked, by whom, and whether an article may go live with that.

Ticks stand in the article's drafts: a version that waits for its moment keeps those with which it was approved.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.utils import get_user_display_name
from wagtail.log_actions import log
from wagtail.models import PageLogEntry, Revision

from cms.checklists.models import ChecklistItem

ACTION = "cms.checklist"
_says_nothing_new: ContextVar[bool] = ContextVar("says_nothing_new", default=False)


class Unticked(ValidationError):
    """A person would publish an article without all that must be ticked."""


@contextmanager
def nothing_new() -> Iterator[None]:
    """What goes live says nothing that readers have not had: nobody is asked for ticks.

    What was live before comes back, or an expert is named below the text that is live.
    """
    before = _says_nothing_new.set(True)
    try:
        yield
    finally:
        _says_nothing_new.reset(before)


def unticked(provider_id: Any, ticks: Collection[Mapping[str, Any]]) -> list[str]:
    """What must be ticked of a provider's list, and is not."""
    return _left(ChecklistItem.objects.filter(provider=provider_id, is_required=True), ticks)


def _left(required: Iterable[ChecklistItem], ticks: Collection[Mapping[str, Any]]) -> list[str]:
    done = {tick["item"] for tick in ticks}
    return [item.text.rstrip(".") for item in required if item.pk not in done]


def why_unticked(draft: Any) -> str:
    """What is not ticked of a shared article, in words; "" where nothing keeps it. A store's own has no list."""
    left = unticked(draft.provider_id, draft.ticked) if draft.provider_id else []
    return _words(draft.title, left) if left and draft.is_in_library else ""


def why_unticked_each(drafts: Collection[Any]) -> dict[int, str]:
    """The same of many drafts in the library: those that something keeps, by their ids. One query."""
    left = _left_of(drafts)
    return {draft.pk: _words(draft.title, left[draft.pk]) for draft in drafts if draft.pk in left}


def why_unticked_of(articles: Collection[Any]) -> dict[int, str]:
    """Of many articles of the library, as they stand in their rows, what is not ticked, in words. One query."""
    return {pk: f"not checked yet: {'; '.join(lacking)}" for pk, lacking in _left_of(articles).items()}


def _left_of(articles: Collection[Any]) -> dict[int, list[str]]:
    required: dict[int, list[ChecklistItem]] = defaultdict(list)
    for item in ChecklistItem.objects.filter(provider__in={each.provider_id for each in articles}, is_required=True):
        required[item.provider_id].append(item)
    left = {each.pk: _left(required.get(each.provider_id, ()), each.ticked) for each in articles}
    return {pk: lacking for pk, lacking in left.items() if lacking}


def _words(title: str, left: Collection[str]) -> str:
    return f"'{title}' is not checked ({'; '.join(left)}): tick that on its own page, and publish it there"


def check_ticked(article: Any, revision: Revision, user: Any) -> None:
    """Unticked where a person would publish a version that is not checked; of what is, the history says by whom.

    A program publishes what somebody approved, or what a feed's rule lets through.
    """
    if user is None or _says_nothing_new.get():
        return
    content = revision.content
    provider = content.get("provider")
    left = unticked(provider, content.get("ticked") or ()) if provider else []
    if left and article.is_in_library:
        raise Unticked(f"{_words(content['title'], left)}.")
    note_ticks(article, revision, user)


def note_ticks(article: Any, revision: Revision, user: Any) -> None:
    """Have the history say once of a version what was checked."""
    ticks = revision.content.get("ticked")
    known = PageLogEntry.objects.filter(page=article.pk, action=ACTION, revision=revision)
    if ticks and not known.exists():
        log(article, ACTION, user=user, revision=revision, data={"ticked": ticks})


def ticks_of(chosen: Collection[int], before: Collection[Mapping[str, Any]], by: Any, at: datetime) -> list[Any]:
    """What is ticked of these items: a tick that was there is still of whoever set it."""
    known = {tick["item"]: dict(tick) for tick in before}
    named = {"by": by.pk, "name": str(get_user_display_name(by)), "at": at.isoformat(timespec="seconds")}
    items = ChecklistItem.objects.filter(pk__in=chosen)
    return [known.get(item.pk) or {"item": item.pk, "text": item.text, **named} for item in items]
