"""What each answer costs in queries: never more for many items, many parts or many stores than for one."""

from collections.abc import Iterator

import pytest
from django.db import connection
from wagtail.models import Page

from cms.models import ArticlePage
from stores.models import StorePage
from tests.api.asking import Api
from tests.factories.many import make_many_articles, make_many_pages
from tests.factories.newsroom import make_page
from tests.factories.rich import add_store_media, picture, rich_article, rich_page
from tests.factories.stores import StoreGroupFactory, add_banner, make_store

LIST_BUDGET = 8
DETAIL_BUDGET = 14
STOREFRONT_BUDGET = 22
HOME_BUDGET = 20

Costs = dict[str, int]

TAGS = {"tag": "tag article-0-0,tag-article-0-0", "ids": "1,2", "exclude": "3", "order": "title,-id"}

LISTS = ("articles", "experts", "banners", "topics", "tags", "pages", "images", "documents", "redirects")
DETAILS = ("articles", "experts", "pages", "images", "documents", "redirects")
PATHS = (
    "/",
    "/health/",
    "/health/?",
    "/health/article-0/",
    "/experts/",
    "/experts/expert-article-0-0/",
    "/page-0/",
    "/old-page-0/",
    "/hours/",
    "/services/",
    "/services/delivery/",
    "/search/?q=article",
    "/search/?q=nothing+of+it",
)
OTHER_MOMENT = "2026-12-24T18:05:00-05:00"

pytestmark = [pytest.mark.usefixtures("empty_storage"), pytest.mark.postgresql]


def open_stores(first: int, last: int) -> None:
    """Stores with a logo and a group of their own, numbered from `first` to before `last`."""
    for number in range(first, last):
        store = make_store(f"store-{number}", groups=[StoreGroupFactory.create(slug=f"group-{number}")])
        store.logo = picture(f"logo-{number}")
        store.services, store.service_texts = ["delivery"], {"delivery": "Free, by bike."}
        store.save(update_fields=["logo", "services", "service_texts"])


def fill(store: StorePage, target: Page, first: int, last: int) -> None:
    """Articles, pages, media and promo lines, numbered from `first` to before `last`."""
    for number in range(first, last):
        target = rich_article(f"article-{number}", target.pk)
        rich_page(f"page-{number}", target.pk)
        add_store_media(store, str(number))
        add_banner(store, f"Line {number}", link_page=target, link_label="More")


def fill_plainly(store: StorePage, first: int, last: int) -> None:
    """The same as far as lists grow by it: articles on the first one's topic, pages in menus, promo lines."""
    topics = list(ArticlePage.objects.get(slug="article-0").topics.all())
    make_many_articles((f"article-{number}" for number in range(first, last)), topics=topics)
    make_many_pages((f"page-{number}" for number in range(first, last)), show_in_menus=True)
    for number in range(first, last):
        add_banner(store, f"Line {number}")


def list_costs(api: Api) -> Iterator[tuple[str, int]]:
    """Every list of a store, plain and with every field."""
    for name in LISTS:
        for fields in ({}, {"fields": "*"}):
            yield f"{name}/ {fields}", api.count_queries(f"{name}/", store="store-0", **fields)
    typed = {"type": "cms.StandardPage", "fields": "*"}
    yield f"pages/ {typed}", api.count_queries("pages/", store="store-0", **typed)
    for found in ({"search": "article"}, {"search": "article", "fields": "*"}, {"topic": "topic-article-0-0"}, TAGS):
        yield f"articles/ {found}", api.count_queries("articles/", store="store-0", **found)
    for name in ("sitemap", "navigation"):
        yield f"{name}/", api.count_queries(f"{name}/", store="store-0")
    yield "search/", api.count_queries("search/", store="store-0", search="article")
    for name in ("pages", "images", "documents"):
        searched = {"search": "article" if name != "pages" else "page"}
        yield f"{name}/ {searched}", api.count_queries(f"{name}/", store="store-0", **searched)


def detail_costs(api: Api) -> Iterator[tuple[str, int]]:
    """The first of every list, plain and with every field."""
    for name in DETAILS:
        pk = api.items(f"{name}/", store="store-0")[0]["id"]
        for fields in ({}, {"fields": "*"}):
            yield f"{name}/<id>/ {fields}", api.count_queries(f"{name}/{pk}/", store="store-0", **fields)
    for name, slug in (("articles", "article-0"), ("experts", "expert-article-0-0")):
        yield f"{name}/find/", api.count_queries(f"{name}/find/", store="store-0", slug=slug)


def storefront_costs(api: Api) -> Iterator[tuple[str, int]]:
    """Every kind of page, and a redirect."""
    for path in PATHS:
        for more in ({}, {"fields": "*"}, {"at": OTHER_MOMENT}):
            query = {
                "path": path.removesuffix("?"),
                **({"topic": "topic-article-0-0"} if path[-1] == "?" else {}),
                **more,
            }
            yield f"storefront/ {query}", api.count_queries("storefront/", store="store-0", **query)
    for language in ("en", "es"):
        for name in ("chrome", "navigation"):
            yield f"{name}/ {language}", api.count_queries(f"{name}/", store="store-0", language=language)


def store_costs(api: Api) -> Iterator[tuple[str, int]]:
    """The network's directory, and one store of it."""
    for fields in ({}, {"fields": "*"}):
        yield f"stores/ {fields}", api.count_queries("stores/", **fields)
    yield "stores/ group", api.count_queries("stores/", group="group-0", state="NJ")
    yield "stores/<slug>/", api.count_queries("stores/store-0/")


def over(budget: int, costs: Costs) -> Costs:
    return {name: cost for name, cost in costs.items() if cost > budget}


def grown(before: Costs, now: Costs) -> Costs:
    """What costs more than it did."""
    return {name: cost for name, cost in now.items() if cost > before[name]}


def within_budgets(api: Api) -> tuple[Costs, Costs, Costs]:
    """What lists, details and pages cost: none of them too much."""
    lists, details, pages = dict(list_costs(api)), dict(detail_costs(api)), dict(storefront_costs(api))
    check_budgets(lists, details, pages)
    return lists, details, pages


def check_budgets(lists: Costs, details: Costs, pages: Costs) -> None:
    home = {name: cost for name, cost in pages.items() if "'path': '/'" in name}
    assert (over(LIST_BUDGET, lists), over(DETAIL_BUDGET, details)) == ({}, {})
    assert (over(STOREFRONT_BUDGET, pages), over(HOME_BUDGET, home)) == ({}, {})


def test_answers_cost_little_at_1_at_20_and_at_100_items(api: Api) -> None:
    """A list that is not full is its own count: so 20 of a list cost one query more than one, and 100 no more.

    What lists and pages of one cost is held to the budgets by the test of 1 and 10 stores.
    """
    open_stores(0, 1)
    store = StorePage.objects.get(slug="store-0")
    fill(store, make_page("target"), 0, 1)
    details_at_one = dict(detail_costs(api))

    fill(store, ArticlePage.objects.get(slug="article-0"), 1, 20)

    assert len(api.items("articles/", store="store-0")) == 20
    lists, details, pages = within_budgets(api)
    assert details == details_at_one

    fill_plainly(store, 20, 100)
    with connection.cursor() as cursor:
        # As PostgreSQL does by itself once this is committed: it plans the query of images/ by figures of its tables.
        cursor.execute("ANALYZE")

    assert len(api.items("articles/", store="store-0", limit=100)) == 100
    before, now = (lists, details, pages), within_budgets(api)
    assert [grown(*each) for each in zip(before, now, strict=True)] == [{}, {}, {}]
    every = api.count_queries("articles/", store="store-0", fields="*", limit=100)
    assert every <= lists["articles/ {'fields': '*'}"]


def test_answers_cost_the_same_at_1_and_at_10_stores(api: Api) -> None:
    open_stores(0, 1)
    fill(StorePage.objects.get(slug="store-0"), make_page("target"), 0, 1)
    every = (store_costs, list_costs, detail_costs, storefront_costs)
    at_one = [dict(costs(api)) for costs in every]
    check_budgets(*at_one[1:])

    open_stores(1, 10)

    assert len(api.items("stores/", limit=100)) == 10
    assert [dict(costs(api)) for costs in every] == at_one
    assert over(LIST_BUDGET, at_one[0]) == {}


def test_an_article_costs_the_same_with_1_and_with_20_parts(api: Api) -> None:
    make_store("store-0")
    target = make_page("target")
    small, large = rich_article("small", target.pk), rich_article("large", target.pk, parts=20)

    answer = api.get(f"articles/{large.pk}/", store="store-0")
    assert [len(answer[part]) for part in ("experts", "topics", "tags", "body")] == [20, 20, 20, 40]
    for fields in ({}, {"fields": "*"}):
        cost = api.count_queries(f"articles/{small.pk}/", store="store-0", **fields)
        assert api.count_queries(f"articles/{large.pk}/", store="store-0", **fields) == cost


@pytest.mark.parametrize("path", ["articles/", "banners/", "topics/", "tags/", "experts/"])
def test_naming_a_store_on_another_stores_host_stays_within_the_budget(api: Api, path: str) -> None:
    make_store("store-0")
    make_store("store-1")
    rich_article("article-0", make_page("target").pk)
    assert api.count_queries(path, host="store-1.localhost:8000", store="store-0", fields="*") <= LIST_BUDGET
