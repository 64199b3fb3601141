"""Where links lead, of a store with a frontend of its own and of `links=path`."""

import json
from typing import Any

import pytest
from wagtail.contrib.redirects.models import Redirect

from stores.models import StorePage
from stores.opening.frontends import change_frontend
from tests.api.asking import Api
from tests.factories.lupus import LupusNetwork
from tests.factories.newsroom import make_article
from tests.factories.stores import add_banner

FRONT = "https://www.example.com/pitman"
HOME = "http://pitman.localhost:8000"
ARTICLE = "/health/new-treatments-for-lupus/"
PATHS = ["/", "/health/", ARTICLE, "/experts/sample-rheumatologist/", "/savings/"]
AT_HOME = ("root_url", "feeds", "og:image")
"""Members that stay at the store's host: feeds, and the usual picture, are of the built-in site."""
ABSOLUTE = ("share", "feeds", "canonical_url", "open_graph", "json_ld", "root_url", "frontend_url")
"""Members that are whole addresses with `links=path`, too."""


@pytest.fixture
def pitman(lupus_network: LupusNetwork) -> StorePage:
    store = StorePage.objects.get(slug="pitman")
    add_banner(store, "Save more", link_path="/savings/", link_label="more")
    linked = [{"type": "paragraph", "value": f'<p>See <a linktype="page" id="{lupus_network.savings.pk}">it</a></p>'}]
    make_article("linking", body=linked)
    return store


def put_at_front(store: StorePage) -> None:
    change_frontend(by=None, store=store, address=FRONT, built_in_site="redirect")


def without(value: Any, names: tuple[str, ...]) -> Any:
    """The answer less these members, at every depth."""
    if isinstance(value, dict):
        return {name: without(each, names) for name, each in value.items() if name not in names}
    return [without(each, names) for each in value] if isinstance(value, list) else value


def answers(api: Api, **query: Any) -> dict[str, Any]:
    """Everything that the store says, by what was asked."""
    asked = {f"storefront {path}": ("storefront/", {"path": path}) for path in [*PATHS, "/health/linking/"]}
    asked |= {name: (name, {"fields": "*"}) for name in ("articles/", "experts/", "pages/")}
    asked["banners/"] = ("banners/", {})
    return {name: api.get(path, store="pitman", **extra, **query) for name, (path, extra) in asked.items()}


def test_every_link_leads_to_the_frontend(api: Api, pitman: StorePage, subtests: pytest.Subtests) -> None:
    before = answers(api)
    put_at_front(pitman)
    after = answers(api)
    for name, answer in after.items():
        with subtests.test(name=name):
            text = json.dumps(without(answer, AT_HOME))
            assert f"{HOME}/" not in text
            assert "%3A%2F%2Fpitman.localhost" not in text
            # What is said is the same, but for where it leads.
            expected = json.dumps(without(before[name], (*AT_HOME, "frontend_url")))
            moved = expected.replace(HOME, FRONT).replace(
                "http%3A%2F%2Fpitman.localhost%3A8000", "https%3A%2F%2Fwww.example.com%2Fpitman"
            )
            assert json.loads(moved) == without(answer, (*AT_HOME, "frontend_url"))
    assert after["storefront /"]["store"]["site"] == {
        "hostname": "pitman.localhost",
        "root_url": HOME,
        "frontend_url": FRONT,
    }
    assert api.get("stores/pitman/")["meta"]["html_url"] == f"{FRONT}/"
    assert api.get("stores/switchback/")["site"]["frontend_url"] is None


def test_paths_are_the_same_wherever_the_frontend_is(api: Api, pitman: StorePage, subtests: pytest.Subtests) -> None:
    before = answers(api, links="path")
    assert f"{HOME}/" not in json.dumps(without(before, ABSOLUTE))
    put_at_front(pitman)
    for name, answer in answers(api, links="path").items():
        with subtests.test(name=name):
            assert without(answer, ABSOLUTE) == without(before[name], ABSOLUTE)


def test_path_stands_beside_every_html_url(api: Api, pitman: StorePage) -> None:
    def walk(value: Any) -> int:
        if isinstance(value, list):
            return sum(map(walk, value))
        if not isinstance(value, dict):
            return 0
        if "html_url" in value:
            assert value["html_url"] == HOME + value["path"]
        return ("html_url" in value) + sum(map(walk, value.values()))

    assert walk(answers(api)) > 20


def test_shared_addresses_stay_whole_with_paths(api: Api, pitman: StorePage) -> None:
    put_at_front(pitman)
    answer = api.get("storefront/", store="pitman", path="/health/linking/", links="path")
    assert answer["metadata"]["canonical_url"] == f"{FRONT}/health/linking/"
    assert answer["metadata"]["open_graph"]["og:url"] == f"{FRONT}/health/linking/"
    assert {each["url"].count("https%3A%2F%2Fwww.example.com%2Fpitman%2F") for each in answer["page"]["share"]} == {1}
    assert answer["page"]["body"][0]["value"] == {"html": '<p>See <a href="/savings/">it</a></p>'}
    assert answer["page"]["meta"]["html_url"] == answer["page"]["meta"]["path"] == "/health/linking/"
    assert answer["banners"][-1]["link"] == {"url": "/savings/", "path": "/savings/", "label": "more"}


@pytest.mark.parametrize(
    ("links", "root"), [(None, FRONT), ("absolute", FRONT), ("path", "")], ids=["unsaid", "absolute", "path"]
)
def test_redirects_lead_where_links_do(links: str | None, root: str, api: Api, pitman: StorePage) -> None:
    put_at_front(pitman)
    Redirect.objects.create(old_path="/old", redirect_link="/savings/?from=old")
    Redirect.objects.create(old_path="/out", redirect_link="https://elsewhere.example/")
    asked = {"store": "pitman", **({"links": links} if links else {})}
    for path, where in (("/old/", "/savings/?from=old"), ("//savings", "/savings/"), ("/SAVINGS/", "/savings/")):
        redirect = api.get("storefront/", path=path, **asked)["redirect"]
        assert redirect == {"status": 301, "url": root + where, "path": where}
    out = api.get("storefront/", path="/out/", **asked)["redirect"]
    assert out == {"status": 301, "url": "https://elsewhere.example/", "path": None}
    found = {item["old_path"]: item["location"] for item in api.items("redirects/", fields="location", **asked)}
    assert found == {
        "/old": f"{root}/savings/?from=old",
        "/out": "https://elsewhere.example/",
        "/lupus": root + ARTICLE,
    }


def test_redirect_to_its_own_path_at_the_frontend_is_a_ring(api: Api, pitman: StorePage) -> None:
    put_at_front(pitman)
    Redirect.objects.create(old_path="/old", redirect_link=f"{FRONT}/old/")
    Redirect.objects.create(old_path="/beside", redirect_link="https://www.example.com/pitman-beside/beside/")
    api.problem(404, "storefront/", store="pitman", path="/old/")
    assert api.get("storefront/", store="pitman", path="/beside/")["redirect"]["path"] is None


@pytest.mark.parametrize("path", ["articles/", "experts/", "banners/", "storefront/", "pages/", "redirects/"])
def test_other_value_of_links_is_refused_with_what_there_is(path: str, api: Api, pitman: StorePage) -> None:
    extra = {"path": "/"} if path == "storefront/" else {}
    document = api.problem(400, path, store="pitman", links="relative", **extra)
    assert document["detail"] == "'links' must be one of absolute, path, not 'relative'."


def test_pages_are_not_filtered_or_ordered_by_where_they_stand_in_the_tree(api: Api, pitman: StorePage) -> None:
    assert "Unknown parameter 'path'" in api.problem(400, "pages/", store="pitman", path="0001")["detail"]
    api.problem(400, "pages/", store="pitman", order="path")
