"""Wagtail's checks run in the frame beside a form, and its script is in no other answer."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cms.models import ArticlePage, HealthNewsPage
from stores.models import StorePage
from stores.opening.frontends import change_frontend
from stores.people.appointing import appoint_owner
from tests.cms.admin_forms import logged_in
from tests.factories.network import make_editor, make_user
from tests.factories.newsroom import health_news_of, make_article
from tests.factories.stores import make_store
from tests.frontend_templates.previewing import frame, new_frame, preview_url

pytestmark = pytest.mark.django_db

USERBAR = "<wagtail-userbar>"
IN_PANEL: dict[str, Any] = {"in_preview_panel": "true"}
SCRIPTS = "script-src http://localhost/static/"


@pytest.fixture
def pitman() -> StorePage:
    return make_store("pitman")


@pytest.fixture
def editor(pitman: StorePage) -> Client:
    return logged_in(make_editor())


@pytest.fixture
def article(pitman: StorePage) -> ArticlePage:
    return make_article("flu", title="What helps against flu")


def answers(editor: Client, article: ArticlePage, **query: str) -> Any:
    frame(editor, article)
    return editor.get(preview_url(article), query)


def test_frame_beside_a_form_has_the_checks_and_lets_the_admins_own_scripts_run(
    editor: Client, article: ArticlePage
) -> None:
    answer = answers(editor, article, **IN_PANEL)
    html, policy = answer.content.decode(), answer["Content-Security-Policy"]
    assert html.count(USERBAR) == 1
    assert html.index("</footer>") < html.index(USERBAR)
    assert "cms/plain_words" in html
    assert [part.strip() for part in policy.split(";") if "script" in part] == [SCRIPTS]
    assert "unsafe" not in policy
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))


def test_nothing_that_is_written_into_a_draft_runs(editor: Client, article: ArticlePage) -> None:
    """Documents and pictures come from the same host, and inline scripts are of nobody."""
    policy = answers(editor, article, **IN_PANEL)["Content-Security-Policy"]
    script = next(part.split() for part in policy.split(";") if "script-src" in part)
    assert script[1:] == [SCRIPTS.split()[1]]
    assert "default-src 'none'" in policy


def test_owner_has_them_beside_a_new_article_of_the_own_store(pitman: StorePage) -> None:
    owner = make_user("owner")
    appoint_owner(by=None, user=owner, store=pitman)
    parent: HealthNewsPage = health_news_of(pitman)
    answer = new_frame(logged_in(owner), ArticlePage, parent, {"title": "Ours"}, **IN_PANEL)
    assert USERBAR in answer.content.decode()


@pytest.mark.parametrize("query", [{}, {"in_preview_panel": "false"}, {"in_preview_panel": "1"}])
def test_preview_in_a_tab_of_its_own_has_none(query: dict[str, str], editor: Client, article: ArticlePage) -> None:
    answer = answers(editor, article, **query)
    assert "What helps against flu" in answer.content.decode()
    assert "userbar" not in answer.content.decode()
    assert "script-src" not in answer["Content-Security-Policy"]


def test_what_nobody_asked_for_in_the_panel_has_none(
    editor: Client, client: Client, pitman: StorePage, article: ArticlePage
) -> None:
    article.save_revision()
    revision = ArticlePage.objects.get().latest_revision_id
    view_draft = reverse("wagtailadmin_pages:view_draft", args=[article.pk])
    earlier = reverse("wagtailadmin_pages:revisions_view", args=[article.pk, revision])
    for url in (view_draft, earlier):
        assert "userbar" not in editor.get(url, IN_PANEL).content.decode()
    # The public site, also for somebody who is logged in, and a second time, when the answer is kept.
    for who in (client, editor, editor):
        for path in ("/", "/health/flu/?in_preview_panel=true"):
            answer = who.get(path, headers={"host": "pitman.localhost:8000"})
            assert answer.status_code == 200
            assert "userbar" not in answer.content.decode()
            assert "script-src" not in answer["Content-Security-Policy"]


def test_store_with_a_frontend_of_its_own_has_them_on_the_built_in_site_alone(
    editor: Client, pitman: StorePage, article: ArticlePage
) -> None:
    address = "https://www.example.com/pitman"
    change_frontend(by=None, store=pitman, address=address, built_in_site="redirect", preview_path="/api/preview")
    own = answers(editor, article, store="pitman", **IN_PANEL)
    assert "preview-frame" in own.content.decode()
    assert "userbar" not in own.content.decode()
    assert "script-src" not in own["Content-Security-Policy"]
    built_in = answers(editor, article, store="pitman", mode="built-in", **IN_PANEL)
    assert USERBAR in built_in.content.decode()
