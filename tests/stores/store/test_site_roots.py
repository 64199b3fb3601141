"""Addresses in the admin cost the same with ten Sites and with a thousand."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page, Site

from stores.models import StorePage
from stores.store.site_roots import begin_request, end_request, near_roots
from tests.factories.many import make_many_stores
from tests.factories.network import articles_folder, stores_folder
from tests.factories.newsroom import health_news_of, make_article
from tests.factories.people import ClientOf
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def fresh(page: Page) -> Any:
    return Page.objects.get(pk=page.pk).specific


def test_a_page_at_or_below_a_store_is_of_its_site(pitman: StorePage) -> None:
    make_store("switchback")
    for page in (fresh(pitman), fresh(health_news_of(pitman))):
        assert page.get_site() == pitman.site


def test_pages_of_the_library_and_folders_are_of_none(pitman: StorePage) -> None:
    found = [fresh(make_article("flu")), fresh(articles_folder()), fresh(stores_folder())]
    assert [page.get_site() for page in found] == [None, None, None]


@pytest.mark.parametrize("folder", [stores_folder, articles_folder])
def test_no_list_reads_the_roots_of_all_sites(
    folder: Any, pitman: StorePage, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_article("flu")

    def refuse() -> None:
        raise AssertionError("All Sites were read.")

    monkeypatch.setattr(Site, "get_site_root_paths", staticmethod(refuse))
    admin = client_of("admin")
    assert admin.get(reverse("wagtailadmin_explore", args=[folder().pk])).status_code == 200
    assert admin.get(reverse("wagtailadmin_pages:edit", args=[pitman.pk])).status_code == 200


def test_a_list_of_stores_costs_as_many_queries_with_forty_sites(pitman: StorePage, client_of: ClientOf) -> None:
    admin, url = client_of("admin"), reverse("wagtailadmin_explore", args=[stores_folder().pk])
    make_many_stores(2)
    queries(admin, url)
    few = queries(admin, url)
    make_many_stores(40, first=2)
    assert queries(admin, url) == few


def test_what_a_request_writes_is_read_in_it(pitman: StorePage) -> None:
    begin_request()
    try:
        page = fresh(pitman)
        (root,) = near_roots(page)
        with CaptureQueriesContext(connection) as asked:
            assert near_roots(page) == [root]
        assert len(asked) == 0
        site = pitman.site
        site.hostname = "moved.localhost"
        site.save()
        assert near_roots(page) == [root._replace(root_url="http://moved.localhost:8000")]
    finally:
        end_request()


def test_nothing_is_kept_beyond_a_request(pitman: StorePage) -> None:
    page = fresh(pitman)
    (root,) = near_roots(page)
    Site.objects.filter(pk=root.site_id).update(hostname="moved.localhost")
    assert near_roots(page) == [root._replace(root_url="http://moved.localhost:8000")]
