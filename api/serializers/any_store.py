"""What says the same at every store but for the store's name in addresses: written once, with marks in their place."""

from collections.abc import Iterator, Mapping
from secrets import token_hex
from typing import Any

import orjson

from api.serializers.shown import Shown

ROOT, SLUG = (f"\ue000{name}{token_hex(8)}\ue000" for name in ("root", "slug"))
"""They stand where the store's address and its name in the API will. Nobody can have written them."""
_MARKS = ROOT.encode(), SLUG.encode()


class OneStoreAlone(Exception):
    """More of the store was asked for than its addresses and its time zone: what is written is for one store."""


class AnyStore:
    """Stands in for a store. `path`: where no page stands."""

    slug = SLUG
    path = ROOT

    def __init__(self, zone: Any) -> None:
        self.zone = zone

    def __getattr__(self, name: str) -> Any:
        # No AttributeError: nobody may take it for a store that lacks something.
        raise OneStoreAlone(name)


class AnyTokens(Mapping[str, str]):
    """Values of the store's tokens, all of them there, of which nobody may ask for one."""

    def __getitem__(self, name: str) -> str:
        raise OneStoreAlone(name)

    def __contains__(self, name: object) -> bool:
        # Where two mappings are chained, one that lacks a name is not asked for it.
        return True

    def __iter__(self) -> Iterator[str]:
        raise OneStoreAlone

    def __len__(self) -> int:
        raise OneStoreAlone


def at_any_store(shown: Shown) -> Shown:
    """The moment and the form of an answer, of a store of the same time zone."""
    store: Any = AnyStore(shown.store.zone)
    form: dict[str, Any] = {"text_format": shown.text_format, "language": shown.language}
    anywhere = Shown(store, shown.at, generations=shown.generations, root=ROOT, **form)
    anywhere.values = AnyTokens()
    return anywhere


def put_store(json: bytes, shown: Shown) -> bytes:
    """With the store's own addresses."""
    root, slug = (orjson.dumps(value)[1:-1] for value in (shown.root.removesuffix(shown.prefix), shown.store.slug))
    return json.replace(_MARKS[0], root).replace(_MARKS[1], slug)
