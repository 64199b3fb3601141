"""How far an article reaches, and who did what with it, store by store."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.carrying.placing import Placed, place
from cms.carrying.reach import ArticleReach, ReachRow, ReachShow
from cms.models import ArticlePage, Placement
from stores.choices import AudienceKind
from stores.models import StorePage
from tests.factories.network import make_user
from tests.factories.newsroom import make_article, publish
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)


@pytest.fixture
def stores() -> list[StorePage]:
    return [make_store(slug) for slug in ("pitman", "switchback", "far")]


def placed(store: StorePage, article: ArticlePage, by: str, after: int = 0, **how: object) -> None:
    """The person places it some days after AT; the account is made when it is first named."""
    user = make_user(by) if by else None
    with time_machine.travel(AT + timedelta(days=after), tick=False):
        place(by=user, store=store, article=article, placed=Placed(**how), at=AT)  # type: ignore[arg-type]


def reach(article: ArticlePage) -> ArticleReach:
    fresh = ArticlePage.objects.select_related("live_revision").get(pk=article.pk)
    return ArticleReach.load(fresh, AT)


def row(article: ArticlePage, store: StorePage) -> ReachRow:
    return reach(article).rows([store])[0]


@pytest.mark.parametrize(
    ("show", "slugs"),
    [
        ("", {"pitman", "switchback", "far"}),
        (ReachShow.CARRIES, {"switchback", "far"}),
        (ReachShow.HIDDEN, {"pitman"}),
        (ReachShow.RETITLED, {"switchback"}),
        (ReachShow.NOTED, {"far"}),
        (ReachShow.PINNED, {"far"}),
    ],
)
def test_stores_are_found_by_what_they_did(show: str, slugs: set[str], stores: list[StorePage]) -> None:
    article = make_article("flu")
    placed(stores[0], article, "", is_hidden=True, title="Unseen", note="Unseen")
    placed(stores[1], article, "", teaser="Ours")
    placed(stores[2], article, "", note="Ask us.", pinned_as=1)
    assert {store.slug for store in reach(article).stores(show)} == slugs


def test_required_article_is_hidden_by_nobody(stores: list[StorePage]) -> None:
    article = make_article("flu", is_required=True)
    Placement.objects.create(store=stores[0], article=article, is_hidden=True, title="Ours")
    assert not reach(article).stores(ReachShow.HIDDEN).exists()
    assert reach(article).stores(ReachShow.RETITLED).get().slug == "pitman"
    assert row(article, stores[0]).is_shown
    assert [each.what for each in row(article, stores[0]).did] == ["Own title"]


def test_store_outside_of_the_audience_did_nothing(stores: list[StorePage]) -> None:
    article = make_article("flu", audience=AudienceKind.CHOSEN, stores=stores[:1])
    Placement.objects.create(store=stores[1], article=article, is_hidden=True)
    assert not reach(article).stores(ReachShow.HIDDEN).exists()


def test_each_thing_names_who_did_it_and_when(stores: list[StorePage]) -> None:
    article = make_article("flu")
    placed(stores[0], article, "ann", title="Ours")
    placed(stores[0], article, "bob", 1, title="Ours", note="Ask us.")
    placed(stores[0], article, "cat", 2, title="Ours", note="Ask us.", is_hidden=True)
    did = {each.what: (each.by, each.at.date().day, each.text) for each in row(article, stores[0]).did}
    assert did == {"Hidden": ("cat", 20, ""), "Own title": ("ann", 18, "Ours"), "Note": ("bob", 19, "Ask us.")}
    assert row(article, stores[0]).url is None
    assert row(article, stores[1]).url == "http://switchback.localhost:8000/health/flu/"


def test_what_the_history_does_not_tell_the_row_tells(stores: list[StorePage]) -> None:
    article = make_article("flu")
    with time_machine.travel(AT, tick=False):
        Placement.objects.create(store=stores[0], article=article, note="Ask us.", changed_by=make_user("dan"))
        Placement.objects.create(store=stores[1], article=article, note="Ask us.")
    assert str(row(article, stores[0]).did[0]) == "Note: Ask us. (dan, 2026-12-18)"
    assert str(row(article, stores[1]).did[0]) == "Note: Ask us. (unknown, 2026-12-18)"


def test_words_about_an_earlier_version_are_stale(stores: list[StorePage]) -> None:
    article = make_article("flu")
    placed(stores[0], article, "ann", title="Ours")
    publish(article)
    assert row(article, stores[0]).is_stale
    assert not row(article, stores[1]).is_stale


def test_rows_cost_two_queries_at_any_number_of_stores(stores: list[StorePage]) -> None:
    article = make_article("flu")
    stores += [make_store(f"more-{number}") for number in range(10)]
    for number, store in enumerate(stores):
        placed(store, article, f"person-{number}", note="Ask us.")
    loaded = reach(article)
    found = list(loaded.stores().with_addresses())
    with CaptureQueriesContext(connection) as queries:
        rows = loaded.rows(found)
        assert {each.did[0].by for each in rows} == {f"person-{number}" for number in range(13)}
    assert len(queries) == 2


def test_numbers_count_who_hid_and_who_retitled(stores: list[StorePage]) -> None:
    article = make_article("flu")
    Placement.objects.create(store=stores[0], article=article, is_hidden=True, title="Unseen")
    Placement.objects.create(store=stores[1], article=article, title="Ours", note="Ask us.")
    numbers = reach(article).numbers()
    counted = (numbers.online, numbers.offered, numbers.hidden, numbers.retitled, numbers.noted)
    assert counted == (3, 3, 1, 1, 1)
    assert str(numbers) == "2 of 3 stores"


def test_numbers_are_those_of_the_lists_that_they_lead_to(stores: list[StorePage]) -> None:
    article = make_article("flu", is_required=True)
    Placement.objects.create(store=stores[0], article=article, is_hidden=True, title="Ours", note="Ask us.")
    numbers, lists = reach(article).numbers(), reach(article).stores
    assert (numbers.hidden, numbers.retitled, numbers.noted) == (0, 1, 1)
    assert [lists(show).count() for show in (ReachShow.HIDDEN, ReachShow.RETITLED, ReachShow.NOTED)] == [0, 1, 1]


def test_numbers_cost_the_same_at_any_number_of_stores(stores: list[StorePage]) -> None:
    article = make_article("flu")
    with CaptureQueriesContext(connection) as few:
        ArticleReach.load(article, AT).numbers()
    for number in range(10):
        make_store(f"more-{number}")
    with CaptureQueriesContext(connection) as many:
        ArticleReach.load(article, AT).numbers()
    assert len(few) == len(many) <= 12
