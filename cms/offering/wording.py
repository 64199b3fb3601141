"""An audience in words: `South, Pitman Pharmacy; but not Camden Pharmacy`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from stores.audience.members import Audience
from stores.choices import AudienceKind
from stores.models import StoreGroup, StorePage

NAMED = 5
"""Of more stores or groups the others are counted."""


@dataclass(frozen=True, slots=True)
class AudienceWords:
    """Audiences in words, whose groups and stores are known by their names."""

    groups: Mapping[int, str]
    stores: Mapping[int, str]

    @classmethod
    def of(cls, *audiences: Audience) -> "AudienceWords":
        """Two queries at most, for all of them."""
        groups = {pk for each in audiences for pk in each.groups}
        stores = {pk for each in audiences for pk in (*each.stores, *each.excluded)}
        return cls(
            dict(StoreGroup.objects.filter(pk__in=groups).values_list("pk", "name")) if groups else {},
            dict(StorePage.objects.filter(pk__in=stores).values_list("pk", "title")) if stores else {},
        )

    def text(self, audience: Audience) -> str:
        """What it names, in alphabetical order."""
        parts = ["every store"]
        if audience.kind != AudienceKind.EVERY_STORE:
            chosen = (_names(audience.groups, self.groups), _names(audience.stores, self.stores))
            parts = [", ".join(filter(None, chosen)) or "no store"]
        if audience.excluded:
            parts.append(f"but not {_names(audience.excluded, self.stores)}")
        return "; ".join(parts)


def _names(ids: Iterable[int], names: Mapping[int, str]) -> str:
    known = sorted((names[pk] for pk in ids if pk in names), key=str.casefold)
    more = len(known) - NAMED
    return ", ".join(known[:NAMED]) + (f" and {more} more" if more > 0 else "")
