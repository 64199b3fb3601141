"""Where a page stands on a store's site. The one place that says so: a library page has no Wagtail URL."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Model, Q
from wagtail.models import Page
from wagtail.query import PageQuerySet

from cms.articles.models.articles import ArticlePage
from cms.articles.models.experts import ExpertPage
from cms.articles.models.news import HealthNewsPage
from cms.articles.models.pages import StandardPage
from stores.models import StorePage
from stores.store.querysets import under_restriction

HEALTH_NEWS_PATH = "/health/"

_paths: dict[type[Model], Callable[[str], str]] = {
    ArticlePage: lambda slug: f"{HEALTH_NEWS_PATH}{slug}/",
    ExpertPage: lambda slug: f"/experts/{slug}/",
    StandardPage: lambda slug: f"/{slug}/",
    HealthNewsPage: lambda slug: HEALTH_NEWS_PATH,
    StorePage: lambda slug: "/",
}


def path_for(page_type: type[Model], slug: str) -> str:
    """The path of a page of `page_type` on any store's site; KeyError for a type that has no address."""
    return _paths[page_type](slug)


def url_for(obj: Page, store: StorePage) -> str:
    """The absolute URL of a page on the store's site. The page may come as a plain `Page`."""
    page_type = type(obj) if type(obj) in _paths else obj.specific_class
    return store.root_url + path_for(page_type, obj.slug)


def has_address(page_type: type[Model]) -> bool:
    """Whether pages of this type stand anywhere."""
    return page_type in _paths


def _has_address_at(store: StorePage, at: datetime) -> Q:
    """Pages (of any type) that have an address at the store."""
    articles = ArticlePage.objects.carried_by(store, at)
    experts = ExpertPage.objects.shown_by(store, at)
    standard = StandardPage.objects.carried_by(store, at)
    news = HealthNewsPage.objects.live()
    shown_news = Q(pk__in=news.filter(~under_restriction(), path__startswith=store.path).values("pk"))
    shown = Q(pk=store.pk) | shown_news
    for queryset in (articles, experts, standard):
        shown |= Q(pk__in=queryset.values("pk"))
    return shown


def pages_with_address(store: StorePage, at: datetime) -> PageQuerySet:
    """Everything that a link on the store's site may lead to."""
    return Page.objects.filter(_has_address_at(store, at))
