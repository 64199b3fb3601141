"""Where a page stands on a store's site. The one place that says so: a library page has no Wagtail URL."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from wagtail.models import Page
from wagtail.query import PageQuerySet

from cms.articles.models.articles import ArticlePage
from cms.articles.models.experts import ExpertPage
from cms.articles.models.news import HealthNewsPage
from cms.articles.models.pages import StandardPage
from stores.models import StorePage
from stores.shapes import Shape, StoreRows
from stores.store.querysets import under_restriction

HEALTH_NEWS_PATH, EXPERTS_PATH = "/health/", "/experts/"
HOURS_PATH, SERVICES_PATH, SEARCH_PATH = "/hours/", "/services/", "/search/"
"""Pages that a site makes of what is known of its store."""

_paths: dict[type[Model], Callable[[str], str]] = {
    ArticlePage: lambda slug: f"{HEALTH_NEWS_PATH}{slug}/",
    ExpertPage: lambda slug: f"{EXPERTS_PATH}{slug}/",
    StandardPage: lambda slug: f"/{slug}/",
    HealthNewsPage: lambda slug: HEALTH_NEWS_PATH,
    StorePage: lambda slug: "/",
}


def path_for(page_type: type[Model], slug: str) -> str:
    """The path of a page of `page_type` on any store's site; KeyError for a type that has no address."""
    return _paths[page_type](slug)


def path_of(obj: Page) -> str:
    """The path of a page on any store's site. The page may come as a plain `Page`."""
    page_type = type(obj) if type(obj) in _paths else obj.specific_class
    return path_for(page_type, obj.slug)


def url_for(obj: Page, store: StorePage) -> str:
    """The absolute URL at which patients read a page: at the store's frontend, else on its built-in site."""
    return store.front_url + path_of(obj)


def _news_of(store: StorePage, at: datetime) -> Any:
    return HealthNewsPage.objects.live().filter(~under_restriction(), path__startswith=store.path)


# The same as the querysets say, for one answer after the other.
carried_articles = StoreRows(ArticlePage, ArticlePage.objects.carried_by)
withdrawn_articles = StoreRows(ArticlePage, ArticlePage.objects.withdrawn_from)
shown_experts = StoreRows(ExpertPage, ExpertPage.objects.shown_by)
carried_pages = StoreRows(StandardPage, StandardPage.objects.carried_by)

# For each type of page, those that have an address at a store at a moment.
_with_address: dict[type[Model], Callable[[StorePage, datetime], Any]] = {
    ArticlePage: carried_articles,
    ExpertPage: shown_experts,
    StandardPage: carried_pages,
    HealthNewsPage: _news_of,
    StorePage: lambda store, at: StorePage.objects.filter(pk=store.pk),
}


def rule_of_addresses(page_type: type[Model], store: StorePage, at: datetime) -> Any:
    """The pages of a type that have an address at a store."""
    return _with_address[page_type](store, at)


def all_rules_of_addresses(
    store: StorePage, at: datetime, page_types: Collection[type[Model]] = tuple(_with_address)
) -> PageQuerySet:
    """The pages of all types, or some, that have an address at a store, by their rules."""
    rules = (rule_of_addresses(page_type, store, at) for page_type in page_types)
    return Page.objects.filter(reduce(or_, (Q(pk__in=rule.values("pk")) for rule in rules)))


_PAGES = Shape(lambda store, at: all_rules_of_addresses(store, at).values("pk"))


def pages_with_address(store: StorePage, at: datetime) -> PageQuerySet:
    """Everything that a link on the store's site may lead to."""
    return Page.objects.filter(pk__in=_PAGES.part(store=store, at=at))


Among = Callable[[Collection[int]], set[int] | None]
"""Given ids of articles: those that the store carries, where somebody knows that already."""


def ask_database(ids: Collection[int]) -> None:
    """Nobody knows."""


KINDS: dict[type[Model], str] = {
    ArticlePage: "article",
    ExpertPage: "expert",
    StandardPage: "standard",
    HealthNewsPage: "health_news",
    StorePage: "home",
}
"""What kind of page a type is of."""
MADE_KINDS = ("hours", "services", "service", "experts", "search")
"""Kinds of pages that a site makes of what is known of its store: no row stands for them."""


@dataclass(frozen=True, slots=True)
class Target:
    """A page that a link names: the id of its content type, and its slug."""

    type_id: int
    slug: str

    @property
    def page_type(self) -> Any:
        return ContentType.objects.get_for_id(self.type_id).model_class()


def paths_at(
    targets: Mapping[int, Target], store: StorePage, at: datetime, carried_among: Among = ask_database
) -> dict[int, str]:
    """Page id -> path on the store's site, for those of the pages that have an address there.

    At most one query. Asks only the rules of the types that are there, each of few ids: the rule of all types together
    takes PostgreSQL longer to plan than the rest of an article takes.
    """
    shown: set[int] = set()
    asked = []
    for page_type in {target.page_type: None for target in targets.values()}:
        if page_type in _with_address:
            narrowed = [pk for pk, target in targets.items() if target.page_type is page_type]
            known = carried_among(narrowed) if page_type is ArticlePage else None
            if known is None:
                asked.append(_with_address[page_type](store, at).filter(pk__in=narrowed).order_by().values_list("pk"))
            else:
                shown |= known
    if asked:
        shown |= {pk for (pk,) in (asked[0].union(*asked[1:], all=True) if len(asked) > 1 else asked[0])}
    return {pk: path_for(target.page_type, target.slug) for pk, target in targets.items() if pk in shown}
