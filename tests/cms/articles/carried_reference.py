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
class Network:
    """`members[n]` are the groups of store n."""

    members: tuple[frozenset[int], ...]
    licences: tuple[Licence, ...]
    articles: tuple[Article, ...]
    is_library_private: bool


def includes(who: Licence | Article, store: int, groups: frozenset[int]) -> bool:
    if store in who.excluded:
        return False
    if who.is_for_all:
        return True
    return store in who.stores or len(who.groups & groups) > 0


def is_carried(network: Network, article: Article, store: int, at: datetime) -> bool:
    groups = network.members[store]
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
