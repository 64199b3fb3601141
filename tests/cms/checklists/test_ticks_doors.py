"""Doors by which an article goes live: people's ask for the provider's checklist, and which of the machine do not."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

from cms.intake.formats.reading import read_document
from cms.intake.models import FeedItem, ItemState, ProviderFeed
from cms.intake.taking import take_document
from cms.models import ArticlePage, ChecklistItem, Provider, Release, ReleasePage
from cms.running.scheduling import Scheduler
from cms.translating.translating import start_translation
from cms.users.models import User
from tests.cms.admin_forms import edit_url, errors_of, form_at, logged_in, paragraphs, saved, send, stream, text_of
from tests.factories.feeds import Told, as_ninjs, make_feed, told
from tests.factories.media import library_collection
from tests.factories.network import articles_folder, make_editor
from tests.factories.newsroom import ProviderFactory, make_article

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=4)
REFUSED = "is not checked (Dose compared): tick that on its own page, and publish it there"


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with travel(NOW, tick=False):
        yield


@pytest.fixture
def agency() -> Provider:
    articles_folder()
    library_collection()
    provider = ProviderFactory.create(slug="agency")
    ChecklistItem.objects.create(provider=provider, text="Dose compared.")
    return provider


@pytest.fixture
def editor(db: None) -> User:
    return make_editor()


@pytest.fixture
def client(editor: User) -> Client:
    return logged_in(editor)


def now(article: Any) -> ArticlePage:
    return ArticlePage.objects.get(pk=article.pk)


def ticks() -> list[dict[str, Any]]:
    item = ChecklistItem.objects.get()
    return [{"item": item.pk, "text": item.text, "by": 1, "name": "Ed", "at": "2026-12-18T20:00:00"}]


def tick(article: Any) -> None:
    """As somebody of the newsroom does in the form of a draft."""
    latest: Any = now(article).get_latest_revision_as_object()
    latest.ticked = ticks()
    latest.save_revision()


def draft(agency: Provider, **fields: Any) -> ArticlePage:
    article = make_article("flu", provider=agency, title="Flu", live=False, **fields)
    article.save_revision()
    return now(article)


def take(feed: ProviderFeed, *stories: Told) -> None:
    def refuse(href: str) -> bytes:
        raise AssertionError(href)

    take_document(feed, read_document(as_ninjs(stories), "ninjs"), refuse, NOW)


def item_of(number: int) -> FeedItem:
    return FeedItem.objects.get(item_id=told(number).id)


def accept(client: Client, number: int) -> str:
    data = {"do": "accept", "item": [item_of(number).pk]}
    return text_of(client.post(reverse("cms_intake_decide"), data, follow=True))


def test_intake_accepts_what_is_ticked_and_refuses_the_rest_by_name(agency: Provider, client: Client) -> None:
    take(make_feed(rule="draft"), told(1), replace(told(2), embargo=LATER))
    for number in (1, 2):
        assert REFUSED in accept(client, number)
        assert item_of(number).state == ItemState.WAITS
        assert not now(item_of(number).article).live
        assert now(item_of(number).article).scheduled_revision is None
    tick(item_of(1).article)
    assert "1 item is accepted" in accept(client, 1)
    assert now(item_of(1).article).live


def test_rule_of_a_feed_lets_items_through_that_nobody_has_ticked(agency: Provider) -> None:
    take(make_feed(rule="live"), told(1))
    assert now(item_of(1).article).live


def test_next_version_of_an_item_is_checked_anew(agency: Provider, client: Client) -> None:
    feed = make_feed(rule="draft")
    take(feed, told(1))
    tick(item_of(1).article)
    accept(client, 1)
    take(feed, replace(told(1), version=2, html=told(1).html + "<p>Take twice as much.</p>"))
    assert now(item_of(1).article).has_unpublished_changes
    article = item_of(1).article
    assert article is not None
    assert form_at(client, edit_url(article)).getlist("checklist") == []
    assert REFUSED in accept(client, 1)


def copied(client: Client, article: ArticlePage, **fields: str) -> Any:
    url = reverse("wagtailadmin_pages:copy", args=[article.pk])
    parent = article.get_parent().pk
    return client.post(url, {"new_title": "Copy", "new_slug": "copy", "new_parent_page": parent, **fields})


def test_copy_of_what_is_not_ticked_is_a_draft_or_nothing(agency: Provider, client: Client) -> None:
    article = make_article("flu", provider=agency, title="Flu")
    assert errors_of(copied(client, article, publish_copies="on")) == {"publish_copies": [f"'Flu' {REFUSED}."]}
    assert not ArticlePage.objects.filter(slug="copy").exists()
    assert copied(client, article).status_code == 302
    assert not ArticlePage.objects.get(slug="copy").live


@pytest.mark.parametrize("way", ["copy", "translation"])
def test_what_is_made_of_a_ticked_article_is_checked_anew(
    way: str, agency: Provider, client: Client, editor: User
) -> None:
    article = draft(agency)
    tick(article)
    now(article).latest_revision.publish(user=editor)
    if way == "copy":
        copied(client, now(article))
        made = ArticlePage.objects.get(slug="copy")
    else:
        made = start_translation(page=now(article), language="es", by=editor)
    assert form_at(client, edit_url(made)).getlist("checklist") == []
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={made.pk}&next=/admin/"
    assert REFUSED in text_of(client.post(bulk, {"id": made.pk, "next": "/admin/"}, follow=True))
    assert not now(made).live


def moved(client: Client, what: str) -> str:
    return text_of(client.post(reverse("cms_calendar"), {"what": what, "to": "2026-12-30"}, follow=True))


def test_calendar_moves_what_is_ticked_and_nothing_else(agency: Provider, client: Client, editor: User) -> None:
    ticked = draft(agency, go_live_at=LATER)
    tick(ticked)
    now(ticked).latest_revision.publish(user=editor)
    # A feed's rule has scheduled this one: nobody has ticked it, and who moves it publishes it.
    take(make_feed(rule="live"), replace(told(1), embargo=LATER))
    waiting = now(item_of(1).article)
    assert REFUSED in moved(client, f"page-{waiting.pk}")
    assert now(waiting).scheduled_revision.approved_go_live_at == LATER
    assert "goes live" in moved(client, f"page-{ticked.pk}")
    assert now(ticked).scheduled_revision.approved_go_live_at > LATER


def test_release_goes_live_by_nobodys_hand_while_one_of_its_pages_is_not_ticked(
    agency: Provider, client: Client
) -> None:
    article = draft(agency)
    release = Release.objects.create(name="Winter", goes_live_at=NOW + timedelta(hours=1))
    ReleasePage.objects.create(release=release, page=article)
    screen = reverse("cms_release", args=[release.pk])
    assert REFUSED in text_of(client.get(screen))
    assert f"Nothing was done. 'Flu' {REFUSED}" in text_of(client.post(screen, {"do": "publish"}, follow=True))
    scheduler = Scheduler()
    with travel(NOW + timedelta(hours=2), tick=False):
        scheduler.publish_due(timezone.now())
        (why,) = scheduler.refused.values()
        assert REFUSED in why
        assert not now(article).live
        tick(article)
        scheduler.publish_due(timezone.now())
        assert now(article).live


def test_nobody_schedules_what_is_not_ticked_and_the_scheduler_asks_nobody(agency: Provider, client: Client) -> None:
    article = draft(agency)
    form = form_at(client, edit_url(article))
    form.update({**paragraphs("body", "<p>Drink.</p>"), **stream("sources"), **stream("corrections")})
    form["go_live_at"] = "2026-12-22 15:00"
    assert errors_of(send(client, edit_url(article), form)) == {"checklist": ["Not checked yet: Dose compared."]}
    assert now(article).scheduled_revision is None
    form.setlist("checklist", [str(ChecklistItem.objects.get().pk)])
    form.update({**paragraphs("body", "<p>Drink.</p>"), **stream("sources"), **stream("corrections")})
    saved(send(client, edit_url(article), form))
    assert now(article).scheduled_revision is not None
    # What is wanted since was not when it was approved.
    ChecklistItem.objects.create(provider=agency, text="Newer.")
    with travel(LATER + timedelta(days=1), tick=False):
        Scheduler().publish_due(timezone.now())
    assert now(article).live


def test_earlier_version_comes_back_by_the_form_which_asks(agency: Provider, client: Client, editor: User) -> None:
    article = draft(agency)
    tick(article)
    first = now(article).latest_revision
    first.publish(user=editor)
    newer: Any = now(article).get_latest_revision_as_object()
    newer.title = "Newer"
    newer.save_revision().publish()
    url = reverse("wagtailadmin_pages:revisions_revert", args=[article.pk, first.pk])
    form = form_at(client, url)
    assert form.getlist("checklist") == []
    form.update({**paragraphs("body", "<p>Drink.</p>"), **stream("sources"), **stream("corrections")})
    assert "checklist" in errors_of(send(client, edit_url(article), form))
    assert now(article).title == "Newer"
