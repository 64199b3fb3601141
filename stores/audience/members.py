"""The other way round: which stores an audience includes, saved or as it stands in a form."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict

from stores.audience.models import AudienceMixin
from stores.audience.store_names import StoreNames
from stores.choices import AudienceKind
from stores.store.models.registration import StoreRegistration
from stores.store.models.store import StorePage


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


Members = Mapping[int, frozenset[int]]
"""Id of a row -> ids of stores."""


def members_of(rows: QuerySet[Any], stores: Collection[int]) -> dict[int, frozenset[int]]:
    """Which of the `stores` (ids) each row's audience includes. `rows` are of an AudienceMixin; five queries.

    Rows with the same audience share one set.
    """
    everyone = frozenset(stores)
    groups = _named(rows, "audience_groups")
    named, excluded = _named(rows, "audience_stores", everyone), _named(rows, "excluded_stores", everyone)
    in_groups = _stores_of_groups(everyone)
    unions: dict[frozenset[int], frozenset[int]] = {}
    found = {}
    for pk, kind in rows.order_by().values_list("pk", "audience"):
        if kind == AudienceKind.EVERY_STORE:
            included = everyone
        else:
            chosen = groups.get(pk, frozenset())
            if chosen not in unions:
                unions[chosen] = frozenset().union(*(in_groups.get(group, frozenset()) for group in chosen))
            included = unions[chosen] | named[pk] if pk in named else unions[chosen]
        found[pk] = included - excluded[pk] if pk in excluded else included
    return found


def _named(rows: QuerySet[Any], field_name: str, among: frozenset[int] | None = None) -> Members:
    """What each row names in one of its lists; of stores, only those `among` the given."""
    field: Any = rows.model._meta.get_field(field_name)
    row, target = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    pairs = field.remote_field.through.objects.filter(
        **{f"{field.m2m_field_name()}__in": rows.order_by().values("pk")}
    )
    if among is not None:
        pairs = pairs.filter(**{f"{target}__in": among})
    return _grouped(pairs.order_by().values_list(row, target))


def _stores_of_groups(stores: frozenset[int]) -> Members:
    memberships = StoreRegistration.groups.through.objects.filter(storeregistration__store__in=stores)
    return _grouped(memberships.order_by().values_list("storegroup_id", "storeregistration__store_id"))


def _grouped(pairs: Any) -> Members:
    sets: defaultdict[int, set[int]] = defaultdict(set)
    for key, value in pairs:
        sets[key].add(value)
    return {key: frozenset(values) for key, values in sets.items()}


LISTS = ("audience_groups", "audience_stores", "excluded_stores")


def share_a_store(form_data: Mapping[str, Any], other: AudienceMixin) -> bool:
    """Of a form's audience that is not saved yet and a saved row's. Two of every store always do, stores or not."""
    theirs = {name: getattr(other, name).all() for name in LISTS} | {"audience": other.audience}
    both = (form_data, theirs)
    if all(each["audience"] == AudienceKind.EVERY_STORE and not each.get("excluded_stores") for each in both):
        return True
    # Two filters, not one: a store may be in by one group here and by another there.
    return StorePage.objects.filter(_reached(form_data)).filter(_reached(theirs)).exists()


def _reached(audience: Mapping[str, Any]) -> Q:
    excluded, groups, stores = (
        [row.pk for row in audience.get(name) or ()]
        for name in ("excluded_stores", "audience_groups", "audience_stores")
    )
    chosen = Q(pk__in=stores) | Q(registration__groups__in=groups)
    return (Q() if audience["audience"] == AudienceKind.EVERY_STORE else chosen) & ~Q(pk__in=excluded)
