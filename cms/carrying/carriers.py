"""Which stores carry an article or a page, for many of them and many stores at once; of a draft, too.

`cms.articles.querysets` asks the other way round, what one store carries. A clause stands there and here, and nowhere
else; what decides by audience alone is `stores.audience.members`. A test holds both against each other on random
networks.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property

from cms.articles.models.articles import ArticlePage
from cms.articles.models.library import LibraryPage
from cms.articles.models.providers import Provider
from cms.carrying.models import Placement
from stores.audience.members import AUDIENCE_COLUMNS, NO_STORES, Audience, Roster, StoreIds, among_few
from stores.models import StorePage


def is_licensed(provider: Provider, at: datetime) -> bool:
    """Whether the licence runs at the moment `at`; its end is the first moment without."""
    starts, ends = provider.licence_starts_at, provider.licence_ends_at
    return (starts is None or starts <= at) and (ends is None or at < ends)


@dataclass(frozen=True, slots=True)
class Carriers:
    """The stores that an article meets on its way, were it published; each set lies within the one before.

    `asked` about, `in_audience` (the own store of a local article), `offered`: covered by the licence, too.
    `hidden_at`: who hides it, offered or not.
    """

    asked: StoreIds
    in_audience: StoreIds
    offered: StoreIds
    hidden_at: StoreIds = NO_STORES

    @property
    def carrying(self) -> StoreIds:
        """The stores that show it."""
        return self.offered - self.hidden_at

    @property
    def hiding(self) -> StoreIds:
        """The stores that would show it if they did not hide it."""
        return self.offered & self.hidden_at


class Carrying:
    """The stores at a moment, with all that decides what they carry: a constant number of queries for any number of
    stores, articles and pages.
    """

    def __init__(self, at: datetime, stores: QuerySet[StorePage] | None = None) -> None:
        """The `stores` that are asked about: every online one, unless they are named."""
        stores = StorePage.objects.online() if stores is None else stores
        self.at = at
        self.paths: dict[str, int] = dict(stores.order_by().values_list("path", "pk"))
        self.roster = Roster.load(self.paths.values())
        self._offers: dict[tuple[StoreIds, StoreIds], StoreIds] = {}

    def of_articles(self, articles: QuerySet[ArticlePage], offered_to: Audience | None = None) -> dict[int, Carriers]:
        """Of saved articles. Those with the same audience and licence share their sets.

        `offered_to`: as it would be, were this the audience of all of them.
        """
        rows = list(articles.order_by().values_list("pk", "path", "provider_id", *AUDIENCE_COLUMNS, named=True))
        hiding = self._hiding(articles)
        if offered_to is None:
            members = self.roster.members_of(articles, rows)
        else:
            members = dict.fromkeys((row.pk for row in rows), self.roster.members(offered_to))
        found = {}
        for row in rows:
            included = self._in_audience(row.path, members[row.pk])
            licensed = included if row.provider_id is None else self.licensed[row.provider_id]
            offered = self._offered(included, licensed)
            found[row.pk] = Carriers(self.roster.stores, included, offered, hiding.get(row.pk, NO_STORES))
        return found

    def of_article(self, article: ArticlePage) -> Carriers:
        """Of one saved article."""
        return self.of_articles(ArticlePage.objects.filter(pk=article.pk))[article.pk]

    def of_draft(self, draft: ArticlePage, audience: Audience, provider: Provider | None) -> Carriers:
        """Of an article as it stands in a form, perhaps unsaved; a `provider` that is not chosen yet asks nothing."""
        among = self._in_audience(draft.path, self.roster.members(audience))
        offered = among & self.licensed[provider.pk] if provider else among
        hiding: StoreIds = NO_STORES
        if draft.pk and not draft.is_required:
            rows = among_few(Placement.objects.filter(article=draft.pk, is_hidden=True), "store", self.roster.stores)
            hiding = self.roster.stores.intersection(rows.values_list("store_id", flat=True))
        return Carriers(self.roster.stores, among, offered, hiding)

    def of_standard_pages(self, pages: QuerySet[Any]) -> dict[int, StoreIds]:
        """By audience, or the own store."""
        rows = list(pages.order_by().values_list("pk", "path", *AUDIENCE_COLUMNS, named=True))
        members = self.roster.members_of(pages, rows)
        return {row.pk: self._in_audience(row.path, members[row.pk]) for row in rows}

    def above(self, path: str) -> StoreIds:
        """The store at or above a path; none for the library."""
        starts = (path[:length] for length in range(0, len(path) + 1, StorePage.steplen))
        return frozenset(self.paths[start] for start in starts if start in self.paths)

    @cached_property
    def licensed(self) -> dict[int, StoreIds]:
        """Provider id -> the stores that its licence covers at the moment. Providers are few: all of them."""
        providers = Provider.objects.all()
        members = self.roster.members_of(providers, providers)
        return {each.pk: members[each.pk] if is_licensed(each, self.at) else NO_STORES for each in providers}

    @cached_property
    def _library(self) -> tuple[str, ...]:
        return tuple(LibraryPage.objects.values_list("path", flat=True))

    def _in_audience(self, path: str, members: StoreIds) -> StoreIds:
        """What stands nowhere yet is of the library."""
        return members if not path or path.startswith(self._library) else self.above(path)

    def _offered(self, audience: StoreIds, licensed: StoreIds) -> StoreIds:
        """Sets are shared, so the same two meet again and again."""
        pair = audience, licensed
        if pair not in self._offers:
            self._offers[pair] = audience & licensed
        return self._offers[pair]

    def _hiding(self, articles: QuerySet[ArticlePage]) -> dict[int, StoreIds]:
        """Article id -> the stores that hide it. A required one can't be hidden."""
        stores = self.roster.stores
        rows = among_few(Placement.objects.filter(is_hidden=True, article__is_required=False), "store", stores)
        found: dict[int, set[int]] = defaultdict(set)
        ids = articles.order_by().values("pk")
        for article, store in rows.filter(article__in=ids).values_list("article_id", "store_id"):
            if store in stores:
                found[article].add(store)
        return {article: frozenset(hidden_at) for article, hidden_at in found.items()}
