"""Where each page stands on a store's site."""

from typing import Any

import pytest
from wagtail.models import Page

from cms.articles.addresses import path_for, url_for
from cms.models import ArticlePage, ArticlesPage, ExpertPage, HealthNewsPage, LibraryPage, StandardPage
from stores.models import RegionPage, StorePage, StoresPage
from tests.factories.newsroom import health_news_of, make_article, make_expert, make_page
from tests.factories.stores import make_store


@pytest.mark.parametrize(
    ("page_type", "path"),
    [
        (ArticlePage, "/health/a-slug/"),
        (ExpertPage, "/experts/a-slug/"),
        (StandardPage, "/a-slug/"),
        (HealthNewsPage, "/health/"),
        (StorePage, "/"),
    ],
)
def test_each_type_of_page_has_its_path(page_type: type[Page], path: str) -> None:
    assert path_for(page_type, "a-slug") == path


@pytest.mark.parametrize("page_type", [Page, LibraryPage, ArticlesPage, StoresPage, RegionPage])
def test_folders_and_plain_pages_have_none(page_type: type[Page]) -> None:
    with pytest.raises(KeyError):
        path_for(page_type, "a-slug")


@pytest.mark.django_db
@pytest.mark.parametrize("is_plain", [False, True], ids=["specific", "plain"])
def test_shared_page_stands_at_each_stores_own_host(is_plain: bool) -> None:
    pitman, switchback = make_store("pitman"), make_store("switchback")
    article = make_article("flu")
    page: Any = Page.objects.get(pk=article.pk) if is_plain else article
    assert url_for(page, pitman) == "http://pitman.localhost:8000/health/flu/"
    assert url_for(page, switchback) == "http://switchback.localhost:8000/health/flu/"


@pytest.mark.django_db
def test_every_page_of_a_store_has_its_url() -> None:
    store = make_store("pitman")
    pages = [
        make_article("flu-shots", at_store=store),
        make_expert("ann"),
        make_page("savings"),
        make_page("about-us", at_store=store),
        health_news_of(store),
        store,
    ]
    root = "http://pitman.localhost:8000"
    assert [url_for(page, store) for page in pages] == [
        f"{root}/health/flu-shots/",
        f"{root}/experts/ann/",
        f"{root}/savings/",
        f"{root}/about-us/",
        f"{root}/health/",
        f"{root}/",
    ]


@pytest.mark.django_db
def test_folder_has_no_url() -> None:
    store = make_store("pitman")
    with pytest.raises(KeyError):
        url_for(store.get_parent(), store)
