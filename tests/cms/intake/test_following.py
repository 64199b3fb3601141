"""An item says what became of its article, by whatever door that was published or taken down."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from time_machine import travel
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from cms.intake.formats.reading import read_document
from cms.intake.models import FeedItem, ItemState
from cms.intake.taking import take_document
from cms.models import ArticlePage, ChecklistItem, Provider, ProviderFeed, Release, ReleasePage
from cms.recalls.recalling import recall_article
from cms.releases.releasing import publish_release, take_release_back
from cms.reviews.reviewing import mark_reviewed
from cms.running.scheduling import Scheduler
from cms.users.models import User
from tests.cms.admin_forms import edit_url, form_at, logged_in, paragraphs, saved, send, stream, text_of
from tests.factories.feeds import Told, as_ninjs, make_feed, told
from tests.factories.network import make_editor
from tests.factories.newsroom import make_expert

pytestmark = pytest.mark.django_db

AT = datetime(2026, 4, 1, 12, tzinfo=UTC)
LATER = AT + timedelta(days=2)
STREAMS = {**paragraphs("body", "<p>Drink.</p>"), **stream("sources"), **stream("corrections")}


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with travel(AT, tick=False):
        yield


@pytest.fixture
def editor(db: None) -> User:
    return make_editor()


def take(feed: ProviderFeed, *stories: Told) -> None:
    def refuse(href: str) -> bytes:
        raise AssertionError(href)

    take_document(feed, read_document(as_ninjs(stories), "ninjs"), refuse, timezone.now())


def article() -> ArticlePage:
    return ArticlePage.objects.get(feed_items__item_id=told(1).id)


def state() -> str:
    return FeedItem.objects.get(item_id=told(1).id).state


def from_its_page(editor: User, **fields: str) -> None:
    client, url = logged_in(editor), edit_url(article())
    form = form_at(client, url)
    form.update({**STREAMS, **fields})
    for item in ChecklistItem.objects.all():
        form.appendlist("checklist", str(item.pk))
    saved(send(client, url, form))


def in_bulk(editor: User) -> None:
    pk = article().pk
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={pk}&next=/admin/"
    logged_in(editor).post(url, {"id": pk, "next": "/admin/"})


def in_a_release(editor: User) -> None:
    release = Release.objects.create(name="Winter")
    ReleasePage.objects.create(release=release, page=article())
    publish_release(release, by=editor)


def by_approval(editor: User) -> None:
    task = GroupApprovalTask.objects.create(name="Editors")
    task.groups.set(editor.groups.all())
    workflow = Workflow.objects.create(name="Newsroom")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    started = workflow.start(article(), editor)
    step = started.current_task_state_id
    url = reverse("wagtailadmin_pages:workflow_action", args=[article().pk, "approve", step])
    logged_in(editor).post(url, {"comment": ""})


def at_its_moment(editor: User) -> None:
    from_its_page(editor, go_live_at="2026-04-02 12:00")
    assert state() == ItemState.SCHEDULED
    with travel(LATER, tick=False):
        Scheduler().publish_due(LATER)


@pytest.mark.parametrize("door", [from_its_page, in_bulk, in_a_release, by_approval, at_its_moment])
def test_what_is_published_elsewhere_waits_no_more(door: Callable[[User], Any], editor: User) -> None:
    take(make_feed(rule="draft"), told(1))
    assert state() == ItemState.WAITS
    door(editor)
    assert article().live
    assert state() == ItemState.LIVE
    assert not FeedItem.objects.to_decide().exists()


def test_item_that_the_desk_refused_and_its_page_published_waits_no_more(editor: User) -> None:
    feed = make_feed(rule="draft")
    ChecklistItem.objects.create(provider=feed.provider, text="Dose compared.")
    take(feed, told(1))
    client = logged_in(editor)
    data = {"do": "accept", "item": [FeedItem.objects.get().pk]}
    assert "is not checked" in text_of(client.post(reverse("cms_intake_decide"), data, follow=True))
    from_its_page(editor)
    assert state() == ItemState.LIVE


def test_embargo_that_is_over_is_live_and_one_that_is_canceled_waits(editor: User) -> None:
    take(make_feed(), replace(told(1), embargo=LATER))
    assert state() == ItemState.SCHEDULED
    revision = article().scheduled_revision
    url = reverse("wagtailadmin_pages:revisions_unschedule", args=[article().pk, revision.pk])
    logged_in(editor).post(url)
    assert state() == ItemState.WAITS
    revision.publish()
    assert state() == ItemState.SCHEDULED
    with travel(LATER + timedelta(minutes=1), tick=False):
        Scheduler().publish_due(timezone.now())
    assert state() == ItemState.LIVE


def test_version_that_is_scheduled_of_what_is_live_waits_for_its_moment(editor: User) -> None:
    feed = make_feed(rule="draft")
    take(feed, told(1))
    in_bulk(editor)
    take(feed, replace(told(1), version=2))
    assert state() == ItemState.WAITS
    from_its_page(editor, go_live_at="2026-04-02 12:00")
    assert (article().live, state()) == (True, ItemState.SCHEDULED)


def test_review_of_what_is_live_does_not_decide_about_the_version_that_waits(editor: User) -> None:
    feed = make_feed(rule="draft")
    take(feed, told(1))
    in_bulk(editor)
    ArticlePage.objects.update(reviewed_by=make_expert("ann"), reviewed_on=AT.date())
    take(feed, replace(told(1), version=2))
    mark_reviewed(by=editor, article=article(), on=AT.date(), due_on=LATER.date())
    assert state() == ItemState.WAITS


def unpublished(editor: User) -> None:
    logged_in(editor).post(reverse("wagtailadmin_pages:unpublish", args=[article().pk]))


def recalled(editor: User) -> None:
    recall_article(by=editor, article=article(), reason="Wrong dose", at=AT)


def taken_back(editor: User) -> None:
    ArticlePage.objects.update(live=False)
    in_a_release(editor)
    take_release_back(Release.objects.get(), by=editor)


@pytest.mark.parametrize("door", [unpublished, recalled, taken_back])
def test_what_the_newsroom_takes_down_no_feed_brings_back(door: Callable[[User], Any], editor: User) -> None:
    feed = make_feed(rule="live")
    take(feed, told(1))
    assert article().live
    door(editor)
    assert (article().live, state()) == (False, ItemState.REJECTED)
    for version, before in ((2, ItemState.REJECTED), (3, ItemState.LIVE)):
        # The second: taken down before items followed.
        FeedItem.objects.update(state=before)
        take(feed, replace(told(1), version=version, title=f"Another {version}"))
        assert (article().live, state()) == (False, ItemState.WAITS)


def told_on_the_desk(editor: User, state: str = "") -> str:
    """The row of the one item in the list, and what its own page begins with."""
    client, item = logged_in(editor), FeedItem.objects.get()
    found = BeautifulSoup(client.get(reverse("cms_intake"), {"state": state}).content, "html.parser")
    row = found.select_one("table.listing tbody tr")
    page = BeautifulSoup(client.get(reverse("cms_intake_item", args=[item.pk])).content, "html.parser")
    words = page.select_one("main p strong")
    assert words is not None
    return f"{row.select('td')[3].get_text(strip=True) if row else None}, {words.get_text()}"


def by_the_scheduler() -> None:
    ArticlePage.objects.update(expire_at=LATER)
    Scheduler().publish_due(timezone.now())
    assert not article().live


def by_the_clock() -> None:
    ArticlePage.objects.update(expire_at=LATER)
    assert article().live


def with_the_license() -> None:
    Provider.objects.update(licence_ends_at=LATER)
    assert article().live


@pytest.mark.parametrize("door", [by_the_scheduler, by_the_clock, with_the_license])
def test_what_readers_have_no_more_has_ended_and_that_is_nobodys_decision(
    door: Callable[[], None], editor: User
) -> None:
    take(make_feed(), told(1))
    assert told_on_the_desk(editor) == "Live, Live"
    assert told_on_the_desk(editor, "ended") == "None, Live"
    with travel(LATER + timedelta(days=1), tick=False):
        door()
        assert told_on_the_desk(editor) == told_on_the_desk(editor, "ended") == "Ended, Ended"
        assert told_on_the_desk(editor, "live") == "None, Ended"
        assert not FeedItem.objects.to_decide().exists()


@pytest.mark.parametrize("door", [by_the_clock, with_the_license])
def test_who_accepts_what_has_ended_is_told_so(door: Callable[[], None], editor: User) -> None:
    take(make_feed(), told(1))
    with travel(LATER + timedelta(days=1), tick=False):
        door()
        data = {"do": "accept", "item": [FeedItem.objects.get().pk]}
        said = text_of(logged_in(editor).post(reverse("cms_intake_decide"), data, follow=True))
        assert "is over" in said
        assert "published already" not in said


def test_what_its_provider_has_withdrawn_stays_so_whatever_the_newsroom_publishes(editor: User) -> None:
    feed = make_feed()
    take(feed, told(1))
    take(feed, replace(told(1), version=2, status="canceled", correction="Wrong dose"))
    assert (article().live, state()) == (False, ItemState.KILLED)
    article().get_latest_revision().publish(user=editor)
    assert (article().live, state()) == (True, ItemState.KILLED)
