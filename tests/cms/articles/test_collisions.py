"""One page per address: local and library slugs, in either order, whichever way a page gets its slug or its place."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cms.models import ArticlePage, StandardPage
from cms.running.scheduling import Scheduler
from tests.cms.admin_forms import add_url, edit_url, errors_of, form_at, logged_in, paragraphs, send, stream, text_of
from tests.factories.network import FOUNDED_AT, articles_folder, make_admin, shared_pages_folder
from tests.factories.newsroom import ArticleFactory, ProviderFactory, health_news_of, make_article, make_page, publish
from tests.factories.stores import make_store

GO_LIVE_AT = datetime(2026, 12, 1, 14, 0, tzinfo=UTC)
TAKEN = "has this slug already."


@pytest.fixture
def client(db: None) -> Client:
    return logged_in(make_admin())


Pair = tuple[Any, Any]


def articles() -> Pair:
    """One of the library, and one of a store."""
    return make_article("flu", title="Shared"), make_article("other", title="Own", at_store=make_store("pitman"))


def pages() -> Pair:
    return make_page("flu", title="Shared"), make_page("other", title="Own", at_store=make_store("pitman"))


KINDS = pytest.mark.parametrize("make", [articles, pages])
ORDERS = pytest.mark.parametrize("is_local_second", [True, False])


def ordered(make: Callable[[], Pair], is_local_second: bool) -> Pair:
    """The one that is there, at `taken`, and the one that wants the slug."""
    shared, own = make()
    first, second = (shared, own) if is_local_second else (own, shared)
    type(first).objects.filter(pk=second.pk).update(slug="free")
    type(first).objects.filter(pk=first.pk).update(slug="taken")
    return type(first).objects.get(pk=first.pk), type(first).objects.get(pk=second.pk)


@KINDS
@ORDERS
def test_form_refuses_the_slug_and_names_the_other(
    client: Client, make: Callable[[], Pair], is_local_second: bool
) -> None:
    first, second = ordered(make, is_local_second)
    url = edit_url(second)
    form = {**paragraphs("body", "<p>So.</p>"), **stream("sources"), **stream("corrections")}
    response = send(client, url, form_at(client, url), slug="taken", **form)
    (message,) = errors_of(response)["slug"]
    assert f"'{first.title}' (id {first.pk}) {TAKEN}" in message


@pytest.mark.django_db
@KINDS
@ORDERS
@pytest.mark.parametrize("is_live", [True, False])
def test_save_refuses_it_too(make: Callable[[], Pair], is_local_second: bool, is_live: bool) -> None:
    first, second = ordered(make, is_local_second)
    second.slug, second.live = "taken", is_live
    with pytest.raises(ValidationError) as error:
        second.save()
    assert f"'{first.title}' (id {first.pk})" in error.value.message_dict["slug"][0]


@KINDS
@ORDERS
def test_copy_to_where_it_is_taken_is_refused(client: Client, make: Callable[[], Pair], is_local_second: bool) -> None:
    first, second = ordered(make, is_local_second)
    answer = {"new_title": "Copy", "new_slug": "taken", "new_parent_page": second.get_parent().pk}
    response = client.post(reverse("wagtailadmin_pages:copy", args=[second.pk]), answer)
    assert f"(id {first.pk}) {TAKEN}" in text_of(response)
    assert type(first).objects.count() == 2


def stray(make: Callable[[], Pair]) -> tuple[Any, Any, Any]:
    """A library page, a page of another store that has its slug since before the rule, and the library's folder."""
    shared, own = make()
    type(own).objects.filter(pk=own.pk).update(slug="elsewhere")
    third = make_store("switchback")
    fourth = make_store("vineland")
    is_article = isinstance(shared, ArticlePage)
    moving: Any = (make_article if is_article else make_page)("stray", title="Stray", at_store=third)
    place = health_news_of(fourth) if is_article else fourth
    type(own).objects.filter(pk=moving.pk).update(slug="flu")
    return shared, type(own).objects.get(pk=moving.pk), place


@KINDS
def test_move_to_where_it_is_taken_is_refused_with_both_names(client: Client, make: Callable[[], Pair]) -> None:
    shared, moving, place = stray(make)
    url = reverse("wagtailadmin_pages:move_confirm", args=[moving.pk, place.pk])
    page = text_of(client.post(url, follow=True))
    assert "'Stray' can't be moved: " in page
    assert f"'Shared' (id {shared.pk}) {TAKEN}" in page
    assert Page.objects.get(pk=moving.pk).get_parent().pk != place.pk


@KINDS
def test_move_of_several_is_refused_as_a_whole(client: Client, make: Callable[[], Pair]) -> None:
    shared, moving, place = stray(make)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    page = text_of(client.post(f"{url}?id={moving.pk}", {"chooser": place.pk, "move_applicable": ""}, follow=True))
    assert f"'Shared' (id {shared.pk}) {TAKEN}" in page
    assert Page.objects.get(pk=moving.pk).get_parent().pk != place.pk


@pytest.mark.django_db
@KINDS
def test_script_that_moves_it_is_refused(make: Callable[[], Pair]) -> None:
    _shared, moving, place = stray(make)
    with pytest.raises(ValidationError, match=TAKEN):
        Page.objects.get(pk=moving.pk).move(place, pos="last-child")
    assert Page.objects.get(pk=moving.pk).get_parent().pk != place.pk


@pytest.mark.django_db
def test_two_stores_may_have_pages_and_articles_of_one_slug() -> None:
    for slug in ("pitman", "switchback"):
        store = make_store(slug)
        make_page("about-us", at_store=store)
        make_article("open-day", at_store=store)
    assert StandardPage.objects.filter(slug="about-us").count() == 2
    assert ArticlePage.objects.filter(slug="open-day").count() == 2


@pytest.mark.django_db
def test_scheduled_draft_whose_slug_was_taken_in_between_stays_a_draft_and_is_named(
    caplog: pytest.LogCaptureFixture,
) -> None:
    draft = make_article("own", title="Draft", at_store=make_store("pitman"))
    publish(draft)
    draft.refresh_from_db()
    with time_machine.travel(FOUNDED_AT, tick=False):
        draft.slug, draft.go_live_at = "flu", GO_LIVE_AT
        draft.save_revision().publish()
    taken = make_article("flu", title="First")
    with time_machine.travel(GO_LIVE_AT, tick=False):
        assert Scheduler().publish_due(GO_LIVE_AT) == 0
    assert ArticlePage.objects.get(pk=draft.pk).slug == "own"
    assert f"Can't publish 'Draft' (articlepage {draft.pk}): " in caplog.text
    assert f"'First' (id {taken.pk}) {TAKEN}" in caplog.text


def test_form_of_such_a_draft_says_so_when_it_is_published(client: Client) -> None:
    draft = make_page("own", title="Draft", at_store=make_store("pitman"))
    draft.slug = "savings"
    draft.save_revision()
    make_page("savings", title="First")
    url = edit_url(draft)
    response = send(client, url, form_at(client, url), **paragraphs("body", "<p>So.</p>"))
    assert f"'First' (id {StandardPage.objects.get(title='First').pk})" in errors_of(response)["slug"][0]


def test_new_own_page_over_a_shared_ones_slug_is_refused(client: Client) -> None:
    store, shared = make_store("pitman"), make_page("savings", title="Savings")
    url = add_url(StandardPage, store)
    answer: dict[str, Any] = {"title": "Ours", "slug": "savings", **paragraphs("body", "<p>So.</p>")}
    assert f"(id {shared.pk})" in errors_of(send(client, url, form_at(client, url), **answer))["slug"][0]
    url = add_url(StandardPage, shared_pages_folder())
    make_page("about-us", title="About us", at_store=store)
    answer["slug"] = "about-us"
    assert (
        "The local standard page 'About us'" in errors_of(send(client, url, form_at(client, url), **answer))["slug"][0]
    )


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_take_one_slug_at_once_one_is_refused() -> None:
    store = make_store("pitman")
    provider, places = ProviderFactory.create(), [articles_folder(), health_news_of(store)]
    start, results = threading.Barrier(2), []

    def write(parent: Page) -> None:
        try:
            start.wait(10)
            parent.add_child(instance=ArticleFactory.build(slug="flu", title="Flu", provider=provider, body=[]))
            results.append("written")
        except ValidationError:
            results.append("refused")
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=[place]) for place in places]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(30)
    assert sorted(results) == ["refused", "written"]
    assert ArticlePage.objects.filter(slug="flu").count() == 1


@KINDS
@pytest.mark.django_db
def test_draft_of_a_store_takes_no_slug_from_the_library(make: Callable[[], Pair]) -> None:
    shared, own = make()
    type(own).objects.filter(pk=own.pk).update(slug="recall", live=False)
    shared = type(shared).objects.get(pk=shared.pk)
    shared.slug = "recall"
    publish(shared)
    assert type(shared).objects.get(pk=shared.pk).slug == "recall"
    with pytest.raises(ValidationError, match=TAKEN):
        publish(type(own).objects.get(pk=own.pk))
