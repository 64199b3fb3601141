"""What stores stop showing when pages are deleted, unpublished or moved."""

from collections.abc import Iterator
from typing import Any

from wagtail.models import Page, ReferenceIndex

from cms.articles.models.articles import ArticlePage
from cms.articles.models.experts import ExpertPage
from cms.articles.models.news import HealthNewsPage
from cms.articles.models.pages import StandardPage
from cms.carrying.carriers import Carrying
from cms.carrying.models import Placement
from stores.audience.members import NO_STORES, StoreIds
from stores.banners.models import PromoBanner
from stores.models import StorePage
from stores.removal.losses import Removal, Way, counted, named, takes_along

AWAY = (Way.DELETE, Way.UNPUBLISH, Way.RESTRICT)
ANY = (*AWAY, Way.MOVE)
MOST_STORES = 5
"""Stores that have a line each."""


def _ids(removal: Removal) -> list[int]:
    return [page.pk for page in removal.objects]


def _shown_by(stores: StoreIds, number: int) -> Iterator[str]:
    """`7 stores show this now: “Pitman Pharmacy” …`"""
    if stores:
        names = StorePage.objects.filter(pk__in=stores).order_by("title").values_list("title", flat=True)
        what, verb = "this" if number == 1 else "one of these", "shows" if len(stores) == 1 else "show"
        yield f"{counted(len(stores), 'store')} {verb} {what} now: {named(names)}."


def _loses(removal: Removal, carrying: Carrying, found: dict[int, StoreIds]) -> StoreIds:
    """The stores that show one of the pages and will not; a page that is moved stands at its new place."""
    stays = NO_STORES
    if removal.destination is not None:
        stays = carrying.above(removal.destination.path)
        if not stays and not StorePage.objects.above(removal.destination.path).exists():
            return NO_STORES
    return NO_STORES.union(*found.values()) - stays


@takes_along(ArticlePage, *ANY)
def articles_leave(removal: Removal) -> Iterator[str]:
    """The stores that carry the articles, and what stores did with them."""
    carrying = Carrying(removal.at)
    now = ArticlePage.objects.filter(pk__in=_ids(removal)).published_at(removal.at)
    found = {pk: carriers.carrying for pk, carriers in carrying.of_articles(now).items()}
    yield from _shown_by(_loses(removal, carrying, found), len(removal.objects))
    placed = Placement.objects.filter(article__in=_ids(removal)).values("store").distinct().count()
    if placed and removal.way == Way.DELETE:
        yield f"{counted(placed, 'store')} pinned, hid or reworded it: that goes with it."


@takes_along(StandardPage, *ANY)
def pages_leave(removal: Removal) -> Iterator[str]:
    """The stores that show the pages."""
    carrying = Carrying(removal.at)
    found = carrying.of_standard_pages(StandardPage.objects.filter(pk__in=_ids(removal)).published_at(removal.at))
    yield from _shown_by(_loses(removal, carrying, found), len(removal.objects))


@takes_along(Page, *AWAY)
def links_end(removal: Removal) -> Iterator[str]:
    """Promo lines and texts that link to the pages."""
    if not any(page.live for page in removal.objects):
        return
    lines = PromoBanner.objects.filter(link_page__in=_ids(removal)).count()
    if lines:
        yield f"{counted(lines, 'promo line')} {'loses its' if lines == 1 else 'lose their'} link."
    texts: set[Any] = set()
    for page in removal.objects:
        sources = ReferenceIndex.get_references_to(page).filter(model_path__regex=r"^(body|biography|intro)")
        texts |= set(sources.values_list("base_content_type", "object_id"))
    if texts:
        verb = "links" if len(texts) == 1 else "link"
        yield f"{counted(len(texts), 'page')} {verb} to it: there plain text stays."


@takes_along(HealthNewsPage, Way.UNPUBLISH, Way.RESTRICT)
def news_go(removal: Removal) -> Iterator[str]:
    """The list of a store's health news."""
    yield f"{counted(len(removal.objects), 'store')} will have no list of health news."


@takes_along(StorePage, Way.UNPUBLISH, Way.RESTRICT)
def sites_go(removal: Removal) -> Iterator[str]:
    """Whole sites."""
    close = "To close the store for good, use All stores."
    if len(removal.objects) > MOST_STORES:
        number = counted(len(removal.objects), "store")
        yield f"Every page of {number} answers 404 from then on: {named(removal.objects)}. {close}"
        return
    for store in removal.objects:
        yield f"Every page of {store.title} answers 404 from then on. {close}"


@takes_along(ExpertPage, *AWAY)
def expert_leaves(removal: Removal) -> Iterator[str]:
    """The stores at which the experts have a page."""
    named_by = ArticlePage.objects.filter(article_experts__expert__in=_ids(removal)).published_at(removal.at)
    found = {pk: each.carrying for pk, each in Carrying(removal.at).of_articles(named_by.distinct()).items()}
    if any(expert.live for expert in removal.objects):
        yield from _shown_by(NO_STORES.union(*found.values()), len(removal.objects))
