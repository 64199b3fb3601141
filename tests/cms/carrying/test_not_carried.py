"""Why a store does not carry a draft: each reason by itself, and none where the store would show it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from wagtail.models import Page, PageViewRestriction

from cms.carrying.not_carried import why_not_carried
from cms.models import Placement
from stores.choices import AudienceKind
from stores.models import StorePage
from stores.opening.opening import close_store
from tests.factories.newsroom import ProviderFactory, health_news_of, make_article, make_expert, make_page
from tests.factories.stores import StoreGroupFactory, make_store

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)
LATER = AT + timedelta(days=1)
NOT_IN = "This store is not in its audience."


@pytest.fixture
def store() -> StorePage:
    return make_store("pitman", groups=[StoreGroupFactory.create(slug="south")])


@pytest.fixture
def other() -> StorePage:
    return make_store("switchback")


def why(draft: Page, store: StorePage, at: datetime = AT) -> list[str]:
    return why_not_carried(draft, store, at)


def test_article_for_every_store_has_no_reason(store: StorePage) -> None:
    assert why(make_article("flu"), store) == []
    assert why(make_article("draft", live=False), store) == []


def test_audience_counts_as_it_stands_in_the_form(store: StorePage, other: StorePage) -> None:
    article = make_article("flu", audience=AudienceKind.CHOSEN, groups=[store.registration.groups.get()])
    assert why(article, store) == []
    assert why(article, other) == [NOT_IN]
    article.audience_groups = []
    article.audience_stores = [other]
    assert (why(article, store), why(article, other)) == ([NOT_IN], [])
    article.excluded_stores = [other]
    assert why(article, other) == ["Its audience leaves this store out."]


@pytest.mark.parametrize(
    ("licence", "reason"),
    [
        ({"licence_ends_at": AT}, "The license of Wire newsroom has ended by then."),
        ({"licence_starts_at": LATER}, "The license of Wire newsroom has not started by then."),
        ({"licence_starts_at": AT, "licence_ends_at": LATER}, None),
    ],
)
def test_licence_is_asked_at_the_moment(licence: dict[str, Any], reason: str | None, store: StorePage) -> None:
    article = make_article("flu", provider=ProviderFactory.create(slug="wire", **licence))
    assert why(article, store) == ([reason] if reason else [])


def test_licence_has_an_audience_too(store: StorePage, other: StorePage) -> None:
    provider = ProviderFactory.create(slug="wire", audience=AudienceKind.CHOSEN)
    provider.audience_stores.set([other])
    provider.save()
    article = make_article("flu", provider=provider)
    assert why(article, store) == ["The license of Wire newsroom is not for this store."]
    assert why(article, other) == []


def test_hidden_article_says_so_unless_it_is_required(store: StorePage, other: StorePage) -> None:
    article = make_article("flu")
    Placement.objects.create(store=store, article=article, is_hidden=True)
    assert (why(article, store), why(article, other)) == (["The store hides it."], [])
    article.is_required = True
    assert why(article, store) == []


def test_expired_or_private_article_says_so(store: StorePage) -> None:
    article = make_article("flu", expire_at=AT)
    assert why(article, store) == ["It expires on Friday, December 18, 2026."]
    assert why(article, store, AT - timedelta(seconds=1)) == []
    private = make_article("private")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    assert why(private, store) == ["It is private."]


def test_stores_own_pages_ask_no_audience(store: StorePage) -> None:
    for page in (
        make_article("ours", at_store=store, audience=AudienceKind.CHOSEN),
        make_page("about", at_store=store),
        health_news_of(store),
        store,
    ):
        assert why(page, store) == []


def test_pages_of_a_store_that_is_not_online_say_so(store: StorePage) -> None:
    article = make_article("ours", at_store=store)
    close_store(by=None, store=store)
    for page in (article, health_news_of(store), store):
        assert why(page, store) == ["This store is not online."]


def test_expert_needs_an_article_that_the_store_carries(store: StorePage, other: StorePage) -> None:
    expert, reviewer = make_expert("speaks"), make_expert("reviews")
    article = make_article("flu", experts=[expert], audience=AudienceKind.CHOSEN, stores=[store])
    article.reviewed_by, article.reviewed_on = reviewer, AT.date()
    article.save()
    for person in (expert, reviewer):
        assert why(person, store) == []
        assert why(person, other) == ["No article that this store carries names this person."]


def test_shared_page_gives_way_to_the_stores_own(store: StorePage, other: StorePage) -> None:
    page = make_page("savings")
    own = make_page("our-savings", at_store=store)
    # As from before such a slug was refused.
    Page.objects.filter(pk=own.pk).update(slug="savings")
    assert why(page, store) == ["The store has a page of its own at /savings/."]
    assert why(page, other) == []
    page.excluded_stores = [other]
    assert why(page, other) == [NOT_IN]
