"""The count of an article asks the licence and who hid it, too."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cms.models import ArticlePage, Placement, Provider
from stores.choices import AudienceKind
from stores.models import StorePage
from tests.factories.newsroom import ProviderFactory, make_article
from tests.factories.people import ClientOf
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


def counted(client: Client, article: ArticlePage | None = None, **sent: Any) -> tuple[str, list[str]]:
    url = reverse("cms_article_count") + (f"?of={article.pk}" if article else "?of=x")
    response = client.post(url, {"audience": "every", **sent})
    assert response.status_code == 200
    answer = json.loads(response.content)
    return answer["summary"], answer["notes"]


@pytest.fixture
def agency(pitman: StorePage) -> Provider:
    """Licensed for one of two stores."""
    make_store("switchback")
    provider = ProviderFactory.create(slug="agency", name="The Agency", audience=AudienceKind.CHOSEN)
    provider.audience_stores.set([pitman])
    provider.save()
    return provider


@pytest.mark.parametrize("role", ["owner", "staff", "neighbour"])
def test_people_of_a_store_get_404(role: str, pitman: StorePage, client_of: ClientOf) -> None:
    article = make_article("local", at_store=pitman)
    url = f"{reverse('cms_article_count')}?of={article.pk}"
    assert client_of(role).post(url, {"audience": "every"}).status_code == 404


def test_new_article_is_counted_before_its_provider_is_chosen(agency: Provider, client_of: ClientOf) -> None:
    assert counted(client_of("editor")) == ("2 of 2 stores", [])
    assert counted(client_of("admin"), provider="no number") == ("2 of 2 stores", [])


def test_licence_narrows_the_audience_and_says_so(agency: Provider, client_of: ClientOf) -> None:
    summary, notes = counted(client_of("editor"), provider=agency.pk)
    assert (summary, notes) == ("1 of 2 stores", ["The license of The Agency leaves out 1 store."])


def test_licence_that_has_ended_reaches_nobody_and_says_so(agency: Provider, client_of: ClientOf) -> None:
    Provider.objects.filter(pk=agency.pk).update(licence_ends_at=AT)
    summary, notes = counted(client_of("editor"), provider=agency.pk)
    assert (summary, notes) == ("0 of 2 stores", ["The license of The Agency does not run at the moment."])


def test_store_that_hid_it_is_left_out_until_the_form_says_required(pitman: StorePage, client_of: ClientOf) -> None:
    article, client = make_article("flu"), client_of("editor")
    Placement.objects.create(store=pitman, article=article, is_hidden=True)
    assert counted(client, article) == ("0 of 1 stores", ["1 store hid it."])
    assert counted(client, article, is_required="on") == ("1 of 1 stores", [])
