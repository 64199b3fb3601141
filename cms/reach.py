"""Reach: which stores carry an article, before and after it is published."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from cms.models import ArticlePage, Placement, Provider
from stores.audience_reach import Audience, audience_of
from stores.models import StorePage
from stores.querysets import StoreQuerySet


@dataclass(frozen=True, slots=True)
class Reach:
    """Numbers of stores. Of the `offered` ones, `hidden` don't show the article; `retitled` and `noted` changed it."""

    online: int
    offered: int
    hidden: int = 0
    retitled: int = 0
    noted: int = 0

    @property
    def carried(self) -> int:
        return self.offered - self.hidden

    def __str__(self) -> str:
        return f"{self.carried} of {self.online} stores"


def is_licensed(provider: Provider, at: datetime) -> bool:
    """Whether the licence runs at the moment `at`; its end is the first moment without."""
    starts, ends = provider.licence_starts_at, provider.licence_ends_at
    return (starts is None or starts <= at) and (ends is None or at < ends)


def offered_stores(audience: Audience, provider: Provider | None, at: datetime) -> StoreQuerySet:
    """Online stores in the audience that the provider's licence covers; `provider` None: not chosen yet."""
    stores: StoreQuerySet = StorePage.objects.online().filter(audience.condition)
    if provider is None:
        return stores
    return stores.filter(audience_of(provider).condition) if is_licensed(provider, at) else stores.none()


def offered(article: ArticlePage, at: datetime) -> StoreQuerySet:
    """Online stores that are offered a saved article: a local one to its own store alone."""
    if article.is_in_library:
        return offered_stores(audience_of(article), article.provider, at)
    own = StorePage.objects.filter(pk__in=article.get_ancestors().values("pk"))
    return offered_stores(Audience(), article.provider, at).filter(pk__in=own.values("pk"))


def carriers(article: ArticlePage, at: datetime) -> StoreQuerySet:
    """Online stores that show it, if it is published."""
    return showing(offered(article, at), article)


def showing(stores: StoreQuerySet, article: ArticlePage) -> StoreQuerySet:
    """Of the `stores` that are offered it, those that don't hide it; the article may not be saved yet."""
    if article.is_required or not article.pk:
        return stores
    return stores.exclude(pk__in=Placement.objects.filter(article=article, is_hidden=True).values("store"))


def reach_of_article(article: ArticlePage, at: datetime) -> Reach:
    """Of a saved article."""
    return _reach(offered(article, at), article)


def reach_of_form(article: ArticlePage, audience: Audience, provider: Provider | None, at: datetime) -> Reach:
    """Of an article of the library as it stands in a form; the article may not be saved yet."""
    return _reach(offered_stores(audience, provider, at), article)


def _reach(stores: StoreQuerySet, article: ArticlePage) -> Reach:
    if not article.pk:
        return Reach(online=StorePage.objects.online().count(), offered=stores.count())
    placed = Placement.objects.filter(article=article, store__in=stores.values("pk"))
    counts = placed.aggregate(
        hidden=Count("pk", filter=Q(is_hidden=True)),
        retitled=Count("pk", filter=Q(is_hidden=False) & (~Q(title="") | ~Q(teaser=""))),
        noted=Count("pk", filter=Q(is_hidden=False) & ~Q(note="")),
    )
    counts["hidden"] = 0 if article.is_required else counts["hidden"]
    return Reach(online=StorePage.objects.online().count(), offered=stores.count(), **counts)
