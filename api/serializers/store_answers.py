"""What is said of stores, as JSON, from what this worker knows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from api.caching.edges import hours_edge
from api.caching.known import known_parts
from api.caching.mirror import Values
from api.caching.parts import Made, this
from api.protocol.fields import Selection
from api.protocol.renderers import JSONRenderer
from api.serializers.hours import hours_at, of_hours
from api.serializers.pictures import known_pictures
from api.serializers.shown import Shown
from api.serializers.stores import pictures_of, store_data
from stores.models import StorePage
from stores.store.querysets import with_all_of_profile


@dataclass(frozen=True, slots=True)
class StoreAnswer:
    """All that is said of a store at a moment, as JSON; `until`: when its hours turn. Nothing else has a date."""

    json: bytes
    until: datetime

    @property
    def data(self) -> dict[str, Any]:
        """As plain data, a new copy each time."""
        found: dict[str, Any] = orjson.loads(self.json)
        return found


def answers_about(
    ids: Sequence[int],
    load: Callable[[list[int]], list[StorePage]],
    at: datetime,
    generations: Values | None,
    selection: Selection | None = None,
    root: str | None = None,
    language: str = "",
) -> list[StoreAnswer]:
    """What is said of each of the stores, in their order. `load` gives those of which this worker does not know it.

    `root` and `language` as for `Shown`; whoever asks for one speaks it.
    """

    def make(missing: list[int]) -> dict[int, Made]:
        stores = with_all_of_profile(load(missing))
        pictures = known_pictures(generations, at, [pk for store in stores for pk in pictures_of(store)])
        hours = hours_at(stores, at, generations)
        form: dict[str, Any] = {"root": root, "language": language}
        return {store.pk: _made(Shown(store, at, pictures, hours[store.pk], **form), selection) for store in stores}

    key = "store-answer", root, language, selection.key if selection else None
    found = known_parts(generations, at, key, ids, make)
    return [found[pk] for pk in ids if pk in found]


def store_answer(shown: Shown) -> dict[str, Any]:
    """Everything that is said of the store at the moment; from what this worker knows, where it may."""
    if shown.generations is None:
        return store_data(shown)
    root = None if shown.base == shown.store.front_url else shown.base
    form: dict[str, Any] = {"root": root, "language": shown.language}
    (answer,) = answers_about([shown.store.pk], lambda _missing: [shown.store], shown.at, shown.generations, **form)
    return answer.data


def _made(shown: Shown, selection: Selection | None) -> Made:
    store, at = shown.store, shown.at
    until = hours_edge(shown.schedules.values(), at)
    json = JSONRenderer().render(store_data(shown, selection))
    needs = {*of_hours(store.pk), *(this("image", pk) for pk in pictures_of(store) if pk is not None)}
    return Made(StoreAnswer(json, until), frozenset(needs), len(json) + 1_000, at, until)
