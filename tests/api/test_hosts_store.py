"""Which store a request means: `?store=`, `?site=`, the Host header; never a silent default (design, section 7)."""

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from stores.models import StorePage
from stores.removal.fixed import lifted
from tests.api.asking import SCOPED, Api
from tests.factories.network import make_admin, make_network
from tests.factories.newsroom import make_article
from tests.factories.stores import add_site, make_store

PITMAN_HOST = "pitman.localhost:8000"


@pytest.fixture
def pitman(db: None) -> StorePage:
    """Two stores; only one of them has anything to say."""
    make_store("switchback", banners=[])
    return make_store("pitman")


def names_pitman(api: Api, **query: str) -> bool:
    """Whether the answer is Pitman's: its promo line names it."""
    texts = [item["text"] for item in api.items("banners/", **query)]
    return "See our generic savings programme at Pitman Pharmacy" in texts


@pytest.mark.parametrize(
    "query",
    [
        {"store": "pitman"},
        {"site": "pitman.localhost"},
        {"site": "pitman.localhost:8000"},
        {"site": "PITMAN.localhost:8000"},
        {"site": "pitman.localhost."},
        {"host": "pitman.localhost:8000"},
        {"host": "pitman.localhost"},
        {"host": "PITMAN.LOCALHOST:8000"},
        {"host": "pitman.localhost:9999"},
        {"host": "switchback.localhost:8000", "store": "pitman"},
        {"host": "switchback.localhost:8000", "site": "pitman.localhost"},
    ],
)
def test_store_is_named_by_slug_site_or_host(query: dict[str, str], api: Api, pitman: StorePage) -> None:
    assert names_pitman(api, **query)


@pytest.mark.parametrize(
    "query",
    [
        {"store": "nowhere"},
        {"store": ""},
        {"store": "PITMAN"},
        {"site": "nowhere.localhost"},
        {"site": "pitman.localhost:9999"},
        {"site": "pitman.localhost:x"},
        {"site": "pitman.localhost:99999999999999"},
        {"site": "http://pitman.localhost"},
        {"site": "localhost:8000"},
        {"site": ""},
        {"site": ":8000"},
        {"site": "[::1]:8000"},
    ],
)
def test_unknown_store_is_404_that_names_the_parameter(query: dict[str, str], api: Api, pitman: StorePage) -> None:
    document = api.problem(404, "banners/", **query)
    assert [error["field"] for error in document["errors"]] == list(query)


def test_unknown_store_is_404_everywhere(api: Api, pitman: StorePage, subtests: pytest.Subtests) -> None:
    for path, needed in SCOPED.items():
        for query in ({"store": "nowhere"}, {"site": "nowhere.localhost"}):
            with subtests.test(path=path, query=query):
                api.problem(404, path, **needed, **query)


def test_naming_it_twice_is_400_everywhere(api: Api, pitman: StorePage, subtests: pytest.Subtests) -> None:
    for path, needed in SCOPED.items():
        with subtests.test(path=path):
            document = api.problem(400, path, **needed, store="pitman", site="pitman.localhost")
            assert document["detail"] == "Name the store by 'store' or by 'site', not by both."


def test_no_store_on_the_networks_host_is_400_that_says_how(
    api: Api, pitman: StorePage, subtests: pytest.Subtests
) -> None:
    for path, needed in SCOPED.items():
        with subtests.test(path=path):
            document = api.problem(400, path, **needed)
            assert document["detail"] == (
                "Name the store: add '?store=<slug>' or '?site=<host>', or ask at the store's own host."
            )
            assert document["errors"] == [{"field": "store", "message": "This answer depends on the store."}]


@pytest.mark.parametrize("host", ["nowhere.localhost:8000", "localhost.example", "evil.example", "xn--n3h.example"])
def test_unknown_host_is_404_for_the_api_and_the_storefront(host: str, api: Api, pitman: StorePage) -> None:
    for path in ("stores/", "banners/", "nothing/"):
        document = api.problem(404, path, host=host)
        assert document["detail"] == (
            f"No site answers at the host '{host.partition(':')[0]}'. The network's own is 'localhost:8000'."
        )
    for path in ("/", "/health/", "/admin/", "/theme.css", "/media/x.jpg"):
        response = api.ask(path, host=host)
        assert (response.status_code, response["Content-Type"]) == (404, "text/html; charset=utf-8")
        assert b"Pitman" not in response.content


@pytest.mark.parametrize("host", ["bad host", "pitman.localhost:port", "<script>", "a_b..c", "pitman.localhost/x"])
def test_host_that_is_no_host_name_is_404(host: str, api: Api, pitman: StorePage) -> None:
    assert api.problem(404, "stores/", host=host)["detail"] == "The Host header is no host name."
    assert api.ask("/", host=host).status_code == 404


def test_unknown_host_is_refused_even_when_a_store_is_named(api: Api, pitman: StorePage) -> None:
    api.problem(404, "banners/", host="evil.example", store="pitman")


def test_forwarded_host_is_not_believed(client: Client, pitman: StorePage) -> None:
    headers = {"host": "localhost:8000", "x-forwarded-host": PITMAN_HOST}
    assert client.get("/api/v2/banners/", headers=headers).status_code == 400


def test_new_site_is_online_at_once(api: Api, pitman: StorePage) -> None:
    api.problem(404, "banners/", host="pharmacy.example")
    add_site(hostname="pharmacy.example", port=8000, root_page=pitman)
    assert names_pitman(api, host="pharmacy.example:8000")
    assert api.ask("/", host="pharmacy.example").status_code == 200


def test_removed_site_is_gone_at_once(api: Api, pitman: StorePage) -> None:
    assert names_pitman(api, host=PITMAN_HOST)
    with lifted():
        pitman.site.delete()
    api.problem(404, "banners/", host=PITMAN_HOST)
    api.problem(404, "banners/", store="pitman")


def test_store_with_two_sites_is_one_store(api: Api, pitman: StorePage) -> None:
    add_site(hostname="second.example", port=8000, root_page=pitman)
    assert names_pitman(api, store="pitman")
    assert names_pitman(api, site="second.example")
    assert len(api.items("stores/")) == 2


def test_site_of_another_page_than_a_store_answers_nothing(api: Api, pitman: StorePage) -> None:
    add_site(hostname="library.example", port=8000, root_page=make_network().library)
    api.problem(404, "banners/", host="library.example")
    api.problem(404, "banners/", site="library.example")


@pytest.mark.parametrize("reason", ["unpublished", "login", "password", "groups", "login above"])
def test_unpublished_or_private_store_is_gone(reason: str, api: Api, pitman: StorePage) -> None:
    if reason == "unpublished":
        pitman.unpublish()
    else:
        page = make_network().stores if reason == "login above" else pitman
        kind = reason.partition(" ")[0]
        PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")
    for query in ({"store": "pitman"}, {"site": "pitman.localhost"}, {"host": PITMAN_HOST}):
        api.problem(404, "banners/", **query)
    assert api.ask("/", host=PITMAN_HOST).status_code == 404


def test_article_asked_at_a_store_is_that_stores(api: Api, pitman: StorePage) -> None:
    article = make_article("lupus", excluded=[pitman])
    api.problem(404, f"articles/{article.pk}/", store="pitman")
    assert api.get(f"articles/{article.pk}/", store="switchback")["title"] == "Lupus"
    assert api.get(f"articles/{article.pk}/", host=PITMAN_HOST, store="switchback")["title"] == "Lupus"


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/admin/pages/", "/documents/1/x.pdf"])
def test_admin_and_documents_are_not_served_on_a_stores_host(path: str, client: Client, pitman: StorePage) -> None:
    client.force_login(make_admin())
    assert client.get(path, headers={"host": PITMAN_HOST}).status_code == 404


def test_admin_answers_on_the_networks_host(client: Client, pitman: StorePage) -> None:
    client.force_login(make_admin())
    assert client.get("/admin/", headers={"host": "localhost:8000"}).status_code == 200


def test_documentation_stands_on_the_networks_host(client: Client, db: None) -> None:
    for path in ("/api/docs/", "/api/schema/"):
        assert client.get(path, headers={"host": "localhost:8000"}).status_code == 200
