"""A provider's checklist: whoever publishes an article of it has ticked what must be, at every door."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import travel
from wagtail.models import GroupApprovalTask, PageLogEntry, Workflow, WorkflowTask

from cms.checklists.ticks import Unticked
from cms.models import ArticlePage, ChecklistItem, Provider, Release, ReleasePage
from cms.releases.checking import why_not_to_publish
from cms.releases.releasing import publish_release, take_release_back
from cms.running.scheduling import Scheduler
from cms.users.models import User
from stores.models import StorePage
from tests.cms.admin_forms import edit_url, errors_of, form_at, logged_in, paragraphs, saved, send, stream
from tests.factories.network import make_admin, make_editor
from tests.factories.newsroom import ProviderFactory, make_article, publish
from tests.factories.people import ClientOf

pytestmark = pytest.mark.django_db

WORDS = "'Flu' is not checked (Dose compared): tick that on its own page, and publish it there"


@pytest.fixture
def agency() -> Provider:
    provider = ProviderFactory.create(slug="agency")
    provider.checklist.set(
        [ChecklistItem(text="Dose compared."), ChecklistItem(text="Picture described", is_required=False)]
    )
    provider.save()
    return provider


@pytest.fixture
def editor(db: None) -> User:
    return make_editor()


@pytest.fixture
def client(editor: User) -> Client:
    return logged_in(editor)


def items() -> dict[str, int]:
    return {item.text: item.pk for item in ChecklistItem.objects.all()}


def draft_of(agency: Provider, **fields: Any) -> ArticlePage:
    article = make_article("flu", provider=agency, title="Flu", live=False, **fields)
    article.save_revision()
    return article


def written(html: str) -> dict[str, Any]:
    return {**paragraphs("body", html), **stream("sources"), **stream("corrections")}


def now(article: ArticlePage) -> ArticlePage:
    return ArticlePage.objects.get(pk=article.pk)


def told(response: Any) -> list[str]:
    return [unescape(str(each)).strip() for each in response.context["messages"]]


def tick(article: ArticlePage) -> None:
    """As somebody of the newsroom does in the form of a draft."""
    latest = now(article).get_latest_revision_as_object()
    latest.ticked = [
        {
            "item": items()["Dose compared."],
            "text": "Dose compared.",
            "by": 1,
            "name": "Ed",
            "at": "2026-12-18T20:00:00",
        }
    ]
    latest.save_revision()


def test_page_editor_asks_records_and_asks_anew(agency: Provider, client: Client, editor: User) -> None:
    article = draft_of(agency)
    url = edit_url(article)
    form = form_at(client, url)
    form.update(written("<p>Drink.</p>"))
    assert errors_of(send(client, url, form)) == {"checklist": ["Not checked yet: Dose compared."]}
    assert not now(article).live
    form["checklist"] = "0"
    assert "checklist" in errors_of(send(client, url, form))
    form.setlist("checklist", [str(items()["Dose compared."])])
    del form["action-publish"]
    form.update(written("<p>Drink.</p>"))
    saved(send(client, url, form, action="draft"))
    tick_made = now(article).get_latest_revision_as_object().ticked[0]
    assert {name: tick_made[name] for name in ("item", "text", "by", "name")} == {
        "item": items()["Dose compared."],
        "text": "Dose compared.",
        "by": editor.pk,
        "name": editor.get_username(),
    }
    form = form_at(client, url)
    assert form.getlist("checklist") == [str(items()["Dose compared."])]
    form.update(written("<p>Drink.</p>"))
    saved(send(client, url, form))
    assert now(article).live
    entry = PageLogEntry.objects.get(page=article.pk, action="cms.checklist")
    assert entry.revision_id == now(article).live_revision_id
    assert entry.message.startswith(f"Checked: Dose compared. ({editor.get_username()}, ")
    # What is written after that is checked anew.
    form = form_at(client, url)
    assert form.getlist("checklist") == []
    form.update(written("<p>Drink more.</p>"))
    assert "checklist" in errors_of(send(client, url, form))


def test_approval_bulk_publish_release_copy_and_programs(agency: Provider, client: Client, editor: User) -> None:
    article = draft_of(agency)
    ids = {"id": article.pk, "next": "/admin/"}
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={article.pk}&next=/admin/"
    assert told(client.post(bulk, ids, follow=True)) == [f"{WORDS}. Nothing was done."]
    release = Release.objects.create(name="Winter")
    ReleasePage.objects.create(release=release, page=article)
    assert why_not_to_publish(now(article), editor) == f"{WORDS}."
    for by in (editor, None):
        with pytest.raises(ValidationError, match="not checked"):
            publish_release(release, by=by)
    with pytest.raises(Unticked):
        now(article).latest_revision.publish(user=editor)
    task = GroupApprovalTask.objects.create(name="Editors")
    task.groups.set(editor.groups.all())
    workflow = Workflow.objects.create(name="Newsroom")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    state = workflow.start(now(article), editor)
    approve = reverse("wagtailadmin_pages:workflow_action", args=[article.pk, "approve", state.current_task_state_id])
    assert told(client.post(approve, {"comment": ""}, follow=True)) == [f"Nothing was published. {WORDS}."]
    state.refresh_from_db()
    assert state.status == "in_progress"
    assert not now(article).live
    state.cancel(user=editor)
    tick(article)
    publish_release(release, by=editor)
    assert now(article).live


def test_what_was_approved_goes_live_at_its_time_and_what_was_live_before_comes_back(
    agency: Provider, editor: User
) -> None:
    ahead = timezone.now() + timedelta(hours=1)
    article = draft_of(agency, go_live_at=ahead)
    tick(article)
    now(article).latest_revision.publish(user=editor)
    ChecklistItem.objects.create(provider=agency, text="Newer")
    with travel(ahead + timedelta(seconds=1), tick=False):
        Scheduler().publish_due(timezone.now())
    assert now(article).live
    # A release is taken back, whatever is wanted since of what was live before it.
    other = make_article("old", provider=agency, title="Old")
    publish(other)
    ChecklistItem.objects.filter(text="Newer").delete()
    again = now(other).get_latest_revision_as_object()
    again.title = "New"
    again.save_revision()
    tick(other)
    release = Release.objects.create(name="Spring")
    ReleasePage.objects.create(release=release, page=other)
    publish_release(release, by=editor)
    take_release_back(release, by=editor)
    assert now(other).title == "Old"


def test_stores_own_articles_and_people_have_no_list(agency: Provider, pitman: StorePage, client_of: ClientOf) -> None:
    article = make_article("ours", at_store=pitman, provider=agency)
    publish(article)
    revision = now(article).latest_revision
    revision.publish(user=make_admin())
    answer = client_of("owner").get(edit_url(article))
    assert answer.status_code == 200
    assert 'name="checklist"' not in answer.content.decode()
