"""`sitemap/`, `navigation/`, `chrome/`, the index, and pages that are found by their path."""

import pytest

from cms.articles.addresses import MADE_KINDS
from cms.models import StandardPage
from tests.api.asking import SCOPED, Api
from tests.factories.lupus import LupusNetwork
from tests.factories.newsroom import make_page
from tests.factories.stores import make_store


def test_sitemap_has_every_path_that_answers(api: Api, lupus_network: LupusNetwork) -> None:
    items = api.items("sitemap/", store="pitman")
    assert [item["path"] for item in items[:2]] == ["/", "/health/"]
    for item in items:
        if item["type"] in MADE_KINDS and item["language"] != "en":
            continue
        page = api.get("storefront/", store="pitman", path=item["path"], fields="_,page,metadata(canonical_url)")
        assert page["page"]["type"] == item["type"]
        assert item["url"].endswith(item["path"])
    kinds = {"home", "health_news", "article", "expert", "standard", "hours", "services", "experts"}
    assert {item["type"] for item in items} == kinds
    there = {item["path"] for item in items if item["language"] == "es"}
    assert there == {"/es/", "/es/health/", "/es/hours/", "/es/services/", "/es/experts/"}
    assert api.items("sitemap/", store="pitman", fields="_,path", links="path")[0] == {"path": "/"}


def test_stores_own_page_stands_in_the_sitemap_once(api: Api) -> None:
    pitman = make_store("pitman")
    make_page("savings")
    own = make_page("own", at_store=pitman)
    # As rows were before both orders were refused.
    StandardPage.objects.filter(pk=own.pk).update(slug="savings")
    assert [item["id"] for item in api.items("sitemap/", store="pitman") if item["slug"] == "savings"] == [own.pk]


def test_menus_nest_and_stand_in_the_chrome(api: Api, lupus_network: LupusNetwork) -> None:
    menus = api.items("navigation/", store="pitman")
    whole = api.get("storefront/", store="pitman", path="/")
    assert [{name: each[name] for name in ("title", "url", "path", "language", "duty")} for each in menus] == whole[
        "navigation"
    ]
    assert menus[0]["children"][0]["path"] == "/health/?topic=immune-system"
    assert api.get("storefront/", store="pitman", path=menus[0]["children"][0]["path"])["page"]["articles"]
    chrome = api.get("chrome/", store="pitman")
    assert (chrome["navigation"], chrome["banners"]) == (menus, whole["banners"])
    store = chrome["store"]
    assert {name: whole["store"][name] for name in store if name != "meta"} == {
        name: value for name, value in store.items() if name != "meta"
    }
    assert api.get("chrome/", store="pitman", fields="_,store(phone(display))") == {
        "store": {"phone": {"display": whole["store"]["phone"]["display"]}}
    }
    assert len(api.ask("chrome/", store="pitman").content) < 6_000


def test_menus_and_chrome_speak_the_language_of_the_site(api: Api, lupus_network: LupusNetwork) -> None:
    there = api.get("storefront/", store="pitman", path="/es/", links="path")
    chrome = api.get("chrome/", store="pitman", language="es", links="path")
    menus = api.items("navigation/", store="pitman", language="es", links="path")
    named = ("title", "url", "path", "language", "duty")
    assert [{name: each[name] for name in named} for each in menus] == there["navigation"]
    assert {"Horario y contacto", "Servicios"} <= {each["title"] for each in menus}
    assert menus[0]["children"][0]["path"].startswith("/es/health/?topic=")
    assert (chrome["navigation"], chrome["banners"]) == (menus, there["banners"])
    assert chrome["store"]["status"] == there["store"]["status"]
    assert chrome["store"]["status"] != api.get("chrome/", store="pitman")["store"]["status"]
    assert api.items("navigation/", store="pitman", language="en") == api.items("navigation/", store="pitman")
    for path in ("chrome/", "navigation/"):
        problem = api.problem(400, path, store="pitman", language="tlh")
        assert "en, es" in problem["detail"]


def test_index_names_every_endpoint(api: Api, lupus_network: LupusNetwork) -> None:
    answer = api.get("")
    named = {each["name"]: each for each in answer["resources"]}
    assert set(named) == {path.partition("/")[0] for path in SCOPED} | {"changes", "ninjs", "stores"}
    assert named["articles"]["url"] == "http://localhost:8000/api/v2/articles/"
    assert [name for name, each in named.items() if not each["needs_store"]] == ["stores"]
    assert answer["schema_url"] == "http://localhost:8000/api/schema/"
    api.problem(400, "", colour="red")


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("/health/new-treatments-for-lupus/", "/api/v2/articles/900041/?store=pitman"),
        ("experts/sample-rheumatologist", "/api/v2/experts/900012/?store=pitman"),
        ("/", "/api/v2/stores/pitman/"),
        ("/savings/", "/api/v2/pages/900051/?store=pitman"),
    ],
)
def test_path_leads_to_the_detail_as_stock_clients_expect(
    path: str, detail: str, api: Api, lupus_network: LupusNetwork
) -> None:
    response = api.ask("pages/find/", store="pitman", html_path=path)
    assert (response.status_code, response["Location"]) == (302, detail)
    assert api.ask(detail.partition("?")[0], store="pitman").status_code == 200 or "stores" in detail


@pytest.mark.parametrize("path", ["/health/nothing/", "/experts/nobody/", "/nothing/", "/health/a/b/"])
def test_path_of_nothing_is_404(path: str, api: Api, lupus_network: LupusNetwork) -> None:
    api.problem(404, "pages/find/", store="pitman", html_path=path)
