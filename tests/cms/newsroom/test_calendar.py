"""The newsroom's calendar: everything on its day, and what goes live moved to another."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from time_machine import travel
from wagtail.models import Page

from cms.intake.formats.reading import read_document
from cms.intake.taking import take_document
from cms.models import ArticlePage, Release, ReleasePage
from stores.models import StorePage
from tests.factories.dated import make_holiday, make_network_banner
from tests.factories.feeds import as_ninjs, make_feed, told
from tests.factories.media import library_collection
from tests.factories.newsroom import ProviderFactory, make_article
from tests.factories.people import ClientOf

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)
# Seven in the evening in New York.
EVENING = datetime(2026, 12, 22, 0, 0, tzinfo=UTC)
URL = reverse("cms_calendar")


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with travel(NOW, tick=False):
        yield


def scheduled_article(slug: str, at: datetime = EVENING, **fields: Any) -> ArticlePage:
    article = make_article(slug, live=False, **fields)
    article.go_live_at = at
    article.save_revision().publish()
    return ArticlePage.objects.get(pk=article.pk)


def shown(client: Client, query: str = "") -> dict[str, list[str]]:
    """Day -> `kind: text`, with the time."""
    page = BeautifulSoup(client.get(URL + query).content, "html.parser")
    found = {}
    for day in page.select("[data-day]"):
        rows = day.select("li")
        if rows:
            found[str(day["data-day"])] = [
                f"{' '.join(row.select_one('.newsroom-week__when').text.split())}: {row.select_one('a').text}"
                for row in rows
            ]
    return found


def test_everything_stands_on_its_day_by_the_clock_of_who_asks(client_of: ClientOf) -> None:
    scheduled_article("flu", title="Flu")
    make_article("over", title="Over", expire_at=EVENING)
    make_article("due", title="Due", review_due_on=date(2026, 12, 24), reviewed_on=date(2025, 12, 24))
    make_holiday("Christmas")
    make_network_banner("Shots", has_no_end=False, show_from=date(2026, 12, 20), show_until=date(2026, 12, 23))
    ProviderFactory.create(slug="agency", name="Agency", licence_ends_at=EVENING)
    Release.objects.create(name="Spring", goes_live_at=EVENING)
    found = shown(client_of("editor"))
    assert found == {
        "2026-12-20": ["Promo line starts: Shots"],
        "2026-12-21": [
            "7:00pm Goes live: Flu",
            "7:00pm Ends: Over",
            "7:00pm Release: Spring",
            "7:00pm License ends: Agency",
        ],
        "2026-12-23": ["Promo line’s last day: Shots"],
        "2026-12-24": ["Review due: Due"],
        "2026-12-25": ["Holiday: Christmas"],
    }
    admin = client_of("admin")
    assert shown(admin, "?week=2026-12-22") == found
    assert shown(admin, "?week=2026-12-28") == shown(admin, "?month=2027-03") == {}


@pytest.mark.parametrize(
    "query", ["?month=x", "?month=2026-13", "?month=9999-01", "?week=2026-02-30", "?week=", "?p=1"]
)
def test_what_makes_no_sense_is_this_month(query: str, client_of: ClientOf) -> None:
    assert "December 2026" in client_of("editor").get(URL + query).content.decode()


def test_page_goes_live_on_another_day_at_the_same_time(pitman: StorePage, client_of: ClientOf) -> None:
    article = scheduled_article("flu")
    answer = client_of("editor").post(URL, {"what": f"page-{article.pk}", "to": "2026-12-30"}, follow=True)
    assert "goes live Wed, Dec 30, 2026, 7:00 PM EST" in answer.content.decode()
    (revision,) = Page.objects.get(pk=article.pk).revisions.filter(approved_go_live_at__isnull=False)
    assert revision.approved_go_live_at == datetime(2026, 12, 31, 0, 0, tzinfo=UTC)
    assert not ArticlePage.objects.get().live


def test_release_goes_live_on_another_day(client_of: ClientOf) -> None:
    release = Release.objects.create(name="Spring", goes_live_at=EVENING)
    client_of("editor").post(URL, {"what": f"release-{release.pk}", "to": "2026-12-30"})
    assert Release.objects.get().goes_live_at == datetime(2026, 12, 31, 0, 0, tzinfo=UTC)


REFUSED = {
    "over already": {"to": "2026-12-17"},
    "Choose a day": {"to": "tomorrow"},
    "Nothing of that name": {"what": "store-1"},
    "does not wait": {"what": "page-999999"},
}


@pytest.mark.parametrize("words", REFUSED)
def test_what_can_not_be_moved_is_said_and_nothing_moves(words: str, client_of: ClientOf) -> None:
    article = scheduled_article("flu")
    sent = {"what": f"page-{article.pk}", "to": "2026-12-30", **REFUSED[words]}
    assert words in client_of("editor").post(URL, sent, follow=True).content.decode()
    assert (
        Page.objects.get(pk=article.pk).revisions.get(approved_go_live_at__isnull=False).approved_go_live_at == EVENING
    )


def test_newer_draft_and_an_end_before_are_refused_by_name(client_of: ClientOf) -> None:
    client, article = client_of("editor"), scheduled_article("flu", title="Flu")
    article.save_revision()
    ending = scheduled_article("cold", title="Cold", expire_at=datetime(2026, 12, 28, tzinfo=UTC))
    for page, words in ((article, "has a draft that is newer"), (ending, "ends before that")):
        answer = client.post(URL, {"what": f"page-{page.pk}", "to": "2026-12-30"}, follow=True)
        assert words in answer.content.decode()


def test_an_embargo_is_kept_wherever_its_item_is_moved(client_of: ClientOf) -> None:
    library_collection()
    client, feed = client_of("editor"), make_feed()
    data = as_ninjs([told(1, embargo=datetime(2026, 12, 28, 15, tzinfo=UTC))])
    take_document(feed, read_document(data, "ninjs"), lambda href: b"", timezone.now())
    page = ArticlePage.objects.get(feed_items__feed=feed)
    for day, words in (("2026-12-27", "is held by its provider until"), ("2026-12-29", "goes live Tue, Dec 29")):
        answer = client.post(URL, {"what": f"page-{page.pk}", "to": day}, follow=True)
        assert words in answer.content.decode()


@pytest.mark.parametrize("role", ["owner", "staff"])
def test_people_of_stores_find_no_calendar(role: str, client_of: ClientOf) -> None:
    release = Release.objects.create(name="Spring", goes_live_at=EVENING)
    client = client_of(role)
    assert client.get(URL).status_code == 404
    assert client.post(URL, {"what": f"release-{release.pk}", "to": "2026-12-30"}).status_code == 404
    assert Release.objects.get().goes_live_at == EVENING


def test_many_entries_cost_as_many_queries_as_few(client_of: ClientOf) -> None:
    client = client_of("editor")

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(URL)
        return len(found)

    scheduled_article("first")
    few = [queries(), queries()][1]
    for number in range(4):
        scheduled_article(f"a-{number}")
        Release.objects.create(name=f"R{number}", goes_live_at=EVENING, release_pages=[ReleasePage(page_id=1)])
        make_holiday(f"Day {number}", starts_on=date(2026, 12, 10 + number), ends_on=date(2026, 12, 10 + number))
    assert queries() == few
