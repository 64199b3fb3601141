"""Parts of answers, from what this worker knows of them; what it does not know is made at once, for all that miss."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from api.caching.edges import content_edge
from api.caching.mirror import Values
from api.caching.parts import Made
from api.caching.shelf import SHELF, Behind
from api.caching.tags import note_needs

K = TypeVar("K", bound=Hashable)


def known_parts(
    generations: Values | None,
    at: datetime,
    kind: Hashable,
    ids: Iterable[K],
    make: Callable[[list[K]], Mapping[K, Made]],
) -> dict[K, Any]:
    """Id -> the part of this kind; what `make` gives nothing for is left out.

    Without generations all of them are made, and none is kept.
    """
    wanted = list(dict.fromkeys(ids))
    found: dict[K, Any] = {}
    seen = None
    if generations is not None and wanted:
        try:
            with SHELF.opened(generations, at) as shelf:
                parts = {pk: shelf.parts.get((kind, pk), at) for pk in wanted}
                seen = shelf.parts.seen
        except Behind:
            parts = {}
        found = {pk: part.value for pk, part in parts.items() if part is not None}
        note_needs(need for part in parts.values() if part is not None for need in part.needs)
    missing = [pk for pk in wanted if pk not in found]
    if missing:
        made = make(missing)
        if seen is not None:
            SHELF.keep_parts(kind, made, seen)
        found |= {pk: part.value for pk, part in made.items()}
        note_needs(need for part in made.values() for need in part.needs)
    return found


def known_part(
    generations: Values | None, at: datetime, kind: Hashable, key: Hashable, make: Callable[[], Made | None]
) -> Any:
    """One part; None, which is not kept, where there is nothing."""

    def of_one(_missing: list[Hashable]) -> dict[Hashable, Made]:
        made = make()
        return {} if made is None else {key: made}

    return known_parts(generations, at, kind, [key], of_one).get(key)


def edge_for(generations: Values | None, at: datetime) -> datetime:
    """The next moment at which a page expires, or a licence begins or ends: from the shelf where it may be asked."""
    if generations is not None:
        try:
            return SHELF.edge(generations, at)
        except Behind:
            pass
    return content_edge(at)
