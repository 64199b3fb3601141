"""What is asked about articles, and which changes decide the answer."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

CARRIED, LABELED, EXPIRES = "carried", "labeled", "expires"
"""Kinds that say more of a change of an article or page: what stores carry hangs on it; topics or tags do; when a page
expires has changed. Words that are written anew are none of these.
"""
ARTICLES_PAGE = "article-page"
"""The page of an article; `page` is any other."""
BESIDE = frozenset(
    {
        *("banner", "network-banner", "hours", "holiday", "redirect", "reference"),
        *("image", "document", "collection", "store"),
        *(CARRIED, LABELED, EXPIRES),
    }
)
"""Kinds of changes, in the log, that no set of articles depends on; of `store`, those that do are in `hosts`."""
LABELS = frozenset({"tag", "topic", "expert"})
"""Kinds that decide what fits a filter, but not what a store carries."""
OF_LABELS = frozenset({LABELED})
"""Kinds after which an article may have other topics or tags."""
OF_ARTICLES = frozenset({"article", "page", ARTICLES_PAGE})

Rows = Callable[[Any], Any]
"""Narrows a queryset of articles."""


@dataclass(frozen=True, slots=True)
class Question:
    """Which articles?

    `store`: whose lines of the log count besides those of all; None: everybody's. `beside`: kinds of changes that do
    not matter; `of_articles`: those after which it is enough to ask about the articles that they name. `again`: a
    quicker way to ask about these.
    """

    key: Hashable
    rows: Rows
    store: int | None = None
    beside: frozenset[str] = BESIDE
    of_articles: frozenset[str] = OF_ARTICLES
    again: Callable[[list[int]], list[Any]] | None = None


def hangs_on(kind: str, *beside: str) -> dict[str, Any]:
    """What a question says that only changes of one kind decide, among those that name an article."""
    return {"beside": (BESIDE | OF_ARTICLES | frozenset(beside)) - {kind}, "of_articles": frozenset({kind})}


@dataclass(frozen=True, slots=True)
class Picked:
    """Articles that a request names by id: only those (`is_among`), or all but those. Nothing is asked or kept."""

    ids: tuple[int, ...]
    is_among: bool

    def rows(self, articles: Any) -> Any:
        return articles.filter(pk__in=self.ids) if self.is_among else articles.exclude(pk__in=self.ids)


@dataclass(frozen=True, slots=True)
class Spoken:
    """Of translations of each other that the store carries, the one in the language that is wanted most.

    `locales`: ids, the most wanted first. `is_alone`: what is in no other language than that one. `carried`: all that
    the store carries.
    """

    locales: tuple[int, ...]
    is_alone: bool
    carried: Callable[[], Any]

    def rows(self, articles: Any) -> Any:
        return (
            articles.filter(locale=self.locales[0]) if self.is_alone else articles.spoken(self.locales, self.carried())
        )


Among = Question | Picked | Spoken
"""What a list of articles is narrowed to."""
