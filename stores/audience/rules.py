"""Which stores a saved audience is for: all that its rule names, and of each list any one. Said here alone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from stores.audience.members import NO_STORES, StoreIds, among_few
from stores.choices import STATES, Language, Service
from stores.store.models.groups import StoreGroup
from stores.store.models.registration import StoreRegistration
from stores.store.models.store import StorePage

Names = frozenset[str]
NOTHING: Names = frozenset()
STORE_COLUMNS = ("state", "services", "languages")
"""What a rule asks of a store's page, as it is live; its groups stand in its registration."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What rules ask of a store. `groups` are those that somebody put it in."""

    states: Names = NOTHING
    services: Names = NOTHING
    languages: Names = NOTHING
    groups: StoreIds = NO_STORES


@dataclass(frozen=True, slots=True)
class StoreRule:
    """What a saved audience asks. One that asks nothing is for no store."""

    states: Names = NOTHING
    services: Names = NOTHING
    languages: Names = NOTHING
    groups: frozenset[int] = frozenset()

    def fits(self, store: Facts) -> bool:
        """Whether a store has one of each list that names anything."""
        asked = [(getattr(self, each.name), getattr(store, each.name)) for each in fields(self)]
        asked = [(named, has) for named, has in asked if named]
        return bool(asked) and not any(named.isdisjoint(has) for named, has in asked)

    def members(self, stores: Mapping[int, Facts]) -> StoreIds:
        """Those of the stores that it is for."""
        return frozenset(store for store, facts in stores.items() if self.fits(facts))


def rule_of(group: StoreGroup) -> StoreRule:
    """The rule of a saved group; one query, none where its groups are prefetched."""
    lists = frozenset(group.rule_states), frozenset(group.rule_services), frozenset(group.rule_languages)
    return StoreRule(*lists, frozenset(each.pk for each in group.rule_groups.all()))


def rules() -> dict[int, StoreRule]:
    """Of every saved audience; one query, two where there is any."""
    ruled = StoreGroup.objects.filter(is_ruled=True).order_by("pk").prefetch_related("rule_groups")
    return {group.pk: rule_of(group) for group in ruled}


def facts_of(stores: Iterable[int]) -> dict[int, Facts]:
    """What rules ask of the registered stores with these ids; two queries."""
    ids = frozenset(stores)
    groups: dict[int, set[int]] = defaultdict(set)
    pairs = among_few(StoreRegistration.groups.through.objects.order_by(), "storeregistration__store", ids)
    named = pairs.filter(storegroup__is_ruled=False)
    for store, group in named.values_list("storeregistration__store_id", "storegroup_id"):
        groups[store].add(group)
    rows = among_few(StorePage.objects.filter(registration__isnull=False).order_by(), "pk", ids)
    return {
        pk: Facts(frozenset({state}), frozenset(services), frozenset(languages), frozenset(groups.get(pk, ())))
        for pk, state, services, languages in rows.values_list("pk", *STORE_COLUMNS)
        if pk in ids
    }


def rule_in_words(rule: StoreRule, groups: Mapping[int, str]) -> str:
    """`in New Jersey or Delaware; with Immunizations; of South`; `groups` are names of those that it may name."""
    parts: list[tuple[str, list[Any]]] = [
        ("in", [STATES[code] for code in STATES if code in rule.states]),
        ("with", [each.label for each in Service if each in rule.services]),
        ("where they speak", [each.label for each in Language if each in rule.languages]),
        ("of", sorted(groups[pk] for pk in rule.groups if pk in groups)),
    ]
    return "; ".join(f"{word} {' or '.join(map(str, names))}" for word, names in parts if names)
