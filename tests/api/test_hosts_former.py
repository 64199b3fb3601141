"""A store's old hosts lead to its present one, at once and without a detour."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site

from stores.models import FormerHost, StorePage
from stores.opening.opening import close_store
from stores.opening.registration import change_host, release_host
from tests.api.asking import Api
from tests.factories.network import make_admin
from tests.factories.stores import add_site, make_store

OLD = "pitman.localhost:8000"
NEW = "http://downtown.localhost:8000"


@pytest.fixture
def pitman(db: None) -> StorePage:
    """A store that was pitman.localhost and is downtown.localhost."""
    store = make_store("pitman")
    change_host(by=None, store=store, hostname="downtown.localhost")
    return StorePage.objects.get(pk=store.pk)


@pytest.mark.parametrize(
    "path",
    ["/", "/health/?page=2&fbclid=x", "/health/new-treatments/", "/caf%C3%A9/?q=a%20b", "/api/v2/articles/?limit=1"],
)
def test_reader_of_an_old_host_is_sent_to_the_same_path_for_good(path: str, client: Client, pitman: StorePage) -> None:
    for method in ("get", "head"):
        response = getattr(client, method)(path, headers={"host": OLD})
        assert (response.status_code, response["Location"]) == (301, NEW + path)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_what_is_no_read_keeps_its_method(method: str, client: Client, pitman: StorePage) -> None:
    response = getattr(client, method)("/health/?page=2", headers={"host": OLD})
    assert (response.status_code, response["Location"]) == (308, f"{NEW}/health/?page=2")


def test_new_host_answers(client: Client, pitman: StorePage) -> None:
    assert client.get("/", headers={"host": "downtown.localhost:8000"}).status_code == 200


@pytest.mark.parametrize("host", ["PITMAN.localhost:8000", "pitman.localhost", "pitman.localhost:9999"])
def test_old_host_is_known_in_any_case_and_at_any_port(host: str, client: Client, pitman: StorePage) -> None:
    assert client.get("/health/", headers={"host": host})["Location"] == f"{NEW}/health/"


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example", "/%0d%0aSet-Cookie:x=1"])
def test_no_path_leads_to_another_host(path: str, client: Client, pitman: StorePage) -> None:
    response = client.get(path, headers={"host": OLD})
    assert response["Location"].startswith(f"{NEW}/")
    assert "\n" not in response["Location"]


def test_browser_asks_again_each_time_so_that_taking_a_host_back_is_no_circle(
    client: Client, pitman: StorePage
) -> None:
    assert client.get("/", headers={"host": OLD})["Cache-Control"] == "no-cache"
    change_host(by=None, store=pitman, hostname="pitman.localhost")
    assert client.get("/", headers={"host": OLD}).status_code == 200
    back = client.get("/", headers={"host": "downtown.localhost:8000"})
    assert (back.status_code, back["Location"]) == (301, "http://pitman.localhost:8000/")


def test_every_older_host_leads_to_the_newest_at_once(client: Client, pitman: StorePage) -> None:
    change_host(by=None, store=pitman, hostname="main-street.localhost")
    for host in ("pitman.localhost:8000", "downtown.localhost:8000"):
        response = client.get("/health/", headers={"host": host})
        assert response["Location"] == "http://main-street.localhost:8000/health/"


def test_browsers_of_other_origins_may_follow_the_api(client: Client, pitman: StorePage) -> None:
    headers = {"host": OLD, "origin": "https://frontend.example"}
    assert client.get("/api/v2/banners/", headers=headers)["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in client.get("/", headers=headers)


@pytest.mark.parametrize("site", ["pitman.localhost", "pitman.localhost:8000", "downtown.localhost"])
def test_frontend_that_names_the_old_host_gets_the_store_with_its_new_addresses(
    site: str, api: Api, pitman: StorePage
) -> None:
    answer = api.get("storefront/", site=site, path="/")
    assert (answer["store"]["name"], answer["metadata"]["canonical_url"]) == ("Pitman Pharmacy", f"{NEW}/")


def test_released_host_is_unknown(api: Api, pitman: StorePage) -> None:
    release_host(by=None, store=pitman, hostname="pitman.localhost")
    api.problem(404, "banners/", host=OLD)
    api.problem(404, "banners/", site="pitman.localhost")
    assert api.ask("/", host=OLD).status_code == 404


def test_closed_store_answers_410_on_its_former_hosts_too(api: Api, pitman: StorePage) -> None:
    close_store(by=None, store=pitman)
    for host in (OLD, "downtown.localhost:8000"):
        response = api.ask("/health/", host=host)
        assert (response.status_code, b"Pitman Pharmacy has closed" in response.content) == (410, True)
        # Its look comes from the host that was asked: the content security policy lets in no other.
        assert f'href="http://{host}/theme.css' in response.content.decode()
        api.problem(410, "banners/", host=host)
        api.problem(410, "banners/", site=host)


@pytest.mark.parametrize("reason", ["unpublished", "private"])
def test_old_host_of_a_store_that_is_hidden_tells_nothing(reason: str, api: Api, pitman: StorePage) -> None:
    if reason == "unpublished":
        pitman.unpublish()
    else:
        PageViewRestriction.objects.create(page=pitman, restriction_type="login")
    response = api.ask("/", host=OLD)
    assert (response.status_code, "Location" in response) == (404, False)
    api.problem(404, "banners/", host=OLD)
    api.problem(404, "banners/", site="pitman.localhost")


def test_site_goes_before_a_former_host(client: Client, pitman: StorePage) -> None:
    """A host that two stores once had: by Wagtail's own screens, not by ours."""
    other = make_store("switchback")
    add_site(hostname="pitman.localhost", port=8000, root_page=other)
    assert b"Switchback" in client.get("/", headers={"host": OLD}).content


def test_site_renamed_in_wagtails_own_screen_leaves_its_old_host_too(client: Client, pitman: StorePage) -> None:
    client.force_login(make_admin())
    form = {"hostname": "renamed.localhost", "port": 8000, "site_name": "Pitman", "root_page": pitman.pk}
    client.post(f"/admin/sites/edit/{pitman.site.pk}/", form, headers={"host": "localhost:8000"})
    assert Site.objects.get(root_page=pitman).hostname == "renamed.localhost"
    response = client.get("/", headers={"host": "downtown.localhost:8000"})
    assert response["Location"] == "http://renamed.localhost:8000/"


def test_admin_is_not_on_an_old_host(client: Client, pitman: StorePage) -> None:
    client.force_login(make_admin())
    assert client.get("/admin/", headers={"host": OLD})["Location"] == f"{NEW}/admin/"
    assert client.get("/admin/", headers={"host": "downtown.localhost:8000"}).status_code == 404


def test_known_hosts_are_never_looked_up_among_the_former_ones(api: Api, pitman: StorePage) -> None:
    closed = close_store(by=None, store=make_store("switchback"))
    asked = {"host": "downtown.localhost:8000"}, {"host": closed.site.hostname}, {"site": "downtown.localhost"}
    for query in asked:
        with CaptureQueriesContext(connection) as queries:
            api.ask("banners/", **query)
        assert [each for each in queries if FormerHost._meta.db_table in each["sql"]] == []
    with CaptureQueriesContext(connection) as queries:
        api.ask("/", host=OLD)
    assert len(queries) == 3
