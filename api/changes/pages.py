"""What of a feed's pages was published, changed or withdrawn, by whoever wrote or by the clock."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.db.models import Q
from wagtail.models import Page

from api.caching.questions import ARTICLES_PAGE, BESIDE, CARRIED, EXPIRES, LABELED, LABELS
from api.caching.shelf import EXPIRED
from api.caching.tags import tags_of_line
from api.changes.events import Action, By, Happening
from api.changes.state import Known, Pages
from api.changes.written import LogLines
from cms.models import ArticlePage, Provider

ARTICLE = "article"
OF_PAGES = ("article", ARTICLES_PAGE, "page", "expert", CARRIED, LABELED)
BY_NAME = frozenset({*OF_PAGES, *LABELS, EXPIRES})
"""Kinds of lines after which it is enough to ask about the articles that they name."""
WITHOUT_PAGES = (BESIDE - {"store", CARRIED}) | {"tag", "topic"}
"""Kinds of lines that say nothing of which pages there are."""

Ask = Callable[[set[int] | None], Pages]
"""The pages that are shown now; of articles those with these ids, or all (None)."""


def pages_now(before: Pages, written: LogLines, ask: Ask, *, is_edge: bool) -> Pages:
    """What is shown now. `is_edge`: a page has expired, or a license has begun or ended."""
    kinds = {kind for kind, ids in written.lines.items() if ids}
    if not is_edge and written.is_told and kinds <= WITHOUT_PAGES:
        return before
    if is_edge or not written.is_told or not kinds - WITHOUT_PAGES <= BY_NAME:
        return ask(None)
    named = set(written.of("article", ARTICLES_PAGE, CARRIED))
    others = {pk: known for pk, known in before.items() if known[0] == ARTICLE and int(pk) not in named}
    return others | ask(named)


def page_changes(before: Pages, now: Pages, written: LogLines, since: datetime, at: datetime) -> Iterator[Happening]:
    """What has become of each page."""
    moments = written.of(*OF_PAGES)
    gone_or_new = {int(pk) for pk in before.keys() ^ now.keys()}
    by_clock = _by_clock(gone_or_new, since, at) if gone_or_new else set()

    def told(action: Action, pk: str, *known: Known) -> Happening:
        number, kind = int(pk), known[0][0]
        by: By = "clock" if number in by_clock else "write"
        moment = moments.get(number, at)
        tags = _tags(kind, number, written) | ({CARRIED} if action != "changed" else set())
        tags |= {EXPIRED, "provider"} if by == "clock" else set()
        return Happening(action, kind, moment, tags, number, {each[1] for each in known}, by)

    for pk, known in before.items():
        if pk not in now:
            yield told("withdrawn", pk, known)
        elif now[pk] != known or int(pk) in moments:
            yield told("changed", pk, known, now[pk])
    for pk, known in now.items():
        if pk not in before:
            yield told("published", pk, known)


def _tags(kind: str, pk: int, written: LogLines) -> set[str]:
    tags = tags_of_line(ARTICLES_PAGE if kind == ARTICLE else "page", pk)
    if kind in {"article", "expert"}:
        tags |= tags_of_line(kind, pk)
    for each in OF_PAGES:
        tags |= written.tags_of(each, pk)
    return tags


def _by_clock(ids: set[int], since: datetime, at: datetime) -> set[int]:
    """Those of the pages that the clock has taken away or brought: they expired, or their license began or ended."""
    span = {"gt": since, "lte": at}
    expired = Page.objects.filter(pk__in=ids, **{f"expire_at__{name}": moment for name, moment in span.items()})
    begun = Q(**{f"licence_starts_at__{name}": moment for name, moment in span.items()})
    ended = Q(**{f"licence_ends_at__{name}": moment for name, moment in span.items()})
    providers = Provider.objects.filter(begun | ended).values("pk")
    licensed = ArticlePage.objects.filter(pk__in=ids, provider__in=providers)
    return set(expired.values_list("pk", flat=True)) | set(licensed.values_list("pk", flat=True))
