"""What a store shows."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from cms.articles.addresses import Target, pages_with_address, paths_at
from cms.models import ArticlePage, ExpertPage, StandardPage
from stores.choices import AudienceKind
from stores.models import StorePage
from tests.factories.network import FOUNDED_AT, articles_folder, library
from tests.factories.newsroom import health_news_of, make_article, make_expert, make_page
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def pitman() -> StorePage:
    return make_store("pitman")


@pytest.fixture
def switchback() -> StorePage:
    return make_store("switchback")


def make_private(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def published(at: datetime = AT) -> list[str]:
    return list(ArticlePage.objects.published_at(at).order_by("slug").values_list("slug", flat=True))


def carried(store: StorePage, at: datetime = AT) -> list[str]:
    return list(ArticlePage.objects.carried_by(store, at).order_by("slug").values_list("slug", flat=True))


def shown(store: StorePage, at: datetime = AT) -> list[str]:
    return list(ExpertPage.objects.shown_by(store, at).order_by("slug").values_list("slug", flat=True))


def test_draft_is_not_published() -> None:
    make_article("draft", live=False)
    make_article("flu")
    assert published() == ["flu"]


def test_unpublished_article_is_not_published() -> None:
    make_article("flu").unpublish()
    assert published() == []


def test_private_page_is_not_published_and_its_sibling_is() -> None:
    make_private(make_article("flu"))
    make_article("measles")
    assert published() == ["measles"]


@pytest.mark.parametrize("folder", [articles_folder, library])
def test_nothing_below_a_private_page_is_published(folder: Callable[[], Page]) -> None:
    make_article("flu")
    make_private(folder())
    assert published() == []


@pytest.mark.parametrize(
    ("left", "is_published"),
    [(SECOND, True), (timedelta(microseconds=1), True), (timedelta(0), False), (-SECOND, False)],
)
def test_article_is_published_until_it_expires(left: timedelta, is_published: bool) -> None:
    ArticlePage.objects.filter(pk=make_article("flu").pk).update(expire_at=AT + left)
    assert published() == (["flu"] if is_published else [])


def test_store_carries_what_is_shared_and_what_is_its_own(pitman: StorePage, switchback: StorePage) -> None:
    make_article("shared")
    make_article("pitmans", at_store=pitman)
    make_article("switchbacks", at_store=switchback)
    assert carried(pitman) == ["pitmans", "shared"]
    assert carried(switchback) == ["shared", "switchbacks"]


def test_store_does_not_carry_what_is_for_others(pitman: StorePage, switchback: StorePage) -> None:
    make_article("theirs", audience=AudienceKind.CHOSEN, stores=[switchback])
    make_article("not-ours", excluded=[pitman])
    assert carried(pitman) == []
    assert carried(switchback) == ["not-ours", "theirs"]


def test_audience_of_a_local_article_neither_narrows_nor_widens_it(pitman: StorePage, switchback: StorePage) -> None:
    make_article("a", at_store=pitman, audience=AudienceKind.CHOSEN, stores=[switchback], excluded=[pitman])
    make_article("b", at_store=pitman, audience=AudienceKind.EVERY_STORE)
    assert carried(pitman) == ["a", "b"]
    assert carried(switchback) == []


def test_store_carries_nothing_that_is_not_published(pitman: StorePage) -> None:
    make_article("draft", live=False)
    make_article("local-draft", at_store=pitman, live=False)
    make_private(make_article("private"))
    ArticlePage.objects.filter(pk=make_article("expired").pk).update(expire_at=AT)
    assert carried(pitman) == []


def test_drafts_and_private_articles_are_offered_all_the_same(pitman: StorePage) -> None:
    make_article("draft", live=False)
    make_private(make_article("private"))
    assert ArticlePage.objects.offered_to(pitman, AT).count() == 2


def test_library_and_stores_are_told_apart(pitman: StorePage, switchback: StorePage) -> None:
    shared, local = make_article("shared"), make_article("local", at_store=pitman)
    make_article("theirs", at_store=switchback)
    assert list(ArticlePage.objects.in_library()) == [shared]
    assert list(ArticlePage.objects.below(pitman)) == [local]


def test_newest_comes_first_and_equal_days_by_id() -> None:
    days = [("a", 1), ("b", 3), ("c", 3), ("d", 2)]
    articles = {slug: make_article(slug, published_on=date(2026, 1, day)) for slug, day in days}
    expected = sorted(articles.values(), key=lambda article: (article.published_on, article.pk), reverse=True)
    assert list(ArticlePage.objects.newest_first()) == expected


def test_standard_pages_are_carried_by_the_same_rule(pitman: StorePage, switchback: StorePage) -> None:
    make_page("savings")
    make_page("about-us", at_store=pitman)
    make_page("theirs", audience=AudienceKind.CHOSEN, stores=[switchback])
    slugs = {
        store.slug: {page.slug for page in StandardPage.objects.carried_by(store, AT)}
        for store in (pitman, switchback)
    }
    assert slugs == {"pitman": {"savings", "about-us"}, "switchback": {"savings", "theirs"}}


def test_expert_who_speaks_or_reviewed_in_a_carried_article_is_shown(pitman: StorePage) -> None:
    speaker, reviewer, both = make_expert("speaker"), make_expert("reviewer"), make_expert("both")
    make_expert("silent")
    make_article("flu", experts=[speaker, both], reviewed_by=reviewer, reviewed_on=date(2026, 1, 1))
    make_article("measles", experts=[both], reviewed_by=both, reviewed_on=date(2026, 1, 1))
    assert shown(pitman) == ["both", "reviewer", "speaker"]


def test_expert_of_an_article_that_a_store_does_not_carry_is_not_shown(
    pitman: StorePage, switchback: StorePage
) -> None:
    make_article("flu", experts=[make_expert("ann")], audience=AudienceKind.CHOSEN, stores=[switchback])
    make_article("local", experts=[make_expert("bob")], at_store=switchback)
    make_article("draft", experts=[make_expert("carol")], live=False)
    assert shown(pitman) == []
    assert shown(switchback) == ["ann", "bob"]


def test_expert_who_is_not_published_is_not_shown(pitman: StorePage) -> None:
    draft, private = make_expert("draft", live=False), make_expert("private")
    make_private(private)
    make_article("flu", experts=[draft, private])
    assert shown(pitman) == []


def test_expert_leaves_with_the_article_that_expires(pitman: StorePage) -> None:
    article = make_article("flu", experts=[make_expert("ann")])
    ArticlePage.objects.filter(pk=article.pk).update(expire_at=AT)
    assert shown(pitman, AT - SECOND) == ["ann"]
    assert shown(pitman) == []


def test_links_may_lead_to_all_that_the_store_shows_and_nothing_else(pitman: StorePage, switchback: StorePage) -> None:
    ann = make_expert("ann")
    ours = {
        pitman,
        health_news_of(pitman),
        make_article("flu", experts=[ann]),
        make_article("shots", at_store=pitman),
        make_page("savings"),
        make_page("about-us", at_store=pitman),
        ann,
    }
    make_article("theirs", at_store=switchback)
    make_article("draft", live=False)
    make_expert("silent")
    make_page("about-them", at_store=switchback)
    shown = {page.pk for page in pages_with_address(pitman, AT)}
    assert shown == {page.pk for page in ours}
    every_page = {page.pk: Target(page.content_type_id, page.slug) for page in Page.objects.all()}
    assert set(paths_at(every_page, pitman, AT)) == shown


@pytest.mark.parametrize("flaw", ["unpublished", "private"])
def test_health_news_that_patients_cannot_read_has_no_address(pitman: StorePage, flaw: str) -> None:
    news = health_news_of(pitman)
    if flaw == "unpublished":
        news.unpublish()
    else:
        make_private(news)
    assert not pages_with_address(pitman, AT).filter(pk=news.pk).exists()


def test_what_a_store_carries_is_one_query(pitman: StorePage) -> None:
    make_article("flu", experts=[make_expert("ann")])
    for rows in (
        ArticlePage.objects.carried_by(pitman, AT),
        ExpertPage.objects.shown_by(pitman, AT),
        pages_with_address(pitman, AT),
    ):
        with CaptureQueriesContext(connection) as queries:
            assert rows.count() >= 1
        assert len(queries) == 1


def test_new_store_carries_at_once_what_every_store_carries() -> None:
    make_article("flu")
    assert carried(make_store("mercer"), FOUNDED_AT) == ["flu"]
