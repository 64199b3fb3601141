"""Saying that a medical review was done: who may, what goes live and what stays a draft."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from wagtail.models import PageLogEntry

from cms.carrying.placing import STALE
from cms.models import ArticlePage, Placement, Provider
from cms.reviews.reviewing import next_due
from stores.models import StorePage
from tests.cms.admin_forms import logged_in
from tests.cms.reviews.due_articles import AT, TODAY, YEAR_AGO, reviewed
from tests.factories.network import make_editor
from tests.factories.newsroom import ProviderFactory, make_article, make_expert, publish
from tests.factories.people import ClientOf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


def test_only_the_newsroom_reads_it_and_says_that_it_was_reviewed(pitman: StorePage, client_of: ClientOf) -> None:
    article = reviewed("Flu", -1, reviewed_by=make_expert("ann"))
    local = reviewed("Local", -1, at_store=pitman)
    done = reverse("cms_reviewed", args=[article.pk])
    for role in ("owner", "staff", "neighbour"):
        client = client_of(role)
        for url in (reverse("cms_reviews"), reverse("cms_reviews_results"), done):
            assert client.get(url).status_code == 404
        assert client.post(done, {"due_on": "2027-12-18"}).status_code == 404
    assert ArticlePage.objects.get(pk=article.pk).reviewed_on == YEAR_AGO
    client = client_of("admin")
    assert client.get(reverse("cms_reviewed", args=[local.pk])).status_code == 404
    assert client.get(done).context["form"].initial["due_on"] == date(2027, 12, 18)
    assert client.post(done, {"due_on": "2026-12-18"}).status_code == 200
    assert client.post(done, {"due_on": "2027-12-18"}).status_code == 302
    article = ArticlePage.objects.get(pk=article.pk)
    assert (article.reviewed_on, article.review_due_on) == (TODAY, date(2027, 12, 18))
    entry = PageLogEntry.objects.get(page=article.pk, action="cms.reviewed")
    assert entry.message == "Reviewed by Ann; next due 2027-12-18"
    nobody = reviewed("Nobody", -1)
    answer = client.post(reverse("cms_reviewed", args=[nobody.pk]), {"due_on": "2027-12-18"})
    assert "Nobody is named who reviews it" in answer.content.decode()


def test_dates_go_live_and_nothing_of_a_draft_does(pitman: StorePage) -> None:
    article = reviewed("Flu", -1, reviewed_by=make_expert("ann"))
    publish(article)
    article = ArticlePage.objects.get(pk=article.pk)
    Placement.objects.create(
        store=pitman, article=article, title="Ours", written_for=article.live_revision, changed_at=AT
    )
    draft = article.get_latest_revision_as_object()
    draft.title, draft.go_live_at = "Another title", AT + timedelta(days=2)
    draft.save_revision().publish()
    client = logged_in(make_editor())
    client.post(reverse("cms_reviewed", args=[article.pk]), {"due_on": "2027-12-18"})
    article = ArticlePage.objects.get(pk=article.pk)
    assert (article.title, article.reviewed_on, article.has_unpublished_changes) == ("Flu", TODAY, True)
    assert article.live_revision.as_object().reviewed_on == TODAY
    waiting = article.get_latest_revision_as_object()
    assert (waiting.title, waiting.reviewed_on) == ("Another title", TODAY)
    assert article.scheduled_revision == article.latest_revision
    assert not Placement.objects.filter(STALE).exists()


def test_next_review_is_due_by_the_interval_of_the_provider() -> None:
    article = make_article("flu", provider=ProviderFactory.create(slug="agency"))
    Provider.objects.filter(slug="agency").update(review_months=6)
    article = ArticlePage.objects.get(pk=article.pk)
    assert next_due(article, date(2026, 8, 31)) == date(2027, 2, 28)
