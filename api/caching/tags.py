"""Names of what an answer was made of, for caches that are not ours: a change that alters the answer touches one.

A tag is a kind of thing (`article`), one thing (`article-41`) or a scope (`store-12`). What a request was answered
from is noted while it is answered, by whoever reads parts and sets that a worker knows (`api.caching.known`,
`api.caching.shelf`): these say what they need anyway. An answer that is made of more than that, straight from the
database, has the tag of every kind.
"""

from collections import Counter
from collections.abc import Iterable
from contextvars import ContextVar

from api.caching.parts import Need
from api.caching.questions import CARRIED, EXPIRES, LABELED
from api.caching.tables import RULES

MOST = 120
"""Tags of one answer; beyond that its single things are named by their kind, the kind with the most of them first."""
CLOCK = "clock"
"""The tag of what says how a store's hours stand: the clock alone changes it."""
EVERY_KIND = frozenset({rule.kind for rules in RULES.values() for rule in rules} | {CLOCK, "expired"})

_NOTED: ContextVar[set[Need] | None] = ContextVar("needs of this answer", default=None)


def begin_noting() -> None:
    """An answer begins."""
    _NOTED.set(set())


def note_needs(needs: Iterable[Need]) -> None:
    """The answer is made of something that needs these."""
    noted = _NOTED.get()
    if noted is not None:
        noted.update(needs)


def note_everything() -> None:
    """The answer is made of what the database says, without anybody saying what that was."""
    note_needs(("kind", kind) for kind in EVERY_KIND)


def noted_needs() -> frozenset[Need]:
    """What was noted since the answer began."""
    return frozenset(_NOTED.get() or ())


def scope_tag(scope: str) -> str:
    return scope.replace(":", "-")


def tags_of_needs(needs: Iterable[Need]) -> set[str]:
    """What makes a part old, as tags."""
    tags = set()
    for name, value in needs:
        if name == "scope":
            tags.add(scope_tag(str(value)))
        elif name == "kind":
            tags.add(str(value))
        else:
            tags.add(f"{KIND_OF_PAGES.get(name, name)}-{value}")
    return tags


MORE_SAID = frozenset({CARRIED, LABELED, EXPIRES})
"""Kinds that say more of a change whose thing another line names."""
KIND_OF_PAGES = {"article-page": "page", "own-page": "page"}
"""A page is one page, whatever a worker knows of its place."""


def tags_of_line(kind: str, pk: int, store_tag: str = "") -> set[str]:
    """What a line of the log of changes touches; `store_tag`: where it was written for one store alone."""
    kinds = {"page", "own-page"} if kind == "page" else {kind}
    single = set() if kind in MORE_SAID else {f"{KIND_OF_PAGES.get(kind, kind)}-{pk}"}
    return {*kinds, *single, *([store_tag] if store_tag else ())}


def shortened(tags: Iterable[str]) -> list[str]:
    """Sorted, and no more than `MOST`: a change names the kind of what it names, too."""
    kept = set(tags)
    while len(kept) > MOST:
        singles = Counter(kind for tag in kept if (kind := _kind_of(tag)))
        if not singles:
            break
        kind = singles.most_common(1)[0][0]
        kept = {tag for tag in kept if _kind_of(tag) != kind} | ({kind} if kind != "page" else PAGE_KINDS)
    return sorted(kept)


def tags_of_answer(scopes: Iterable[str], tags: Iterable[str]) -> list[str]:
    """All that an answer was made of, as `Surrogate-Key` and `meta.tags` list it."""
    return shortened({*map(scope_tag, scopes), *tags})


PAGE_KINDS = {"article-page", "page", "own-page"}


def _kind_of(tag: str) -> str:
    """The kind of a single thing; empty for a tag that can't be shortened."""
    kind, dash, number = tag.rpartition("-")
    return kind if dash and number.isdecimal() and kind != "store" else ""
