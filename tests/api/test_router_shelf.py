"""An answer from what the shelf knows is the same, byte for byte, as one for which the database is asked for all."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from api.caching import shelf
from api.caching.freshness import GENERATIONS
from cms.models import ArticlePage, ExpertPage, Provider, Topic
from stores.models import StorePage

pytestmark = [pytest.mark.usefixtures("lupus_network"), pytest.mark.postgresql]

LISTS = (
    *("articles/", "articles/?limit=2", "articles/?limit=2&offset=1", "articles/?limit=0", "articles/?offset=99"),
    *("articles/?fields=*", "articles/?order=title", "articles/?search=lupus", "topics/", "topics/?offset=1", "tags/"),
    *("articles/?cursor=*&limit=1", "articles/?exclude=900041", "articles/?topic=immune-system&topic=immune-system"),
    *("search/?search=lupus", "navigation/", "sitemap/", "chrome/"),
    *("articles/?search=lupus&fields=*", "articles/?search=lupus%20heart&search_operator=or&limit=2&offset=1"),
    *(
        "articles/?search=lupus&tag=lupus",
        "articles/?search=nothing",
        "articles/?search=",
        "stores/",
        "stores/?limit=1",
    ),
    *("tags/?limit=1", "experts/", "articles/?tag=lupus", "articles/?topic=nothing", "banners/", "pages/"),
    *("images/", "images/?limit=1&offset=1", "images/?search=lupus", "documents/", "documents/?order=-title"),
)


def paths() -> Iterator[str]:
    """Every list, and articles that one of two stores carries and the other does not."""
    articles = list(ArticlePage.objects.order_by("pk")[:5])
    for store in StorePage.objects.live().order_by("pk").values_list("slug", flat=True)[:2]:
        for path in LISTS:
            yield f"/api/v2/{path}{'&' if '?' in path else '?'}store={store}"
        for name, model in (("topic", Topic), ("provider", Provider), ("expert", ExpertPage)):
            for slug in model.objects.order_by("pk").values_list("slug", flat=True)[:2]:
                yield f"/api/v2/articles/?store={store}&{name}={slug}"
        for article in articles:
            yield f"/api/v2/articles/{article.pk}/?store={store}"
        for article in articles[:2]:
            yield f"/api/v2/articles/find/?store={store}&slug={article.slug}"
            yield f"/api/v2/storefront/?store={store}&path=/health/{article.slug}/"
        for path in ("/", "/health/", "/health/?topic=heart"):
            yield f"/api/v2/storefront/?store={store}&path={path}"
        yield f"/api/v2/stores/{store}/"
        yield f"/api/v2/stores/{store}/?fields=_,name,status"


def pages() -> Iterator[tuple[str, str]]:
    """Host and path of pages of a store's site."""
    store = StorePage.objects.live().order_by("pk")[0]
    for path in (
        "/",
        "/health/",
        *(f"/health/{slug}/" for slug in ArticlePage.objects.values_list("slug", flat=True)),
    ):
        yield f"{store.site.hostname}:8000", path


def test_pages_are_the_same_with_and_without_the_shelf(client: Client) -> None:
    shelf.SHELF._empty(0)
    known: Any = {GENERATIONS: {"": 1, "hosts": 1}}
    asked = list(pages())[:8]
    by_database = [client.get(path, headers={"host": host}).content for host, path in asked]
    for _turn in range(2):
        by_shelf = [client.get(path, headers={"host": host}, **known).content for host, path in asked]
        assert by_shelf == by_database
    shelf.SHELF._empty(0)


def test_answers_are_the_same_with_and_without_the_shelf(client: Client) -> None:
    shelf.SHELF._empty(0)
    asked = 0
    known: Any = {GENERATIONS: {"": 1, "hosts": 1}}
    for path in paths():
        by_database = client.get(path, headers={"host": "localhost:8000"})
        by_shelf = client.get(path, headers={"host": "localhost:8000"}, **known)
        assert (path, by_shelf.status_code, by_shelf.content) == (path, by_database.status_code, by_database.content)
        asked += 1
    shelf.SHELF._empty(0)
    assert asked > 40
