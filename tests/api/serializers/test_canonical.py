"""Flagship stores: where an article has its own address, at every door, and what stands in for one that is none."""

from datetime import UTC, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.carrying.flagships import slugs_elsewhere
from cms.models import ArticlePage, Placement, Provider
from stores.choices import AudienceKind
from stores.models import StorePage
from stores.opening.frontends import change_frontend
from stores.opening.opening import close_store
from stores.opening.registration import change_host
from tests.api.asking import Api
from tests.cms.admin_forms import PROVIDER_FIELDS, logged_in
from tests.factories.network import make_admin
from tests.factories.newsroom import ProviderFactory, make_article, publish
from tests.factories.stores import StoreGroupFactory, make_store

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
OWN, LED = "http://millrace.localhost:8000/health/lupus/", "http://pitman.localhost:8000/health/lupus/"


@pytest.fixture
def flagship() -> StorePage:
    return make_store("pitman")


@pytest.fixture
def other() -> StorePage:
    return make_store("millrace")


@pytest.fixture
def agency(flagship: StorePage) -> Provider:
    provider: Provider = ProviderFactory.create(slug="agency", canonical_policy="flagship", flagship=flagship)
    return provider


@pytest.fixture
def article(agency: Provider, other: StorePage) -> ArticlePage:
    return make_article("lupus", provider=agency)


def seen(api: Api, article: ArticlePage) -> str:
    """The canonical address at the other store: the same by every door, with the sitemap in accord."""
    whole = api.get("storefront/", store="millrace", path="/health/lupus/")
    listed = api.items("articles/", store="millrace", fields="id,canonical_url")
    site = Client(SERVER_NAME="millrace.localhost")
    page = BeautifulSoup(site.get("/health/lupus/").content, "html.parser")
    links: Any = page.select('link[rel="canonical"]')
    found = {
        api.get(f"articles/{article.pk}/", store="millrace")["canonical_url"],
        api.get(f"articles/{article.pk}/", store="millrace")["seo"]["canonical_url"],
        whole["metadata"]["canonical_url"],
        whole["metadata"]["open_graph"]["og:url"],
        next(each for each in whole["metadata"]["json_ld"] if each["@type"] == "Article")["mainEntityOfPage"],
        next(each["canonical_url"] for each in listed if each["id"] == article.pk),
        *(link["href"] for link in links),
    }
    assert len(found) == 1
    url: str = found.pop()
    assert (OWN in site.get("/sitemap.xml").content.decode()) == (url == OWN)
    return url


def test_article_has_its_address_at_the_flagship_store_by_every_door(
    api: Api, article: ArticlePage, flagship: StorePage, other: StorePage
) -> None:
    assert seen(api, article) == LED
    assert api.get(f"articles/{article.pk}/", store="pitman")["canonical_url"] == LED
    assert LED in Client(SERVER_NAME="pitman.localhost").get("/sitemap.xml").content.decode()
    assert (slugs_elsewhere(other, NOW), slugs_elsewhere(flagship, NOW)) == ({"lupus"}, set())
    # Who reads or shares it at the other store stays there.
    answer = api.get(f"articles/{article.pk}/", store="millrace")
    assert answer["meta"]["html_url"] == OWN
    assert OWN in Client(SERVER_NAME="millrace.localhost").get("/health/feed.json").content.decode()


def test_address_follows_the_flagship_to_another_host_and_to_its_own_frontend(
    api: Api, article: ArticlePage, flagship: StorePage
) -> None:
    change_host(by=None, store=flagship, hostname="main.localhost")
    assert seen(api, article) == "http://main.localhost:8000/health/lupus/"
    change_frontend(by=None, store=flagship, address="https://www.example.com/main", built_in_site="redirect")
    assert seen(api, article) == "https://www.example.com/main/health/lupus/"


def test_flagship_that_does_not_carry_it_leaves_each_store_its_own(
    api: Api, article: ArticlePage, flagship: StorePage
) -> None:
    hidden = Placement.objects.create(store=flagship, article=article, is_hidden=True)
    assert seen(api, article) == OWN
    hidden.delete()
    assert seen(api, article) == LED
    group = StoreGroupFactory.create()
    article.audience = AudienceKind.CHOSEN
    article.audience_groups.add(group)
    publish(article)
    StorePage.objects.get(slug="millrace").registration.groups.add(group)
    assert seen(api, article) == OWN
    flagship.registration.groups.add(group)
    assert seen(api, article) == LED


def test_flagship_that_is_closed_or_not_public_leaves_each_store_its_own(
    api: Api, article: ArticlePage, flagship: StorePage
) -> None:
    StorePage.objects.filter(pk=flagship.pk).update(live=False)
    assert seen(api, article) == OWN
    StorePage.objects.filter(pk=flagship.pk).update(live=True)
    assert seen(api, article) == LED
    close_store(by=None, store=flagship)
    assert seen(api, article) == OWN


@pytest.mark.parametrize(
    ("own", "providers", "expected"),
    [("", "store", OWN), ("flagship", "store", LED), ("store", "flagship", OWN), ("original", "flagship", OWN)],
)
def test_the_articles_choice_goes_before_the_providers(
    own: str, providers: str, expected: str, api: Api, article: ArticlePage, agency: Provider
) -> None:
    Provider.objects.filter(pk=agency.pk).update(canonical_policy=providers)
    ArticlePage.objects.filter(pk=article.pk).update(canonical_policy=own)
    assert seen(api, article) == expected


def test_list_costs_the_same_for_one_article_and_for_many(api: Api, agency: Provider, other: StorePage) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            api.items("articles/", store="millrace", fields="*")
        return len(captured)

    make_article("first", provider=agency)
    queries()
    few = queries()
    for number in range(4):
        make_article(f"more-{number}", provider=agency)
    queries()
    assert queries() == few


def test_provider_of_that_policy_names_an_open_store_in_its_form(flagship: StorePage) -> None:
    client, url = logged_in(make_admin()), reverse("wagtailsnippets_cms_provider:add")
    fields = {
        **PROVIDER_FIELDS,
        "name": "Agency",
        "slug": "agency",
        "disclaimer": "By us.",
        "copyright": "Ours.",
        "audience": AudienceKind.EVERY_STORE.value,
        "canonical_policy": "flagship",
    }
    form = client.post(url, fields).context["form"]
    assert form.errors == {"flagship": ["Choose the flagship store, or another canonical policy."]}
    StorePage.objects.filter(pk=flagship.pk).update(live=False)
    form = client.post(url, {**fields, "flagship": flagship.pk}).context["form"]
    assert form.errors == {"flagship": ["Choose a store that is open."]}
    StorePage.objects.filter(pk=flagship.pk).update(live=True)
    assert client.post(url, {**fields, "flagship": flagship.pk}).status_code == 302
    assert Provider.objects.get(slug="agency").flagship_id == flagship.pk


def test_article_does_not_choose_a_flagship_that_its_provider_has_not(flagship: StorePage) -> None:
    article = make_article("lupus", provider=ProviderFactory.create())
    article.canonical_policy = "flagship"
    with pytest.raises(ValidationError) as error:
        article.full_clean()
    assert list(error.value.message_dict) == ["canonical_policy"]
