"""Doors by which an article would go live before its provider allows it: each is closed until that moment."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import travel
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from cms.checklists.embargoes import Embargoed, held_words
from cms.intake.formats.reading import read_document
from cms.intake.models import FeedItem, ItemState
from cms.intake.taking import take_document
from cms.models import ArticlePage, Release, ReleasePage
from cms.running.scheduling import Scheduler
from cms.users.models import User
from tests.cms.admin_forms import edit_url, errors_of, form_at, logged_in, paragraphs, saved, send, stream, text_of
from tests.factories.feeds import Told, as_ninjs, make_feed, told
from tests.factories.media import library_collection
from tests.factories.network import articles_folder, make_editor

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)
UNTIL = NOW + timedelta(days=4)
REFUSED = "is held by its provider until"


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with travel(NOW, tick=False):
        yield


@pytest.fixture
def editor(db: None) -> User:
    return make_editor()


@pytest.fixture
def client(editor: User) -> Client:
    articles_folder()
    library_collection()
    return logged_in(editor)


def take(*stories: Told, rule: str = "draft") -> None:
    feed = FeedItem.objects.first()
    data = as_ninjs(stories)
    take_document(feed.feed if feed else make_feed(rule=rule), read_document(data, "ninjs"), lambda href: b"", NOW)


def held() -> ArticlePage:
    """Of a feed whose items wait for the newsroom."""
    take(told(1, embargo=UNTIL))
    return article()


def article() -> ArticlePage:
    return ArticlePage.objects.get(feed_items__item_id=told(1).id)


def without_moment() -> ArticlePage:
    """What is held, and whose moment somebody has taken out of its form."""
    held()
    draft: Any = article().get_latest_revision_as_object()
    draft.go_live_at = None
    draft.save_revision()
    return article()


def filled(client: Client, **fields: str) -> Any:
    form = form_at(client, edit_url(article()))
    form.update({**paragraphs("body", "<p>Drink.</p>"), **stream("sources"), **stream("corrections"), **fields})
    return form


@pytest.mark.parametrize("moment", ["", "2026-12-22 14:59"])
def test_form_publishes_and_schedules_nothing_that_is_held(client: Client, moment: str) -> None:
    held()
    errors = errors_of(send(client, edit_url(article()), filled(client, go_live_at=moment)))
    assert REFUSED in errors["go_live_at"][0]
    assert article().scheduled_revision is None
    saved(send(client, edit_url(article()), filled(client, go_live_at=moment), action="draft"))
    assert not article().live


@pytest.mark.parametrize("later", [{}, {"go_live_at": "2026-12-23 15:00"}])
def test_form_schedules_for_the_end_and_for_later(client: Client, later: dict[str, str]) -> None:
    held()
    saved(send(client, edit_url(article()), filled(client, **later)))
    assert (article().scheduled_revision.approved_go_live_at > UNTIL) is bool(later)
    with travel(UNTIL + timedelta(days=2), tick=False):
        Scheduler().publish_due(timezone.now())
    assert article().live


def test_bulk_publication_names_what_is_held(client: Client) -> None:
    page = without_moment()
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={page.pk}&next=/admin/"
    assert REFUSED in text_of(client.post(bulk, {"id": page.pk, "next": "/admin/"}, follow=True))
    assert not article().live


def test_desk_accepts_nothing_whose_moment_was_taken_out(client: Client) -> None:
    without_moment()
    item = FeedItem.objects.get()
    data = {"do": "accept", "item": [item.pk]}
    assert REFUSED in text_of(client.post(reverse("cms_intake_decide"), data, follow=True))
    assert FeedItem.objects.get().state == ItemState.WAITS
    assert not article().live


def test_release_waits_for_what_is_held(client: Client) -> None:
    page = without_moment()
    release = Release.objects.create(name="Winter", goes_live_at=NOW + timedelta(hours=1))
    ReleasePage.objects.create(release=release, page=page)
    screen = reverse("cms_release", args=[release.pk])
    assert REFUSED in text_of(client.get(screen))
    assert REFUSED in text_of(client.post(screen, {"do": "publish"}, follow=True))
    scheduler = Scheduler()
    with travel(NOW + timedelta(hours=2), tick=False):
        scheduler.publish_due(timezone.now())
        assert REFUSED in str(scheduler.refused)
        assert not article().live
    with travel(UNTIL, tick=False):
        scheduler.publish_due(timezone.now())
        assert article().live


def test_approval_publishes_nothing_that_is_held(client: Client, editor: User) -> None:
    page = without_moment()
    task = GroupApprovalTask.objects.create(name="Editors")
    task.groups.set(editor.groups.all())
    workflow = Workflow.objects.create(name="Newsroom")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    state = workflow.start(page, editor)
    approve = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.current_task_state_id])
    assert f"'{page.title}' {REFUSED}" in text_of(client.post(approve, {"comment": ""}, follow=True))
    state.refresh_from_db()
    assert state.status == "in_progress"
    assert not article().live


def test_copy_is_held_as_well(client: Client) -> None:
    page = without_moment()
    url = reverse("wagtailadmin_pages:copy", args=[page.pk])
    fields = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": page.get_parent().pk}
    assert client.post(url, fields).status_code == 302
    copy = ArticlePage.objects.get(slug="copy")
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={copy.pk}&next=/admin/"
    assert REFUSED in text_of(client.post(bulk, {"id": copy.pk, "next": "/admin/"}, follow=True))
    assert not ArticlePage.objects.get(slug="copy").live


def test_program_publishes_nothing_that_is_held(client: Client) -> None:
    page = without_moment()
    with pytest.raises(Embargoed, match=REFUSED):
        page.latest_revision.publish()
    assert not article().live


def test_provider_ends_the_embargo_by_its_next_version(client: Client) -> None:
    held()
    take(replace(told(1), version=2))
    saved(send(client, edit_url(article()), filled(client)))
    assert article().live


def test_what_was_live_before_a_version_that_is_held_may_come_back(client: Client) -> None:
    take(told(1), rule="live")
    first = article().live_revision
    take(replace(told(1, embargo=UNTIL), version=2, html="<p>What is new must wait.</p>"))
    assert article().live_revision == first
    draft: Any = article().get_latest_revision_as_object()
    draft.go_live_at = None
    newer = draft.save_revision()
    with pytest.raises(Embargoed):
        newer.publish()
    first.publish()
    assert article().live


@pytest.mark.parametrize(
    ("until", "begins", "is_held"),
    [
        (None, None, False),
        (UNTIL, None, True),
        (UNTIL, UNTIL - timedelta(seconds=1), True),
        (UNTIL, UNTIL, False),
        (NOW, None, False),
        (NOW - timedelta(days=1), NOW - timedelta(days=2), False),
        (UNTIL, NOW - timedelta(days=2), True),
    ],
)
def test_the_moment_itself_is_free(until: datetime | None, begins: datetime | None, is_held: bool) -> None:
    assert bool(held_words("Flu", until, begins)) is is_held
