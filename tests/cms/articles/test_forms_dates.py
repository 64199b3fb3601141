"""Dates of a page: in a named zone, ahead, and none that keeps a draft from being saved."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from wagtail.models import Revision
from wagtail.users.models import UserProfile

from cms.models import ArticlePage, Provider
from cms.recalls.recalling import recall_article
from cms.running.scheduling import Scheduler
from cms.users.models import User
from stores.zone_words import moment_text
from tests.cms.admin_forms import PROVIDER_FIELDS, edit_url, form_at, logged_in, paragraphs, send, stream
from tests.factories.network import make_admin, make_editor
from tests.factories.newsroom import make_article, publish

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 12, 1, 15, 0, tzinfo=UTC)
"""10 am in New York."""


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def user() -> User:
    return make_editor()


@pytest.fixture
def editor(user: User) -> Client:
    return logged_in(user)


def edited(client: Client, article: ArticlePage, *, action: str, **changes: Any) -> Any:
    url = edit_url(article)
    return send(
        client,
        url,
        form_at(client, url),
        action=action,
        **paragraphs("body", "About."),
        **stream("sources"),
        **stream("corrections"),
        **changes,
    )


def test_five_in_the_afternoon_is_the_networks(editor: Client) -> None:
    article = make_article("flu", live=False)
    page = editor.get(edit_url(article)).content.decode()
    assert page.count("In New York time.") >= 2
    edited(editor, article, action="publish", go_live_at="2026-12-01 17:00")
    assert Revision.objects.get(approved_go_live_at__isnull=False).approved_go_live_at == NOW.replace(hour=22)
    listed = editor.get(reverse("cms_newsroom_scheduled")).content.decode()
    assert "Goes live (New York time)" in listed
    assert "5 p.m." in listed or "17:00" in listed
    assert "Tue, Dec 1, 2026, 5:00 PM EST" in editor.get(edit_url(article)).content.decode()


def test_end_of_what_is_live_names_its_zone_beside_the_page(editor: Client) -> None:
    article = make_article("flu", expire_at=NOW + timedelta(days=3))
    page = editor.get(edit_url(article)).content.decode()
    end = (NOW + timedelta(days=3)).astimezone(ZoneInfo("America/New_York"))
    assert moment_text(end) in page


def test_calendar_of_the_schedule_opens_below_its_field(editor: Client) -> None:
    """Over the whole dialog it hid the other field and the button."""
    page = editor.get(edit_url(make_article("flu"))).content.decode()
    for name in ("go_live_at", "expire_at"):
        parent = json.dumps(f'#schedule-publishing-dialog [data-contentpath="{name}"]')
        assert f'"parentID": {parent}' in page
        assert f'data-contentpath="{name}"' in page


def test_a_person_may_have_another_zone(editor: Client, user: User) -> None:
    UserProfile.objects.create(user=user, current_time_zone="America/Los_Angeles")
    article = make_article("flu", live=False)
    assert "In Los Angeles time." in editor.get(edit_url(article)).content.decode()
    edited(editor, article, action="publish", go_live_at="2026-12-01 17:00")
    assert Revision.objects.get(approved_go_live_at__isnull=False).approved_go_live_at == NOW + timedelta(hours=10)


def test_account_page_offers_the_networks_zone_first(editor: Client) -> None:
    page = editor.get(reverse("wagtailadmin_account")).content.decode()
    assert "The network&#x27;s (America/New_York)" in page
    assert "Use server time zone" not in page


def test_license_ends_in_the_named_zone(editor: Client) -> None:
    provider = make_article("flu").provider
    url = reverse("wagtailsnippets_cms_provider:edit", args=[provider.pk])
    page = editor.get(url)
    assert page.content.decode().count("In New York time.") == 2
    names = ("name", "slug", "disclaimer", "copyright", "audience")
    sent = {name: getattr(provider, name) for name in names} | {"licence_ends_at": "2026-12-31 17:00"}
    sent |= PROVIDER_FIELDS
    answer = editor.post(url, sent)
    assert answer.status_code == 302, answer.context["form"].errors
    assert Provider.objects.get(pk=provider.pk).licence_ends_at == datetime(2026, 12, 31, 22, 0, tzinfo=UTC)


def test_go_live_in_the_past_is_refused(editor: Client) -> None:
    answer = edited(editor, make_article("flu", live=False), action="publish", go_live_at="2026-12-01 09:59")
    assert "That is over already in New York time." in answer.context["form"].errors["go_live_at"][0]


def ended() -> ArticlePage:
    """Published, and over since an hour."""
    article = make_article("flu", expire_at=NOW - timedelta(hours=1))
    publish(article)
    return ArticlePage.objects.get(pk=article.pk)


def test_draft_of_what_is_over_is_saved(editor: Client) -> None:
    article = ended()
    answer = edited(editor, article, action="draft", teaser="Newer.")
    assert answer.status_code == 302, answer.context["form"].errors
    assert ArticlePage.objects.get(pk=article.pk).get_latest_revision().content["teaser"] == "Newer."


def test_publishing_what_is_over_leads_to_its_date(editor: Client) -> None:
    article = ended()
    answer = edited(editor, article, action="publish", teaser="Newer.")
    error = answer.context["form"].errors["expire_at"][0]
    assert "It ended on Tue, Dec 1, 2026, 9:00 AM EST. Clear that under Set schedule" in error
    assert edited(editor, article, action="publish", expire_at="").status_code == 302
    assert ArticlePage.objects.get(pk=article.pk).expire_at is None


@pytest.mark.parametrize("way", ["scheduler", "unpublish", "recall"])
def test_taking_down_clears_the_dates(editor: Client, way: str) -> None:
    article = ended()
    if way == "scheduler":
        Scheduler().publish_due(NOW)
    elif way == "unpublish":
        article.unpublish()
    else:
        recall_article(by=None, article=article, reason="Wrong dose", at=NOW)
    article = ArticlePage.objects.get(pk=article.pk)
    assert (article.live, article.expire_at, article.go_live_at) == (False, None, None)
    assert article.get_latest_revision().content["expire_at"] is None
    assert edited(editor, article, action="draft").status_code == 302


@pytest.mark.parametrize("dates", [{"expire_at": -1}, {"go_live_at": 1}])
def test_bulk_publish_says_nothing_false(dates: dict[str, int]) -> None:
    article = make_article("flu", live=False)
    for name, hours in dates.items():
        setattr(article, name, NOW + timedelta(hours=hours))
    article.save_revision()
    admin = logged_in(make_admin())
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    page = admin.post(f"{url}?id={article.pk}&next=/admin/", follow=True).content.decode()
    assert "Nothing was done." in page
    assert "has been published" not in page
    assert not ArticlePage.objects.get(pk=article.pk).live
