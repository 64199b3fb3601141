"""The built-in site of a store that has a frontend of its own: leads there, or stays and is listed nowhere."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cms.models import ArticlePage
from cms.recalls.recalling import recall_article
from stores.models import StorePage
from stores.opening.frontends import change_frontend, change_network_frontend
from stores.opening.opening import close_store
from stores.opening.registration import change_host
from tests.factories.lupus import LupusNetwork

pytestmark = pytest.mark.django_db

HOST = "pitman.localhost:8000"
FRONT = "https://www.example.com/pitman"
ARTICLE = "/health/new-treatments-for-lupus/"


def get(client: Client, path: str, host: str = HOST) -> Any:
    return client.get(path, headers={"host": host})


def text_of(client: Client, path: str) -> str:
    response = get(client, path)
    assert response.status_code == 200
    text: str = response.content.decode()
    return text


@pytest.fixture
def pitman(lupus_network: LupusNetwork) -> StorePage:
    return StorePage.objects.get(slug="pitman")


def put_at(store: StorePage, address: str = FRONT, built_in_site: str = "redirect") -> None:
    change_frontend(by=None, store=store, address=address, built_in_site=built_in_site)


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("/", "/"),
        (ARTICLE, ARTICLE),
        ("/health/?page=1&utm_source=mail", "/health/?page=1&utm_source=mail"),
        ("/nothing/", "/nothing/"),
        ("/robots.txt", "/robots.txt"),
        ("/caf%C3%A9/", "/caf%C3%A9/"),
    ],
)
def test_every_address_leads_to_the_frontend(path: str, there: str, client: Client, pitman: StorePage) -> None:
    put_at(pitman)
    for method in ("get", "head"):
        response: Any = client.generic(method.upper(), path, headers={"host": HOST})
        assert (response.status_code, response["Location"]) == (308, FRONT + there)
        assert response["Cache-Control"] == "no-cache"


def test_what_moved_leads_there_at_once(client: Client, pitman: StorePage) -> None:
    put_at(pitman)
    response = get(client, ARTICLE.rstrip("/"))
    assert (response.status_code, response["Location"]) == (301, FRONT + ARTICLE)


def test_recalled_address_stays_410(client: Client, pitman: StorePage) -> None:
    put_at(pitman)
    lupus = ArticlePage.objects.get(slug="new-treatments-for-lupus")
    recall_article(article=lupus, by=None, reason="Wrong dose", at=timezone.now())
    assert get(client, ARTICLE).status_code == 410
    put_at(pitman, built_in_site="noindex")
    assert get(client, ARTICLE).status_code == 410


def test_files_and_the_api_answer_on_the_host_as_before(client: Client, pitman: StorePage) -> None:
    put_at(pitman)
    assert get(client, "/theme.css").status_code == 200
    assert get(client, "/api/v2/articles/").status_code == 200


def test_site_that_stays_leads_within_itself_and_search_engines_to_the_frontend(
    client: Client, pitman: StorePage
) -> None:
    before = text_of(client, ARTICLE)
    assert '<meta name="robots" content="noindex">' not in before
    put_at(pitman, built_in_site="noindex")
    page = text_of(client, ARTICLE)
    assert '<meta name="robots" content="noindex">' in page
    assert f'<link rel="canonical" href="{FRONT}{ARTICLE}">' in page
    assert f'href="http://{HOST}/health/"' in page
    assert f'href="{FRONT}/' not in page.replace('rel="canonical" href="', "")
    moved = get(client, ARTICLE.rstrip("/"))
    assert (moved.status_code, moved["Location"]) == (301, f"http://{HOST}{ARTICLE}")


def test_default_of_the_network_counts_and_a_store_may_do_without(client: Client, pitman: StorePage) -> None:
    change_network_frontend(by=None, address="https://{store}.shops.example.com", built_in_site="redirect")
    assert get(client, "/")["Location"] == "https://pitman.shops.example.com/"
    put_at(pitman, "built-in")
    assert '<meta name="robots" content="noindex">' not in text_of(client, "/")


def test_former_host_leads_to_the_present_one_first(client: Client, pitman: StorePage) -> None:
    """There alone what was taken back says so."""
    change_host(by=None, store=pitman, hostname="downtown.localhost")
    put_at(pitman)
    response = get(client, ARTICLE)
    assert (response.status_code, response["Location"]) == (301, f"http://downtown.localhost:8000{ARTICLE}")


def test_closed_store_says_so_itself_and_leads_to_other_stores_at_their_frontends(
    client: Client, pitman: StorePage
) -> None:
    other = StorePage.objects.get(slug="switchback")
    StorePage.objects.filter(pk=other.pk).update(latitude=pitman.latitude, longitude=pitman.longitude)
    put_at(pitman)
    put_at(other, "https://switchback.example.com")
    close_store(by=None, store=pitman)
    response = get(client, "/")
    assert response.status_code == 410
    assert 'href="https://switchback.example.com/"' in response.content.decode()
