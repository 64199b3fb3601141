"""Who can follow what: for many pages at once, the stores that have each of them, in a fixed number of queries.

The other way round than `carried_by`, which asks for one store; a test holds the two against each other.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from wagtail.models import Page

from cms.articles.models.articles import ArticlePage
from cms.articles.models.experts import ExpertPage
from cms.articles.models.news import HealthNewsPage
from cms.articles.models.pages import StandardPage
from cms.articles.models.providers import Provider
from cms.carrying.models import Placement
from cms.carrying.reach import is_licensed
from stores.audience.members import Audience
from stores.audience.models import AudienceMixin
from stores.choices import AudienceKind
from stores.models import StorePage, StoreRegistration
from stores.store.querysets import under_restriction

Stores = frozenset[int]


def audiences_of(model: type[AudienceMixin], ids: Iterable[int]) -> dict[int, Audience]:
    """The saved audience of each row: four queries, however many rows."""
    ids = list(ids)
    lists: dict[str, dict[int, set[int]]] = {}
    for name in ("audience_groups", "audience_stores", "excluded_stores"):
        field: Any = model._meta.get_field(name)
        rows, mine, theirs = field.remote_field.through.objects, field.m2m_field_name(), field.m2m_reverse_field_name()
        found = lists[name] = defaultdict(set)
        for pk, other in rows.filter(**{f"{mine}__in": ids}).values_list(mine, theirs):
            found[pk].add(other)
    kinds = model._default_manager.filter(pk__in=ids).values_list("pk", "audience")
    groups, stores, excluded = lists.values()
    return {
        pk: Audience(kind, frozenset(groups[pk]), frozenset(stores[pk]), frozenset(excluded[pk])) for pk, kind in kinds
    }


@dataclass(frozen=True, slots=True)
class Members:
    """Every online store, by id: its path, and who is in which group."""

    paths: dict[int, str]
    groups: dict[int, Stores]

    @classmethod
    def load(cls) -> "Members":
        """Two queries."""
        paths = dict(StorePage.objects.online().values_list("pk", "path"))
        groups: dict[int, set[int]] = defaultdict(set)
        through = StoreRegistration.groups.through.objects
        for group, store in through.values_list("storegroup", "storeregistration__store"):
            groups[group].add(store)
        return cls(paths, {group: frozenset(stores) for group, stores in groups.items()})

    def of(self, audience: Audience) -> Stores:
        """The online stores of an audience."""
        everybody = frozenset(self.paths)
        if audience.kind == AudienceKind.CHOSEN:
            named = audience.stores.union(*(self.groups.get(group, frozenset()) for group in audience.groups))
            return (everybody & named) - audience.excluded
        return everybody - audience.excluded

    def above(self, path: str) -> Stores:
        """The store that the page at a path belongs to; none for the library."""
        return frozenset(pk for pk, start in self.paths.items() if path.startswith(start))


class Followers:
    """The stores that show pages at a moment. Hidden, unlicensed or unpublished: not shown."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.members = Members.load()

    def of_links(self, ids: Iterable[int]) -> dict[int, Stores]:
        """For each page that a text links to, the stores that may follow: published pages only."""
        ids = list(ids)
        found: dict[int, Stores] = dict.fromkeys(ids, frozenset())
        found |= self.of_articles(ArticlePage.objects.published_at(self.at).filter(pk__in=ids))
        found |= self.of_standard_pages(StandardPage.objects.published_at(self.at).filter(pk__in=ids))
        found |= self.of_experts(
            ExpertPage.objects.published_at(self.at).filter(pk__in=ids).values_list("pk", flat=True)
        )
        # What is a store's own furniture leads nowhere elsewhere.
        own = Q(pk__in=HealthNewsPage.objects.values("pk")) | Q(pk__in=StorePage.objects.values("pk"))
        for pk, path in Page.objects.live().filter(own, ~under_restriction(), pk__in=ids).values_list("pk", "path"):
            found[pk] = self.members.above(path)
        return found

    def of_articles(self, articles: Any) -> dict[int, Stores]:
        """By audience, or the own store; by licence; without those that hid it."""
        rows = list(articles.values_list("pk", "path", "provider", "is_required"))
        audiences = audiences_of(ArticlePage, [pk for pk, *_rest in rows])
        licensed = self._licensed({provider for _pk, _path, provider, _required in rows})
        hidden: dict[int, set[int]] = defaultdict(set)
        optional = [pk for pk, _path, _provider, is_required in rows if not is_required]
        placements = Placement.objects.filter(article__in=optional, is_hidden=True)
        for pk, store in placements.values_list("article", "store"):
            hidden[pk].add(store)
        return {
            pk: (self._offered(path, audiences[pk]) & licensed[provider]) - hidden[pk]
            for pk, path, provider, _required in rows
        }

    def of_standard_pages(self, pages: Any) -> dict[int, Stores]:
        """By audience, or the own store."""
        paths = dict(pages.values_list("pk", "path"))
        audiences = audiences_of(StandardPage, paths)
        return {pk: self._offered(path, audiences[pk]) for pk, path in paths.items()}

    def of_experts(self, ids: Iterable[int]) -> dict[int, Stores]:
        """Wherever an article is shown in which they speak, or which they reviewed."""
        ids = list(ids)
        published = ArticlePage.objects.published_at(self.at)
        pairs = set(published.filter(article_experts__expert__in=ids).values_list("article_experts__expert", "pk"))
        pairs |= set(published.filter(reviewed_by__in=ids).values_list("reviewed_by", "pk"))
        shown = self.of_articles(published.filter(pk__in={article for _expert, article in pairs}))
        found: dict[int, Stores] = dict.fromkeys(ids, frozenset())
        for expert, article in pairs:
            if expert in found:
                found[expert] |= shown[article]
        return found

    def _offered(self, path: str, audience: Audience) -> Stores:
        return self.members.above(path) or self.members.of(audience)

    def _licensed(self, ids: set[int]) -> dict[int, Stores]:
        audiences = audiences_of(Provider, ids)
        return {
            provider.pk: self.members.of(audiences[provider.pk]) if is_licensed(provider, self.at) else frozenset()
            for provider in Provider.objects.filter(pk__in=ids)
        }
