"""What the newsroom keeps when a page's slug changes."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from wagtail.models import Page, PageLogEntry

from cms.models import HealthNewsPage, OldSlug
from stores.models import StoreRegistration
from stores.opening.opening import open_store
from tests.cms.admin_forms import edit_url, form_at, logged_in, paragraphs, saved, send, stream
from tests.factories.network import make_admin, make_editor, stores_folder
from tests.factories.newsroom import make_article
from tests.factories.stores import StorePageFactory, make_store

pytestmark = pytest.mark.django_db

Committing = Callable[..., AbstractContextManager[Any]]


@pytest.fixture
def committing(django_capture_on_commit_callbacks: Committing) -> AbstractContextManager[Any]:
    """What waits for the commit is done at the end of the block."""
    return django_capture_on_commit_callbacks(execute=True)


def rename(page: Page, *slugs: str) -> None:
    for slug in slugs:
        page.slug = slug
        page.save_revision().publish()


def old_slugs(page: Page) -> list[str]:
    return list(OldSlug.objects.filter(page_id=page.pk).order_by("pk").values_list("slug", flat=True))


def test_each_change_leaves_one_row_whatever_the_number_of_stores(committing: AbstractContextManager[Any]) -> None:
    make_store("pitman")
    make_store("switchback")
    article = make_article("flu")
    with committing:
        rename(article, "influenza")
    assert [(row.page_id, row.slug) for row in OldSlug.objects.all()] == [(article.pk, "flu")]


def test_every_slug_that_a_page_had_is_kept(committing: AbstractContextManager[Any]) -> None:
    article = make_article("a")
    with committing:
        rename(article, "b", "c")
    assert old_slugs(article) == ["a", "b"]


def test_slug_that_a_page_takes_back_is_old_no_more(committing: AbstractContextManager[Any]) -> None:
    article = make_article("a")
    with committing:
        rename(article, "b", "a")
    assert old_slugs(article) == ["b"]


def test_change_to_and_fro_and_to_leaves_one_row_for_each_other_slug(committing: AbstractContextManager[Any]) -> None:
    article = make_article("a")
    with committing:
        rename(article, "b", "a", "b")
    assert old_slugs(article) == ["a"]


def test_publishing_without_a_change_of_the_slug_leaves_no_row(committing: AbstractContextManager[Any]) -> None:
    article = make_article("flu")
    with committing:
        article.title = "Influenza"
        article.save_revision().publish()
    assert old_slugs(article) == []


def test_draft_of_another_slug_leaves_no_row(committing: AbstractContextManager[Any]) -> None:
    article = make_article("flu")
    with committing:
        article.slug = "influenza"
        article.save_revision()
    assert old_slugs(article) == []


def test_change_that_is_undone_with_its_transaction_leaves_no_row(
    django_capture_on_commit_callbacks: Committing,
) -> None:
    article = make_article("flu")
    with django_capture_on_commit_callbacks() as callbacks:
        rename(article, "influenza")
    assert old_slugs(article) == []
    assert callbacks


def test_editor_who_changes_a_slug_leaves_its_row(committing: AbstractContextManager[Any]) -> None:
    article = make_article("flu")
    editor = logged_in(make_editor())
    form = form_at(editor, edit_url(article))
    with committing:
        body = paragraphs("body", "<p>Wash your hands.</p>")
        saved(
            send(
                editor, edit_url(article), form, slug="influenza", **body, **stream("sources"), **stream("corrections")
            )
        )
    assert old_slugs(article) == ["flu"]


def test_health_news_of_a_new_store_is_published_with_it() -> None:
    store = make_store("pitman")
    news = HealthNewsPage.objects.child_of(store).get()
    assert (news.title, news.slug, news.live, news.url_path) == (
        "Health news",
        "health",
        True,
        "/stores/pitman/health/",
    )
    assert news.first_published_at == store.first_published_at


def test_log_names_the_actor_of_the_health_news() -> None:
    admin = make_admin()
    store = open_store(
        by=admin,
        parent=stores_folder(),
        store=StorePageFactory.build(slug="pitman"),
        registration=StoreRegistration(code="pitman"),
        hostname="pitman.localhost",
    )
    news = HealthNewsPage.objects.child_of(store).get()
    assert [(entry.action, entry.user) for entry in PageLogEntry.objects.filter(page=news.pk)] == [
        ("wagtail.create", admin)
    ]
