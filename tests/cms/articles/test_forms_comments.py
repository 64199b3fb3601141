"""Comments on articles, experts and shared pages: the newsroom's, in the form and by mail."""

import json
from typing import Any

import pytest
from django.core import mail
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from wagtail.models import Comment, PageSubscription

from cms.models import ArticlePage
from cms.translating.translating import start_translation
from cms.users.models import User
from stores.models import StorePage
from stores.people.appointing import appoint_owner, dismiss_owner
from tests.cms.admin_forms import edit_url, form_at, logged_in, paragraphs, saved, send, stream
from tests.factories.network import make_admin, make_editor, make_user
from tests.factories.newsroom import make_article, make_expert, make_page

pytestmark = pytest.mark.django_db

STREAMS = {**paragraphs("body", "<p>Drink.</p>"), **stream("sources"), **stream("corrections")}


def commented(text: str, pk: str = "", resolved: str = "") -> dict[str, str]:
    """The fields of a comment on the title, a new one or of this id, as the editor's script sends them."""
    rows = {"TOTAL_FORMS": "1", "INITIAL_FORMS": "1" if pk else "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": ""}
    row = {"id": pk, "text": text, "contentpath": "title", "position": "", "resolved": resolved, "DELETE": ""}
    replies = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": ""}
    return {
        **{f"comments-{name}": value for name, value in rows.items()},
        **{f"comments-0-{name}": value for name, value in row.items()},
        **{f"comments-0-replies-{name}": value for name, value in replies.items()},
    }


def comment(client: Client, page: Any, text: str, **fields: str) -> None:
    form: QueryDict = form_at(client, edit_url(page))
    form.update({**STREAMS, **commented(text, **fields)})
    saved(send(client, edit_url(page), form, action="draft"))


def follow(user: User, page: Any) -> None:
    PageSubscription.objects.update_or_create(user=user, page=page, defaults={"comment_notifications": True})


def mailed() -> list[str]:
    found = sorted(address for message in mail.outbox for address in message.to)
    mail.outbox.clear()
    return found


def test_newsroom_comments_beside_the_fields_and_follows_by_mail() -> None:
    ann, ben = make_editor("ann"), make_editor("ben")
    for page in (make_article("flu"), make_expert("rosalind"), make_page("privacy")):
        assert b'id="comments-data"' in logged_in(ann).get(edit_url(page)).content
    article = ArticlePage.objects.get()
    follow(ben, article)
    comment(logged_in(ann), article, "Is that dose right?")
    assert Comment.objects.get(page=article).user == ann
    assert "Is that dose right?" in mail.outbox[0].body
    assert mailed() == [ben.email]
    assert "Is that dose right?" in logged_in(ben).get(edit_url(article)).content.decode()


def test_people_of_a_store_read_no_comment_and_write_none(pitman: StorePage) -> None:
    owner, admin = make_user("owner"), make_admin("admin")
    appoint_owner(store=pitman, user=owner, by=admin)
    article = make_article("ours", at_store=pitman, title="Ours")
    comment(logged_in(admin), article, "Ask the lawyers")
    assert Comment.objects.filter(page=article).count() == 1
    page = logged_in(owner).get(edit_url(article)).content.decode()
    assert "Ask the lawyers" not in page
    assert 'id="comments-data"' not in page
    assert "comment_notifications" not in page
    form = form_at(logged_in(owner), edit_url(article))
    form.update({**STREAMS, **commented("By a tampered form"), "comment_notifications": "on"})
    saved(send(logged_in(owner), edit_url(article), form, action="draft"))
    assert Comment.objects.filter(page=article).count() == 1


def test_mail_about_comments_goes_to_nobody_without_rights(pitman: StorePage) -> None:
    owner, former, admin = make_user("owner"), make_editor("former"), make_admin("admin")
    appoint_owner(store=pitman, user=owner, by=admin)
    shared, local = make_article("flu", title="Flu"), make_article("ours", at_store=pitman, title="Ours")
    for page in (shared, local):
        for user in (owner, former):
            follow(user, page)
    former.groups.clear()
    ann = make_editor("ann")
    comment(logged_in(ann), shared, "Secret")
    comment(logged_in(admin), local, "Secret")
    assert mailed() == []
    dismiss_owner(store=pitman, user=owner, by=admin)
    comment(logged_in(admin), local, "Secret, too")
    assert mailed() == []


def test_whoever_left_hears_no_more_of_a_thread() -> None:
    leaver, ann, article = make_editor("leaver"), make_editor("ann"), make_article("flu", title="Flu")
    for is_gone in (False, True):
        comment(logged_in(leaver), article, f"Mine {is_gone}")
        thread = Comment.objects.latest("pk")
        if is_gone:
            leaver.groups.clear()
        comment(logged_in(ann), article, thread.text, pk=str(thread.pk), resolved="on")
        assert mailed() == ([] if is_gone else [leaver.email])
        thread.delete()


@pytest.mark.parametrize("is_deleted", [False, True])
def test_thread_that_somebody_else_has_ended_does_not_come_back_as_of_whoever_saves(is_deleted: bool) -> None:
    ann, ben, article = make_editor("ann"), make_editor("ben"), make_article("flu", title="Flu")
    comment(logged_in(ann), article, "Is that dose right?")
    thread = Comment.objects.get()
    before: QueryDict = form_at(logged_in(ben), edit_url(article))
    comment(logged_in(ann), article, thread.text, pk=str(thread.pk), resolved="on")
    if is_deleted:
        thread.delete()
    # Ben's form is as it was when he opened it; he has begun a thread of his own meanwhile.
    theirs, own = commented(thread.text, pk=str(thread.pk)), commented("And for children?")
    moved = {name.replace("comments-0-", "comments-1-"): value for name, value in own.items() if "-0-" in name}
    before.update({**STREAMS, **theirs, **moved, "comments-TOTAL_FORMS": "2", "title": "Flu, by Ben"})
    saved(send(logged_in(ben), edit_url(article), before, action="draft"))
    assert ArticlePage.objects.get().get_latest_revision_as_object().title == "Flu, by Ben"
    open_ones = Comment.objects.filter(resolved_at=None)
    assert [(each.user, each.text) for each in open_ones] == [(ben, "And for children?")]


@pytest.mark.parametrize("number", ["9" * 5_000, "٣", "-1", "x"])
def test_numbers_of_rows_that_somebody_writes_by_hand_break_nothing(number: str) -> None:
    article = make_article("flu", title="Flu")
    form: QueryDict = form_at(logged_in(make_editor("ann")), edit_url(article))
    form.update({**STREAMS, **commented("Mine", pk="1"), f"comments-{number}-id": "7"})
    answer = send(logged_in(User.objects.get(username="ann")), edit_url(article), form, action="draft")
    assert answer.status_code in {200, 302, 400}
    assert not Comment.objects.exists()


def test_copies_and_translations_carry_no_comment_in_any_version() -> None:
    ann, article = make_editor("ann"), make_article("flu", title="Flu")
    comment(logged_in(ann), article, "Is that dose right?")
    url = reverse("wagtailadmin_pages:copy", args=[article.pk])
    fields = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": article.get_parent().pk}
    assert logged_in(ann).post(url, {**fields, "copy_revisions": "on"}).status_code == 302
    made = [ArticlePage.objects.get(slug="copy"), start_translation(page=article, language="es", by=ann)]
    for page in made:
        assert page.revisions.exists()
        assert not any("Is that dose right?" in json.dumps(each.content) for each in page.revisions.all())
        assert "Is that dose right?" not in logged_in(ann).get(edit_url(page)).content.decode()
    assert Comment.objects.get().page_id == article.pk
