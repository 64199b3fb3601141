"""A recall is one write, wherever the article stood, and leaves a receipt."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db.models.signals import post_init
from wagtail.models import Revision, Workflow, WorkflowState

from cms.models import ArticlePage, Placement, Recall
from cms.recalls.recalling import recall_article
from stores.models import StorePage
from tests.factories.network import make_editor, make_user
from tests.factories.newsroom import make_article, publish
from tests.factories.stores import add_site, make_store

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)


def test_recall_withdraws_everywhere_and_names_who_carried_it(pitman: StorePage) -> None:
    hiding = make_store("switchback")
    article, editor = make_article("flu"), make_editor()
    Placement.objects.create(store=hiding, article=article, is_hidden=True)
    recall = recall_article(by=editor, article=article, reason="Wrong dose", at=AT)
    assert not ArticlePage.objects.carried_by(pitman, AT).exists()
    assert recall.stores == [{"code": "pitman", "name": pitman.title, "host": "pitman.localhost"}]
    assert (recall.recalled_by, recall.recalled_at, recall.reason) == (editor, AT, "Wrong dose")
    assert list(ArticlePage.objects.withdrawn_from(pitman, AT)) == [article]


def test_a_receipt_of_ten_thousand_stores_makes_no_page_of_each(pitman: StorePage) -> None:
    """It took 4 s to make them, while patients read a wrong dose."""
    article, other = make_article("flu"), make_store("millrace")
    add_site(hostname="second.localhost", root_page=other)
    built = list[StorePage]()

    def count(instance: StorePage, **_facts: Any) -> None:
        built.append(instance)

    post_init.connect(count, sender=StorePage)
    try:
        recall = recall_article(by=None, article=article, reason="Wrong dose", at=AT)
    finally:
        post_init.disconnect(count, sender=StorePage)
    assert built == []
    assert [each["host"] for each in recall.stores] == ["pitman.localhost", "millrace.localhost"]


def test_receipt_stays_when_article_and_store_are_gone(pitman: StorePage) -> None:
    article = make_article("flu")
    recall_article(by=None, article=article, reason="Wrong dose", at=AT)
    ArticlePage.objects.get(pk=article.pk).delete()
    receipt = Recall.objects.get()
    assert (receipt.article, receipt.title, len(receipt.stores)) == (None, article.title, 1)


def test_article_that_is_published_again_is_no_longer_withdrawn(pitman: StorePage) -> None:
    article = make_article("flu")
    recall_article(by=None, article=article, reason="Wrong dose", at=AT)
    publish(ArticlePage.objects.get(pk=article.pk))
    assert ArticlePage.objects.carried_by(pitman, AT).count() == 1
    assert not ArticlePage.objects.withdrawn_from(pitman, AT).exists()


def test_draft_and_no_reason_are_refused(pitman: StorePage) -> None:
    for article, reason in ((make_article("draft", live=False), "Wrong"), (make_article("flu"), "")):
        with pytest.raises(ValidationError):
            recall_article(by=None, article=article, reason=reason, at=AT)
    assert not Recall.objects.exists()
    assert ArticlePage.objects.get(slug="flu").live


def test_neither_schedule_nor_approval_brings_it_back(pitman: StorePage) -> None:
    article, editor = make_article("flu"), make_editor()
    article.go_live_at = AT + timedelta(days=1)
    article.save_revision(approved_go_live_at=article.go_live_at)
    state = Workflow.objects.filter(active=True).earliest("pk").start(article, editor)
    recall_article(by=editor, article=article, reason="Wrong dose", at=AT)
    state.refresh_from_db()
    assert state.status == WorkflowState.STATUS_CANCELLED
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    with time_machine.travel(AT + timedelta(days=2), tick=False):
        call_command("publish_scheduled")
    assert not ArticlePage.objects.get(pk=article.pk).live


def test_locked_article_is_recalled(pitman: StorePage) -> None:
    article, editor = make_article("flu", locked=True, locked_by=make_user("ann")), make_editor()
    recall_article(by=editor, article=article, reason="Wrong dose", at=AT)
    assert not ArticlePage.objects.get(pk=article.pk).live
