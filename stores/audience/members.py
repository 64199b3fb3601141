"""Which stores an audience includes: that of a saved row, or one that stands in a form."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, QuerySet, Value
from django.http import QueryDict

from stores.audience.models import AudienceMixin
from stores.audience.store_names import StoreNames
from stores.choices import AudienceKind
from stores.ids import ids_in
from stores.store.models.registration import StoreRegistration
from stores.store.models.store import StorePage

StoreIds = frozenset[int]
NO_STORES: StoreIds = frozenset()
NOT_IN_AUDIENCE = "This store is not in its audience."
AUDIENCE_COLUMNS = ("audience",)
"""What a row itself says of its audience; the lists are tables of their own."""


@dataclass(frozen=True, slots=True)
class Audience:
    """An audience as ids; `kind` is `every` or `chosen`."""

    kind: str = AudienceKind.EVERY_STORE
    groups: frozenset[int] = frozenset()
    stores: StoreIds = NO_STORES
    excluded: StoreIds = NO_STORES


def audience_of(row: AudienceMixin) -> Audience:
    """The audience of a saved row, or of a form's unsaved instance."""
    return Audience(
        kind=row.audience,
        groups=_ids(row.audience_groups.all()),
        stores=_ids(row.audience_stores.all()),
        excluded=_ids(row.excluded_stores.all()),
    )


def audience_in(cleaned: Mapping[str, Any]) -> Audience:
    """The audience in a form's cleaned data."""
    return Audience(
        kind=cleaned["audience"],
        groups=_ids(cleaned.get("audience_groups") or ()),
        stores=_ids(cleaned.get("audience_stores") or ()),
        excluded=_ids(cleaned.get("excluded_stores") or ()),
    )


def posted_audience(sent: QueryDict) -> Audience:
    """The audience that a form of the admin sends; what names no group or store counts for nothing."""
    named = {name: StoreNames().value_from_datadict(sent, {}, name) for name in ("audience_stores", "excluded_stores")}
    return Audience(
        kind=sent.get("audience", AudienceKind.EVERY_STORE),
        groups=_numbers(sent.getlist("audience_groups")),
        stores=_numbers(named["audience_stores"]),
        excluded=_numbers(named["excluded_stores"]),
    )


FEW = 200
"""Of so many stores at most the database is given the ids. Of more it says all that there is, and Python drops the
others: PostgreSQL reads and plans a list of five thousand ids for longer than the rows take.
"""


def among_few(rows: QuerySet[Any, Any], name: str, stores: Collection[int]) -> QuerySet[Any, Any]:
    """The rows whose `name` is one of these stores; all rows where those are many, and the caller drops the others."""
    return rows.filter(**{f"{name}__in": stores}) if len(stores) <= FEW else rows


def named_in(rows: QuerySet[Any], among: Collection[int] | None) -> QuerySet[Any, Any]:
    """What the rows name in their lists: row, list, id of a group or a store; of stores, only those `among` these."""
    groups, *stores = (_named(rows, name) for name in ("audience_groups", "audience_stores", "excluded_stores"))
    return groups.union(*(pairs if among is None else pairs.filter(target__in=among) for pairs in stores), all=True)


def audiences_of(
    rows: QuerySet[Any], among: Collection[int], loaded: Iterable[Any] | None = None
) -> dict[int, Audience]:
    """The audience of each saved row; of stores, those `among` the given at least. Two queries, one if the rows are
    `loaded` with `pk` and AUDIENCE_COLUMNS.
    """
    found: Iterable[Any] = (
        rows.order_by().values_list("pk", *AUDIENCE_COLUMNS, named=True) if loaded is None else loaded
    )
    return audiences_from(found, named_in(rows, among if len(among) <= FEW else None))


def audiences_from(rows: Iterable[Any], named_in_lists: Iterable[tuple[int, str, int]]) -> dict[int, Audience]:
    """The same of rows with `pk` and AUDIENCE_COLUMNS, and of what `named_in` says of them."""
    named: dict[tuple[int, str], set[int]] = defaultdict(set)
    for pk, name, target in named_in_lists:
        named[pk, name].add(target)
    return {
        row.pk: Audience(
            kind=row.audience,
            groups=frozenset(named.get((row.pk, "audience_groups"), ())),
            stores=frozenset(named.get((row.pk, "audience_stores"), ())),
            excluded=frozenset(named.get((row.pk, "excluded_stores"), ())),
        )
        for row in rows
    }


@dataclass(frozen=True, slots=True)
class Roster:
    """The stores that are asked about, and who of them is in which group."""

    stores: StoreIds = NO_STORES
    groups: Mapping[int, StoreIds] = field(default_factory=dict)
    _members: dict[Audience, StoreIds] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def load(cls, stores: Iterable[int]) -> "Roster":
        """The roster of the stores with these ids; one query."""
        ids = frozenset(stores)
        groups: dict[int, set[int]] = defaultdict(set)
        pairs = among_few(StoreRegistration.groups.through.objects.order_by(), "storeregistration__store", ids)
        for group, store in pairs.values_list("storegroup_id", "storeregistration__store_id"):
            if store in ids:
                groups[group].add(store)
        return cls(ids, {group: frozenset(members) for group, members in groups.items()})

    @classmethod
    def online(cls) -> "Roster":
        """The roster of every online store; two queries."""
        return cls.load(StorePage.objects.online().order_by().values_list("pk", flat=True))

    @classmethod
    def of_store(cls, store: StorePage) -> "Roster":
        """The roster of one store, by its groups as they are prefetched."""
        alone = frozenset({store.pk})
        return cls(alone, {group.pk: alone for group in store.registration.groups.all()})

    def clauses(self, audience: Audience) -> Iterator[tuple[StoreIds, str]]:
        """What an audience asks of a store, one by one: the stores that meet it, and what the others are told."""
        if audience.excluded:
            yield self.stores - audience.excluded, "Its audience leaves this store out."
        if audience.kind != AudienceKind.EVERY_STORE:
            members = (self.groups.get(group, NO_STORES) for group in audience.groups)
            yield self.stores & audience.stores.union(*members), NOT_IN_AUDIENCE

    def members(self, audience: Audience) -> StoreIds:
        """The stores that meet every clause. Equal audiences share one set."""
        found = self._members.get(audience)
        if found is None:
            found = self.stores.intersection(*(stores for stores, _reason in self.clauses(audience)))
            self._members[audience] = found
        return found

    def members_of(self, rows: QuerySet[Any], loaded: Iterable[Any] | None = None) -> dict[int, StoreIds]:
        """The stores in the audience of each saved row of an AudienceMixin; queries as `audiences_of`."""
        return {pk: self.members(each) for pk, each in audiences_of(rows, self.stores, loaded).items()}

    def why_not(self, audience: Audience, store: int) -> str:
        """The first clause that the store does not meet, in words; "" when it is in the audience."""
        return next((reason for stores, reason in self.clauses(audience) if store not in stores), "")


def rows_with(ids: StoreIds, online: StoreIds) -> QuerySet[StorePage]:
    """The stores with these ids, of all that are `online`. Of thousands, those are named that are left out."""
    others = online - ids
    if len(ids) > FEW >= len(others):
        return StorePage.objects.online().exclude(pk__in=others)
    return StorePage.objects.filter(pk__in=ids)


def share_a_store(one: Audience, other: Audience) -> bool:
    """Whether two audiences have a store in common; before the first store opens, whether both would include it."""
    roster = Roster.load(StorePage.objects.order_by().values_list("pk", flat=True) or [0])
    return not roster.members(one).isdisjoint(roster.members(other))


def _named(rows: QuerySet[Any], name: str) -> QuerySet[Any, Any]:
    """What the rows name in one of their lists: row, list, `target`."""
    lists: Any = rows.model._meta.get_field(name)
    row, target = lists.m2m_field_name(), lists.m2m_reverse_field_name()
    pairs = lists.remote_field.through._default_manager.filter(**{f"{row}__in": rows.order_by().values("pk")})
    return pairs.order_by().annotate(target=F(target)).values_list(row, Value(name), "target")


def _numbers(values: Iterable[object]) -> frozenset[int]:
    """The values that can be ids."""
    return frozenset(ids_in(values))


def _ids(rows: Iterable[Any]) -> frozenset[int]:
    return frozenset(row.pk for row in rows)
