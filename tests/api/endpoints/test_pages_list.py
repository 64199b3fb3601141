"""`pages/`: standard pages and the health-news page of one store, as a list, by id and by path."""

from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from cms.models import StandardPage
from tests.api.asking import Api
from tests.factories.blocks import one_of_each_block, page_link, paragraph
from tests.factories.lupus import LupusNetwork
from tests.factories.media import make_image
from tests.factories.newsroom import health_news_of, make_article, make_page
from tests.factories.stores import make_store


def titles(api: Api, store: str = "pitman", **query: Any) -> list[str]:
    return [item["title"] for item in api.items("pages/", store=store, **query)]


CASES: dict[str, dict[str, Any]] = {
    "plain": {},
    "every_field": {"fields": "*"},
    "standard_pages": {"type": "cms.StandardPage", "fields": "*"},
    "health_news": {"type": "cms.HealthNewsPage", "fields": "*"},
}


@pytest.mark.parametrize("query", CASES.values(), ids=CASES)
def test_list_is_as_reviewed(
    query: dict[str, str], api: Api, lupus_network: LupusNetwork, json_snapshot: SnapshotAssertion
) -> None:
    assert api.get("pages/", store="pitman", **query) == json_snapshot


def test_detail_is_as_reviewed(api: Api, lupus_network: LupusNetwork, json_snapshot: SnapshotAssertion) -> None:
    news = health_news_of(lupus_network.pitman)
    answers = [api.get(f"pages/{pk}/", store="pitman") for pk in (lupus_network.about.pk, news.pk)]
    assert answers == json_snapshot


def test_shared_page_stands_at_every_store(api: Api, lupus_network: LupusNetwork) -> None:
    urls = [
        api.get(f"pages/{lupus_network.savings.pk}/", store=store)["meta"]["html_url"]
        for store in ("pitman", "switchback")
    ]
    assert urls == ["http://pitman.localhost:8000/savings/", "http://switchback.localhost:8000/savings/"]


def test_page_of_another_store_is_not_there(api: Api, lupus_network: LupusNetwork) -> None:
    assert titles(api, "switchback") == ["Health news", "Generic savings"]
    api.problem(404, f"pages/{lupus_network.about.pk}/", store="switchback")


def test_detail_url_leads_to_the_page(api: Api, lupus_network: LupusNetwork) -> None:
    item = api.items("pages/", store="pitman")[0]
    path, _, query = item["meta"]["detail_url"].removeprefix("http://localhost:8000").partition("?")
    assert api.get(path, store=query.removeprefix("store="))["id"] == item["id"]


def test_body_is_the_same_as_in_articles(api: Api, empty_storage: None) -> None:
    make_store("pitman")
    target = make_article("flu")
    html = f"<p>{{{{ store.name }}}}: {page_link(target.pk, 'flu')}</p>"
    body = one_of_each_block(image_id=make_image("room.png").pk, html=html)
    article, page = make_article("lupus", body=body), make_page("savings", body=body)
    of_page = api.get(f"pages/{page.pk}/", store="pitman")["body"]
    assert of_page == api.get(f"articles/{article.pk}/", store="pitman")["body"]
    listed = api.items("pages/", store="pitman", type="cms.StandardPage", fields="body")
    assert listed[0]["body"] == of_page


def test_types_with_endpoints_of_their_own_give_nothing_here(
    api: Api, lupus_network: LupusNetwork, subtests: pytest.Subtests
) -> None:
    for page_type in ["cms.ArticlePage", "stores.StorePage", "cms.ExpertPage", "cms.LibraryPage"]:
        with subtests.test(page_type=page_type):
            for query in ({}, {"fields": "*"}, {"search": "lupus"}):
                answer = api.get("pages/", store="pitman", type=page_type, **query)
                assert (answer["meta"]["total_count"], answer["items"]) == (0, [])


def test_id_of_what_is_no_such_page_is_404(api: Api, lupus_network: LupusNetwork, subtests: pytest.Subtests) -> None:
    for pk in [900_041, 900_012, 900_007, 1, 99_999_999_999_999_999_999]:
        with subtests.test(pk=pk):
            api.problem(404, f"pages/{pk}/", store="pitman")


def test_type_that_is_no_page_type(api: Api, lupus_network: LupusNetwork, subtests: pytest.Subtests) -> None:
    for page_type in ["users.User", "nothing", "nothing.Here", ""]:
        with subtests.test(page_type=page_type):
            if page_type:
                api.problem(400, "pages/", store="pitman", type=page_type)
            else:
                assert len(titles(api, type=page_type)) == 3


def test_stock_filters_work(api: Api, lupus_network: LupusNetwork, subtests: pytest.Subtests) -> None:
    for query, expected in [
        ({"slug": "savings"}, ["Generic savings"]),
        ({"title": "About us"}, ["About us"]),
        ({"show_in_menus": "true"}, ["Generic savings", "About us"]),
        ({"child_of": "root"}, ["Get Healthy!", "About us"]),
        ({"descendant_of": "root"}, ["Get Healthy!", "About us"]),
        ({"search": "savings"}, ["Generic savings"]),
        ({"search": "savings", "type": "cms.StandardPage", "fields": "*"}, ["Generic savings"]),
        ({"order": "-title"}, ["Get Healthy!", "Generic savings", "About us"]),
        ({"limit": "1", "offset": "1"}, ["Generic savings"]),
        ({"offset": "9"}, []),
        ({"locale": "en"}, ["Get Healthy!", "Generic savings", "About us"]),
    ]:
        with subtests.test(query=query, expected=expected):
            assert titles(api, **query) == expected


def test_filters_by_what_the_store_does_not_show_are_refused(
    api: Api, lupus_network: LupusNetwork, subtests: pytest.Subtests
) -> None:
    for query in [
        {"child_of": "900041"},
        {"child_of": "900008"},
        {"child_of": "x"},
        {"descendant_of": "900008"},
        {"ancestor_of": "900042"},
        {"translation_of": "900041"},
        {"order": "body"},
        {"show_in_menus": "maybe"},
        {"fields": "body"},
        {"rich_text_format": "db_html"},
    ]:
        with subtests.test(query=query):
            api.problem(400, "pages/", store="pitman", **query)


def test_page_is_found_by_its_path_on_the_stores_site(
    api: Api, lupus_network: LupusNetwork, subtests: pytest.Subtests
) -> None:
    for html_path, title in [
        ("/about-us/", "About us"),
        ("about-us", "About us"),
        ("/savings/", "Generic savings"),
        ("/health/", "Get Healthy!"),
    ]:
        with subtests.test(html_path=html_path, title=title):
            response = api.ask("pages/find/", store="pitman", html_path=html_path, fields="_,title")
            assert response.status_code == 302
            path, _, query = response["Location"].partition("?")
            assert query == "store=pitman&fields=_%2Ctitle"
            assert api.get(path, store="pitman", fields="_,title") == {"title": title}


def test_nothing_is_found_where_no_such_page_stands(
    api: Api, lupus_network: LupusNetwork, subtests: pytest.Subtests
) -> None:
    for html_path in ["/nothing/", "/health/nothing/", "/savings/more/", "/experts/", ""]:
        with subtests.test(html_path=html_path):
            api.problem(404, "pages/find/", store="pitman", html_path=html_path)


def test_stores_own_page_is_found_before_a_shared_one(api: Api) -> None:
    store = make_store("pitman")
    make_page("privacy", title="Shared")
    own = make_page("own", title="Own", at_store=store)
    # As rows were before both orders were refused.
    StandardPage.objects.filter(pk=own.pk).update(slug="privacy")
    response = api.ask("pages/find/", store="pitman", html_path="/privacy/")
    assert response["Location"] == f"/api/v2/pages/{own.pk}/?store=pitman"


def test_page_is_found_by_its_id(api: Api, lupus_network: LupusNetwork) -> None:
    response = api.ask("pages/find/", store="pitman", id=900_052)
    assert (response.status_code, response["Location"]) == (302, "/api/v2/pages/900052/?store=pitman")
    for pk in ("900041", "x", ""):
        api.problem(404, "pages/find/", store="pitman", id=pk)


def test_links_of_the_intro_go_to_the_asking_store(api: Api) -> None:
    store = make_store("pitman")
    article = make_article("lupus")
    news = health_news_of(store)
    news.intro = f"<p>{page_link(article.pk, 'Lupus')}</p>"
    news.save()
    answer = api.get(f"pages/{news.pk}/", store="pitman")
    assert answer["intro"] == '<p><a href="http://pitman.localhost:8000/health/lupus/">Lupus</a></p>'


def test_body_of_a_page_without_text_is_empty(api: Api) -> None:
    make_store("pitman")
    page = make_page("empty", body=[])
    other = make_page("short", body=[paragraph("Text.")])
    assert api.get(f"pages/{page.pk}/", store="pitman")["body"] == []
    assert len(api.get(f"pages/{other.pk}/", store="pitman")["body"]) == 1
