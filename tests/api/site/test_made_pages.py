"""What a site makes of its store: hours and contact, services, experts, search."""

from typing import Any

import pytest

from stores.models import StorePage
from tests.api.asking import Api
from tests.factories.blocks import paragraph
from tests.factories.lupus import LupusNetwork
from tests.factories.newsroom import make_article
from tests.factories.stores import make_store

MOST_QUERIES = 22
MADE = (
    "/hours/",
    "/services/",
    "/experts/",
    "/search/?q=lupus",
    "/search/?q=lupsu",
    "/es/hours/",
    "/health/?tag=lupus",
)


def page(api: Api, path: str) -> dict[str, Any]:
    found: dict[str, Any] = api.get("storefront/", store="pitman", path=path)["page"]
    return found


def test_pages_cost_few_queries(
    api: Api, lupus_network: LupusNetwork, django_assert_max_num_queries: Any, subtests: pytest.Subtests
) -> None:
    for path in MADE:
        with subtests.test(path=path), django_assert_max_num_queries(MOST_QUERIES):
            page(api, path)


def test_service_has_a_page_where_the_store_wrote_of_it(api: Api) -> None:
    store = make_store("pitman", services=["delivery", "immunizations"], service_texts={"delivery": "Free, by bike."})
    services = {each["slug"]: each for each in page(api, "/services/")["services"]}
    assert services["delivery"]["path"] == "/services/delivery/"
    assert services["immunizations"]["path"] is None
    found = page(api, "/services/delivery/")
    assert (found["title"], found["text"]) == ("Delivery", "Free, by bike.")
    assert [each["slug"] for each in found["others"]] == ["immunizations"]
    for path in ("/services/immunizations/", "/services/nothing/"):
        api.problem(404, "storefront/", store="pitman", path=path)
    StorePage.objects.filter(pk=store.pk).update(services=[])
    api.problem(404, "storefront/", store="pitman", path="/services/")


def test_experts_are_those_who_speak_at_the_store(api: Api, lupus_network: LupusNetwork) -> None:
    names = [expert["name"] for expert in page(api, "/experts/")["experts"]]
    assert "Sample Rheumatologist" in names
    assert names == sorted(names)


def test_search_is_that_of_the_api(api: Api, lupus_network: LupusNetwork) -> None:
    for words in ("lupus", "sample", "savings", "nothing of it"):
        mine = page(api, f"/search/?q={words.replace(' ', '+')}")
        assert mine["items"] == api.items("search/", store="pitman", search=words)
        assert mine["pagination"]["total_count"] == len(mine["items"])
    assert "<mark>lupus</mark>" in page(api, "/search/?q=lupus")["items"][0]["highlights"]["title"]


def test_article_with_the_words_in_its_title_leads_the_search_of_a_site(api: Api) -> None:
    make_store("pitman")
    body = [paragraph("<p>Walnut, and again <b>walnut</b>, <i>almond</i>.</p>")]
    for slug in ("before", "after"):
        make_article(slug, title=f"Nuts, {slug}", teaser="At noon.", body=body)
    make_article("title", title="The walnut")
    found = api.get("search/", store="pitman", search="walnut")["items"]
    assert found[0]["title"] == "The walnut"
    # Words that are set apart stand next to their commas all the same.
    assert {each["highlights"]["text"] for each in found[1:]} == {
        "<mark>Walnut</mark>, and again <mark>walnut</mark>, almond."
    }


def test_search_that_finds_nothing_says_what_may_be_meant(api: Api, lupus_network: LupusNetwork) -> None:
    found = page(api, "/search/?q=treatmants")
    assert found["items"] == []
    assert (found["suggestion"]["title"], found["suggestion"]["path"]) == ("treatments", "/search/?q=treatments")
    assert [topic["path"] for topic in found["topics"]] == ["/health/?topic=immune-system"]
    assert page(api, "/search/?q=zzzzzz")["suggestion"] is None
    assert page(api, "/search/")["items"] == []
    for query in ("q=lupus&page=2", "q=lupus&page=x"):
        api.problem(404, "storefront/", store="pitman", path=f"/search/?{query}")


def test_list_of_a_tag_is_that_of_the_api(api: Api, lupus_network: LupusNetwork) -> None:
    found = page(api, "/health/?tag=clinical%20trials")
    assert found["tag"] == "clinical trials"
    wanted = api.items("articles/", store="pitman", tag="clinical trials", language="en")
    assert [each["id"] for each in found["articles"]] == [each["id"] for each in wanted]
    api.problem(404, "storefront/", store="pitman", path="/health/?tag=nothing")


def test_article_says_how_long_it_takes_to_read(api: Api) -> None:
    make_store("pitman")
    make_article("long", body=[{"type": "paragraph", "value": "<p>" + "word " * 401 + "</p>"}])
    assert page(api, "/health/long/")["reading_minutes"] == 3
