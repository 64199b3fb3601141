"""The other way round: which stores an audience includes, saved or as it stands in a form."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.http import QueryDict

from stores.audience import AudienceMixin
from stores.choices import AudienceKind
from stores.models.registration import StoreRegistration
from stores.store_names import StoreNames


@dataclass(frozen=True, slots=True)
class Audience:
    """An audience as ids; `kind` is `every` or `chosen`."""

    kind: str = AudienceKind.EVERY_STORE
    groups: frozenset[int] = frozenset()
    stores: frozenset[int] = frozenset()
    excluded: frozenset[int] = frozenset()

    @property
    def condition(self) -> Q:
        """Stores that are in it."""
        kept = ~Q(pk__in=self.excluded)
        if self.kind == AudienceKind.EVERY_STORE:
            return kept
        members = StoreRegistration.objects.filter(groups__in=self.groups).values("store")
        return (Q(pk__in=members) | Q(pk__in=self.stores)) & kept


def audience_of(thing: AudienceMixin) -> Audience:
    """The audience of a saved row, or of a form's unsaved instance."""
    return Audience(
        kind=thing.audience,
        groups=_ids(thing.audience_groups.all()),
        stores=_ids(thing.audience_stores.all()),
        excluded=_ids(thing.excluded_stores.all()),
    )


def audience_in(sent: QueryDict) -> Audience:
    """The audience as a form of the admin sends it; what names no group or store counts for nothing."""
    named = {name: StoreNames().value_from_datadict(sent, {}, name) for name in ("audience_stores", "excluded_stores")}
    return Audience(
        kind=sent.get("audience", AudienceKind.EVERY_STORE),
        groups=_numbers(sent.getlist("audience_groups")),
        stores=_numbers(named["audience_stores"]),
        excluded=_numbers(named["excluded_stores"]),
    )


def _numbers(values: Iterable[object]) -> frozenset[int]:
    """Those that can be ids."""
    texts = {str(value) for value in values}
    return frozenset(int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 19)


def _ids(rows: Iterable[object]) -> frozenset[int]:
    return frozenset(row.pk for row in rows)  # type: ignore[attr-defined]
