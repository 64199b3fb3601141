"""`storefront/`: one call for one page of a store's site."""

from datetime import date

import pytest
from syrupy.assertion import SnapshotAssertion
from wagtail.contrib.redirects.models import Redirect

from cms.models import StandardPage
from stores.models import HoursException
from stores.opening.frontends import change_frontend
from tests.api.asking import Api
from tests.factories.lupus import LupusNetwork
from tests.factories.newsroom import TopicFactory, health_news_of, make_article, make_expert, make_page
from tests.factories.stores import make_store

PAGES = {
    "home": "/",
    "health_news": "/health/",
    "article": "/health/new-treatments-for-lupus/",
    "expert": "/experts/sample-rheumatologist/",
    "standard": "/savings/",
}


@pytest.mark.parametrize(("kind", "path"), PAGES.items(), ids=PAGES)
def test_page_is_as_reviewed(
    kind: str, path: str, api: Api, lupus_network: LupusNetwork, json_snapshot: SnapshotAssertion
) -> None:
    answer = api.get("storefront/", store="pitman", path=path)
    assert answer["page"]["type"] == kind
    assert answer == json_snapshot


def test_home_of_the_other_store_is_as_reviewed(
    api: Api, lupus_network: LupusNetwork, json_snapshot: SnapshotAssertion
) -> None:
    assert api.get("storefront/", store="switchback", path="/") == json_snapshot


def test_topic_of_health_news_is_as_reviewed(
    api: Api, lupus_network: LupusNetwork, json_snapshot: SnapshotAssertion
) -> None:
    answer = api.get("storefront/", store="pitman", path="/health/", topic="immune-system")
    assert {name: answer[name] for name in ("page", "metadata")} == json_snapshot


def test_redirect_is_as_reviewed(api: Api, lupus_network: LupusNetwork, json_snapshot: SnapshotAssertion) -> None:
    assert api.get("storefront/", store="pitman", path="/lupus/") == json_snapshot


def test_missing_page_is_as_reviewed(api: Api, lupus_network: LupusNetwork, json_snapshot: SnapshotAssertion) -> None:
    assert api.problem(404, "storefront/", store="pitman", path="/nothing/") == json_snapshot


def test_parts_around_the_page_are_those_of_their_endpoints(
    api: Api, lupus_network: LupusNetwork, subtests: pytest.Subtests
) -> None:
    for path in PAGES.values():
        with subtests.test(path=path):
            answer = api.get("storefront/", store="pitman", path=path)
            assert answer["store"] == api.get("stores/pitman/")
            assert answer["banners"] == api.items("banners/", store="pitman")
            assert answer["redirect"] is None


def test_article_and_expert_are_those_of_their_endpoints(api: Api, lupus_network: LupusNetwork) -> None:
    for path, endpoint in ((PAGES["article"], "articles/900041/"), (PAGES["expert"], "experts/900012/")):
        page = api.get("storefront/", store="pitman", path=path)["page"]
        expected = api.get(endpoint, store="pitman")
        assert {name: page[name] for name in expected} == expected


def test_path_is_taken_as_a_frontend_has_it(api: Api, lupus_network: LupusNetwork, subtests: pytest.Subtests) -> None:
    root, article = "http://pitman.localhost:8000", "health/new-treatments-for-lupus"
    for path, page in [
        ("/health", "health_news"),
        ("/savings", "standard"),
        ("savings", "standard"),
        (f"{article}/?page=1", "article"),
        (f"/{article}?utm_source=mail", "article"),
        (f"/{article}/#sources", "article"),
        (root, "home"),
        (f"{root}/health?page=1", "health_news"),
        (f"{root}?page=1", "home"),
    ]:
        with subtests.test(path=path):
            assert api.get("storefront/", store="pitman", path=path)["page"]["type"] == page
    moved = {"status": 301, "url": f"{root}/savings/", "path": "/savings/"}
    assert api.get("storefront/", store="pitman", path="//savings//") == {"redirect": moved}


def test_every_address_of_a_page_of_the_list_is_taken(api: Api) -> None:
    store = make_store("pitman")
    change_frontend(by=None, store=store, address="https://www.example.com/base", built_in_site="redirect")
    for number in range(13):
        make_article(f"article-{number}")
    for links in ("absolute", "path"):
        first = api.get("storefront/", store=store.slug, path="/health", links=links)["page"]
        following = api.get("storefront/", store=store.slug, path=first["pagination"]["next_url"], links=links)["page"]
        assert [len(first["articles"]), len(following["articles"])] == [12, 1]
        assert following["pagination"]["next_url"] is None


def test_fields_choose_parts_and_what_is_inside(
    api: Api, lupus_network: LupusNetwork, subtests: pytest.Subtests
) -> None:
    whole = api.get("storefront/", store="pitman", path=PAGES["article"])
    page, store = whole["page"], whole["store"]
    for fields, expected in [
        ("_,page", {"page": page}),
        ("*", whole),
        ("-banners,-store", {name: part for name, part in whole.items() if name not in {"banners", "store"}}),
        (
            "_,store(name,hours(pharmacy)),page(title,slug,hero(src),experts(name)),redirect",
            {
                "store": {"name": store["name"], "hours": {"pharmacy": store["hours"]["pharmacy"]}},
                "page": {
                    "title": page["title"],
                    "meta": {"slug": page["meta"]["slug"]},
                    "hero": {"src": page["hero"]["src"]},
                    "experts": [{"name": expert["name"]} for expert in page["experts"]],
                },
                "redirect": None,
            },
        ),
        ("_,metadata(title),page(pagination)", {"metadata": {"title": whole["metadata"]["title"]}, "page": {}}),
    ]:
        with subtests.test(fields=fields):
            assert api.get("storefront/", store="pitman", path=PAGES["article"], fields=fields) == expected
    expert = {"store": "pitman", "path": PAGES["expert"], "rich_text_format": "markdown", "fields": "_,page(html)"}
    assert set(api.get("storefront/", **expert)["page"]) == {"markdown"}
    assert api.get("storefront/", store="pitman", path="/lupus/", fields="_,page")["redirect"]["status"] == 301
    assert api.problem(400, "storefront/", store="pitman", path="/", fields="page(colour)")["detail"].startswith(
        "Unknown field 'colour'. Known: articles, body, "
    )


def test_what_an_editor_wrote_for_search_results_is_said(api: Api) -> None:
    make_store("pitman")
    expert = make_expert("dr-sample", seo_title="Ask Dr. Sample", search_description="All about skin.")
    pk = make_article("lupus", experts=[expert], seo_title="Lupus, explained", search_description="In short.").pk
    canonical = "http://pitman.localhost:8000/health/lupus/"
    seo = {"title": "Lupus, explained", "description": "In short.", "canonical_url": canonical}
    assert api.get(f"articles/{pk}/", store="pitman")["seo"] == seo
    metadata = api.get("storefront/", store="pitman", path="/health/lupus/", fields="_,metadata")["metadata"]
    assert {name: metadata[name] for name in seo} == seo
    answer = api.get(f"experts/{expert.pk}/", store="pitman", fields="_,seo(title,description)")
    assert answer == {"seo": {"title": "Ask Dr. Sample", "description": "All about skin."}}


def test_path_of_no_page_is_404(api: Api, lupus_network: LupusNetwork, subtests: pytest.Subtests) -> None:
    for path in [
        "/nothing/",
        "/health/nothing/",
        "/experts/nobody/",
        "/services/compounding/",
        "/health/new-treatments-for-lupus/more/",
        "/library/",
        "/stores/pitman/",
        "https://elsewhere.example/savings/",
        "/%00/",
        "/../savings/",
        "/" + "x" * 3000 + "/",
        "//[",
        "/[x]:y/",
        "/;a=b?c=d",
    ]:
        with subtests.test(path=path):
            document = api.problem(404, "storefront/", store="pitman", path=path)
            assert document["errors"][0]["field"] == "path"


def test_path_in_other_capitals_leads_to_the_page_and_one_with_a_query_is_read(
    api: Api, lupus_network: LupusNetwork
) -> None:
    moved = api.get("storefront/", store="pitman", path="/SAVINGS/")["redirect"]
    assert moved == {"status": 301, "url": "http://pitman.localhost:8000/savings/", "path": "/savings/"}
    assert api.get("storefront/", store="pitman", path="/health/?page=1")["page"]["type"] == "health_news"


def test_path_must_be_given(api: Api, lupus_network: LupusNetwork) -> None:
    for query in ({}, {"path": ""}):
        problem = api.problem(400, "storefront/", store="pitman", **query)
        assert problem["detail"] == "Name the page: add '?path=/health/'."


def test_health_news_has_12_articles_a_page(api: Api) -> None:
    make_store("pitman")
    for day in range(1, 14):
        make_article(f"article-{day}", published_on=date(2026, 1, day))
    first, second = (api.get("storefront/", store="pitman", path="/health/", page=page)["page"] for page in (1, 2))
    assert [len(page["articles"]) for page in (first, second)] == [12, 1]
    assert first["pagination"] == {
        "page": 1,
        "pages": 2,
        "total_count": 13,
        "previous_url": None,
        "next_url": "http://pitman.localhost:8000/health/?page=2",
    }
    assert second["pagination"]["previous_url"] == "http://pitman.localhost:8000/health/"
    assert second["pagination"]["next_url"] is None


def test_page_of_health_news_that_is_not_there_is_404(
    api: Api, lupus_network: LupusNetwork, subtests: pytest.Subtests
) -> None:
    for page in ["0", "2", "-1", "x", "1.5", "100000", "９", "999999999999999999999"]:
        with subtests.test(page=page):
            api.problem(404, "storefront/", store="pitman", path="/health/", page=page)


def test_topic_that_the_store_has_nothing_on_is_404(api: Api) -> None:
    make_store("pitman")
    TopicFactory.create(slug="unused")
    make_article("lupus", topics=[TopicFactory.create(slug="immune-system")])
    assert api.get("storefront/", store="pitman", path="/health/", topic="immune-system")["page"]["articles"]
    document = api.problem(404, "storefront/", store="pitman", path="/health/", topic="unused")
    assert document["detail"] == "The store's site has no page at '/health/' with topic=unused."


def test_stores_own_page_stands_before_a_shared_one(api: Api) -> None:
    store = make_store("pitman")
    make_store("switchback")
    make_page("privacy", title="Shared")
    own = make_page("own", title="Own", at_store=store)
    # As rows were before both orders were refused.
    StandardPage.objects.filter(pk=own.pk).update(slug="privacy")
    found = [
        api.get("storefront/", store=slug, path="/privacy/")["page"]["title"] for slug in ("pitman", "switchback")
    ]
    assert found == ["Own", "Shared"]


@pytest.mark.parametrize(
    ("site_of", "link", "is_permanent", "expected"),
    [
        (
            None,
            "/savings/",
            True,
            {"status": 301, "url": "http://pitman.localhost:8000/savings/", "path": "/savings/"},
        ),
        (
            "pitman",
            "https://elsewhere.example/",
            False,
            {"status": 302, "url": "https://elsewhere.example/", "path": None},
        ),
        ("switchback", "/savings/", True, None),
    ],
)
def test_redirect_rows_of_the_store_and_of_all_sites_work(
    site_of: str | None, link: str, is_permanent: bool, expected: object, api: Api
) -> None:
    sites = {slug: make_store(slug).site for slug in ("pitman", "switchback")}
    Redirect.objects.create(
        old_path="/old", site=sites.get(site_of or ""), redirect_link=link, is_permanent=is_permanent
    )
    if expected:
        assert api.get("storefront/", store="pitman", path="/old/") == {"redirect": expected}
    else:
        api.problem(404, "storefront/", store="pitman", path="/old/")


def test_redirect_of_the_store_goes_before_one_of_all_sites(api: Api) -> None:
    store = make_store("pitman")
    Redirect.objects.create(old_path="/old", redirect_link="/everywhere/")
    Redirect.objects.create(old_path="/old", redirect_link="/here/", site=store.site)
    answer = api.get("storefront/", store="pitman", path="/old/")
    assert answer["redirect"]["url"] == "http://pitman.localhost:8000/here/"


def test_site_without_health_news_has_no_link_to_it(api: Api) -> None:
    store = make_store("pitman")
    make_article("lupus")
    health_news_of(store).unpublish()
    home = api.get("storefront/", store="pitman", path="/")
    assert [link["path"] for link in home["navigation"]] == ["/services/", "/hours/"]
    assert home["page"]["health_news"] is None
    for path in ("/health/", "/Health/"):
        api.problem(404, "storefront/", store="pitman", path=path)


def test_navigation_names_pages_in_menus_by_title(api: Api) -> None:
    store = make_store("pitman")
    make_page("vaccines", at_store=store, show_in_menus=True)
    make_page("about", show_in_menus=True)
    make_page("hidden")
    navigation = api.get("storefront/", store="pitman", path="/")["navigation"]
    assert [link["title"] for link in navigation] == [
        "Health news",
        "Services",
        "About",
        "Vaccines",
        "Hours and contact",
    ]


AT_LUNCH = "2026-12-18T13:45:00-05:00"


def test_moment_moves_the_clock_of_the_stores_hours(
    api: Api, lupus_network: LupusNetwork, subtests: pytest.Subtests
) -> None:
    for path in PAGES.values():
        with subtests.test(path=path):
            answer = api.get("storefront/", store="pitman", path=path, at=AT_LUNCH)
            assert answer["store"] == api.get("stores/pitman/", at=AT_LUNCH)
            states = {counter: hours["status"]["state"] for counter, hours in answer["store"]["hours"].items()}
            assert states == {"store": "open", "pharmacy": "closed"}


def test_moment_moves_nothing_else(api: Api, lupus_network: LupusNetwork) -> None:
    lupus_network.pitman.promo_banners.update(show_until=date(2026, 12, 31), has_no_end=False)
    HoursException.objects.create(
        store=lupus_network.pitman, starts_on=date(2027, 6, 1), ends_on=date(2027, 6, 1), label="Inventory"
    )
    now = api.get("storefront/", store="pitman", path="/")
    then = api.get("storefront/", store="pitman", path="/", at="2027-06-01T10:00:00-04:00")
    assert len(then["banners"]) == 2
    assert [day["label"] for day in then["store"]["hours"]["store"]["dates"]] == ["Inventory"]
    assert {name: then[name] for name in ("banners", "navigation", "page")} == {
        name: now[name] for name in ("banners", "navigation", "page")
    }


def test_answer_for_a_moment_is_never_cached_nor_indexed(api: Api, lupus_network: LupusNetwork) -> None:
    for path in ("/", "/health"):
        assert api.ask("storefront/", store="pitman", path=path, at=AT_LUNCH)["Cache-Control"] == "no-store"
        assert "no-store" not in api.ask("storefront/", store="pitman", path=path).get("Cache-Control", "")
    assert api.get("storefront/", store="pitman", path="/", at=AT_LUNCH)["metadata"]["robots"] == "noindex"
    assert api.get("storefront/", store="pitman", path="/")["metadata"]["robots"] == "index"


def test_move_to_the_pages_own_path_keeps_the_moment(api: Api, lupus_network: LupusNetwork) -> None:
    moved = api.get("storefront/", store="pitman", path="//health/", at=AT_LUNCH)["redirect"]["url"]
    assert moved == "http://pitman.localhost:8000/health/?at=2026-12-18T13%3A45%3A00-05%3A00"


@pytest.mark.parametrize("at", ["", "now", "2026-12-18", "2026-12-18T13:45:00", "2026-13-45T00:00:00Z"])
def test_moment_without_sense_is_400(at: str, api: Api, lupus_network: LupusNetwork) -> None:
    assert api.problem(400, "storefront/", store="pitman", path="/", at=at)["errors"][0]["field"] == "at"


def test_moment_costs_no_more_queries(api: Api, lupus_network: LupusNetwork) -> None:
    counts = [api.count_queries("storefront/", store="pitman", path="/", **at) for at in ({}, {"at": AT_LUNCH})]
    assert counts[0] == counts[1]


def test_unknown_parameter_is_refused_here_too(api: Api, lupus_network: LupusNetwork) -> None:
    api.problem(400, "storefront/", store="pitman", path="/", fbclid="x")
