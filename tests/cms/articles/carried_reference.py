"""What a store carries, said slowly and plainly: no SQL, nothing shared with `cms.articles.querysets`."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Licence:
    starts_at: datetime | None
    ends_at: datetime | None
    is_for_all: bool
    groups: frozenset[int]
    stores: frozenset[int]
    excluded: frozenset[int]


@dataclass(frozen=True)
class Article:
    """`place` is the number of the store that wrote it, or None for the library."""

    place: int | None
    is_live: bool
    is_private: bool
    expires_at: datetime | None
    is_required: bool
    licence: int
    is_for_all: bool
    groups: frozenset[int]
    stores: frozenset[int]
    excluded: frozenset[int]
    hidden_at: frozenset[int]


@dataclass(frozen=True)
class Traits:
    """What rules ask of a store, beside its groups."""

    state: str
    services: frozenset[str]


@dataclass(frozen=True)
class Rule:
    """Of a saved audience: each list that names anything has one that the store has."""

    states: frozenset[str]
    services: frozenset[str]
    groups: frozenset[int]


@dataclass(frozen=True)
class Network:
    """`members[n]` are the groups that somebody put store n in; `rule` is that of the group with the number RULED."""

    members: tuple[frozenset[int], ...]
    traits: tuple[Traits, ...]
    rule: Rule
    licences: tuple[Licence, ...]
    articles: tuple[Article, ...]
    is_library_private: bool


RULED = 2


def groups_of(network: Network, store: int) -> frozenset[int]:
    rule, traits, members = network.rule, network.traits[store], network.members[store]
    if not rule.states and not rule.services and not rule.groups:
        return members
    if rule.states and traits.state not in rule.states:
        return members
    if rule.services and not rule.services & traits.services:
        return members
    if rule.groups and not rule.groups & members:
        return members
    return members | {RULED}


def includes(who: Licence | Article, store: int, groups: frozenset[int]) -> bool:
    if store in who.excluded:
        return False
    if who.is_for_all:
        return True
    return store in who.stores or len(who.groups & groups) > 0


def is_carried(network: Network, article: Article, store: int, at: datetime) -> bool:
    groups = groups_of(network, store)
    if not article.is_live or article.is_private:
        return False
    if article.place is None and network.is_library_private:
        return False
    if article.expires_at is not None and article.expires_at <= at:
        return False
    licence = network.licences[article.licence]
    if licence.starts_at is not None and at < licence.starts_at:
        return False
    if licence.ends_at is not None and licence.ends_at <= at:
        return False
    if not includes(licence, store, groups):
        return False
    if article.place is not None and article.place != store:
        return False
    if article.place is None and not includes(article, store, groups):
        return False
    return article.is_required or store not in article.hidden_at
