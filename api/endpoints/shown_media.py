"""Which media a store shows, from what this worker knows: which pages use them, and which articles the store carries.

Neither the count nor a page of the list walks the library. What was found for a store is a part among the others
(`api.caching.parts`), good while the store carries the same and the uses are the same.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL

from api.caching.mirror import Values
from api.caching.parts import Line, Made
from api.caching.questions import LABELED
from api.caching.shelf import SHELF, Behind
from cms.articles.public_media import MediaUses, media_uses, other_pages, speakers
from cms.media.models import NetworkDocument
from stores.models import StorePage

OF_SPEAKERS = frozenset({"article", LABELED})
"""Kinds of lines of articles in which others may speak."""
MOST = 500
"""Media that were written at once, above which all are asked anew."""


def known_media(
    generations: Values | None, store: StorePage, at: datetime, model: type[Model]
) -> Sequence[int] | None:
    """Ids of what `shown_media` says, in order; None where the database is to be asked for all of it."""
    if generations is None:
        return None
    kind = "document" if issubclass(model, NetworkDocument) else "image"

    def renew(uses: MediaUses, lines: Sequence[Line]) -> bool:
        written = {pk for _scope, name, pk in lines if name in {kind, "reference"}}
        if len(written) > MOST or any(name == "collection" for _scope, name, _pk in lines):
            return False
        if written:
            uses.replace(written, media_uses(model, written))
        return True

    try:
        with SHELF.opened(generations, at) as shelf:
            uses = shelf.beside(("uses", kind), lambda: MediaUses(media_uses(model)), renew)
            experts = shelf.counts(store, "speakers", speakers, OF_SPEAKERS)
            others = other_pages(store, at, experts)
            carried, _pins = shelf.carried(store)
            state, key = (carried, others, uses.number), ("media", kind, store.pk)
            kept = shelf.parts.get(key, at)
            if kept is not None and kept.value[0] == state:
                return kept.value[1]
            found = uses.shown_on(shelf.ids_of(carried) | others)
            size = found.itemsize * len(found) + carried.bit_length() // 7 + 100 * len(others)
            shelf.parts.keep(key, Made((state, found), frozenset(), size), shelf.parts.seen)
            return found
    except Behind:
        return None


def media_rows(model: type[Model], ids: Sequence[int]) -> QuerySet:
    """The rows with these ids, by id; as many as there are, in one parameter."""
    # Written here: that takes a tenth of the time in which the adapter writes a list.
    written = ",".join(map(str, ids))
    if connection.vendor == "postgresql":
        among = RawSQL("SELECT unnest(%s::bigint[])", [f"{{{written}}}"])
    else:
        among = RawSQL("SELECT value FROM json_each(%s)", [f"[{written}]"])
    return model._default_manager.filter(pk__in=among).order_by("id")
