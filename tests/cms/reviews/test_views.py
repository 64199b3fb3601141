"""The report of medical reviews, and saying that one was done: who may, what goes live and what stays a draft."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.text import slugify
from wagtail.models import PageLogEntry

from cms.carrying.placing import STALE
from cms.models import ArticlePage, Placement, Provider
from cms.reviews.reviewing import next_due
from stores.choices import AudienceKind
from stores.models import StorePage
from tests.cms.admin_forms import logged_in
from tests.factories.network import make_editor
from tests.factories.newsroom import ProviderFactory, TopicFactory, make_article, make_expert, publish
from tests.factories.people import ClientOf
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)
TODAY = AT.date()
YEAR_AGO = date(2025, 12, 1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


def reviewed(slug: str, days: int, **fields: Any) -> ArticlePage:
    """An article whose review is due in so many days."""
    due_on = TODAY + timedelta(days=days)
    return make_article(slugify(slug), title=slug, reviewed_on=YEAR_AGO, review_due_on=due_on, **fields)


def titles(response: Any) -> list[str]:
    return [row.title for row in response.context["table"].data]


def test_report_names_what_is_due_filters_and_is_a_file(pitman: StorePage, client_of: ClientOf) -> None:
    make_store("millrace")
    ann = make_expert("ann", title="Ann Ward")
    agency = ProviderFactory.create(slug="agency")
    reviewed("Over", -12, reviewed_by=ann, topics=[TopicFactory.create(slug="heart")])
    reviewed("Soon", 30, provider=agency, audience=AudienceKind.CHOSEN, stores=[pitman])
    reviewed("Later", 90)
    reviewed("Much later", 91)
    reviewed("Local", -1, at_store=pitman)
    client = client_of("editor")
    url = reverse("cms_reviews")
    answer = client.get(url)
    assert titles(answer) == ["Over", "Soon", "Later"]
    over = BeautifulSoup(answer.content, "html.parser").select("main tbody tr")[0]
    cells = [" ".join(cell.get_text(" ").split()) for cell in over.select("td")]
    assert cells[1] == "2026-12-06 12 days overdue Reviewed today"
    assert cells[2:] == ["Ann Ward", "Heart", "Network newsroom", "Dec. 1, 2025", "2 of 2"]
    for asked, found in (
        ("due=overdue", ["Over"]),
        ("due=30", ["Soon"]),
        ("due=90", ["Soon", "Later"]),
        (f"provider={agency.pk}", ["Soon"]),
        (f"reviewed_by={ann.pk}", ["Over"]),
        ("topic=" + str(TopicFactory.create(slug="heart").pk), ["Over"]),
        ("q=late", ["Later"]),
        ("ordering=-review_due_on", ["Later", "Soon", "Over"]),
    ):
        assert titles(client.get(f"{reverse('cms_reviews_results')}?{asked}")) == found, asked
    file = list(csv.reader(io.StringIO(client.get(f"{url}?export=csv&due=30").getvalue().decode())))
    assert file == [
        ["Article", "Reviewer", "Topics", "Provider", "Last review", "Due", "When", "Stores"],
        ["Soon", "", "", "Agency newsroom", "2025-12-01", "2027-01-17", "In 30 days", "1"],
    ]
    home = BeautifulSoup(client.get("/admin/").content, "html.parser").select_one("#reviews_due-section")
    assert home is not None
    assert f'href="{url}"' in str(home)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(20):
        reviewed(f"Other {number}", 5, reviewed_by=make_expert(f"e-{number}"), topics=[TopicFactory.create()])
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) <= len(few)


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
