"""`redirects/`: the redirects of one store."""

import pytest
from syrupy.assertion import SnapshotAssertion
from wagtail.contrib.redirects.models import Redirect

from tests.api.asking import Api
from tests.factories.lupus import LupusNetwork
from tests.factories.newsroom import make_article, make_page
from tests.factories.stores import make_store


def locations(api: Api, store: str = "pitman") -> dict[str, str]:
    return {item["old_path"]: item["location"] for item in api.items("redirects/", store=store)}


def test_list_is_as_reviewed(api: Api, lupus_network: LupusNetwork, json_snapshot: SnapshotAssertion) -> None:
    assert api.get("redirects/", store="pitman") == json_snapshot


def test_detail_is_as_reviewed(api: Api, lupus_network: LupusNetwork, json_snapshot: SnapshotAssertion) -> None:
    assert api.get("redirects/900061/", store="pitman") == json_snapshot


def test_redirect_of_all_sites_leads_to_each_stores_own_address(api: Api) -> None:
    for slug in ("pitman", "switchback"):
        make_store(slug)
    Redirect.objects.create(old_path="/old", redirect_page=make_page("savings"))
    assert [locations(api, store) for store in ("pitman", "switchback")] == [
        {"/old": "http://pitman.localhost:8000/savings/"},
        {"/old": "http://switchback.localhost:8000/savings/"},
    ]


def test_redirect_of_another_store_is_not_there(api: Api, lupus_network: LupusNetwork) -> None:
    assert locations(api, "switchback") == {}
    api.problem(404, "redirects/900061/", store="switchback")
    api.problem(404, "redirects/find/", store="switchback", html_path="/lupus/")


@pytest.mark.parametrize(
    ("link", "location"),
    [
        ("/savings/", "http://pitman.localhost:8000/savings/"),
        ("https://elsewhere.example/1", "https://elsewhere.example/1"),
    ],
)
def test_redirect_to_an_address(link: str, location: str, api: Api) -> None:
    make_store("pitman")
    Redirect.objects.create(old_path="/old", redirect_link=link)
    assert locations(api) == {"/old": location}


def test_redirect_to_nowhere_is_left_out(api: Api) -> None:
    make_store("pitman")
    Redirect.objects.create(old_path="/old")
    Redirect.objects.create(old_path="/draft", redirect_page=make_article("lupus", live=False))
    assert locations(api) == {}


def test_found_by_the_old_path(api: Api, lupus_network: LupusNetwork, subtests: pytest.Subtests) -> None:
    for html_path in ["/lupus/", "/lupus", "lupus/"]:
        with subtests.test(html_path=html_path):
            response = api.ask("redirects/find/", store="pitman", html_path=html_path)
            assert (response.status_code, response["Location"]) == (302, "/api/v2/redirects/900061/?store=pitman")


def test_what_is_not_found_is_404(api: Api, lupus_network: LupusNetwork, subtests: pytest.Subtests) -> None:
    for query in [{"html_path": "/nothing/"}, {"html_path": ""}, {"id": "1"}, {"id": "x"}]:
        with subtests.test(query=query):
            api.problem(404, "redirects/find/", store="pitman", **query)


def test_redirect_to_what_the_store_does_not_show_is_not_found(api: Api, lupus_network: LupusNetwork) -> None:
    lupus_network.lupus.unpublish()
    api.problem(404, "redirects/find/", store="pitman", html_path="/lupus/")


def test_stock_filters_work(api: Api, lupus_network: LupusNetwork) -> None:
    assert len(api.items("redirects/", store="pitman", old_path="/lupus")) == 1
    assert api.items("redirects/", store="pitman", old_path="/nothing") == []
    assert len(api.items("redirects/", store="pitman", order="-id")) == 1


def test_search_finds_nothing_because_wagtail_does_not_index_redirects(api: Api, lupus_network: LupusNetwork) -> None:
    assert api.items("redirects/", store="pitman", search="lupus") == []


def test_stores_redirect_is_found_before_one_of_all_sites(api: Api) -> None:
    store = make_store("pitman")
    Redirect.objects.create(old_path="/old", redirect_link="/everywhere/")
    own = Redirect.objects.create(old_path="/old", redirect_link="/here/", site=store.site)
    response = api.ask("redirects/find/", store="pitman", html_path="/old/")
    assert response["Location"] == f"/api/v2/redirects/{own.pk}/?store=pitman"
