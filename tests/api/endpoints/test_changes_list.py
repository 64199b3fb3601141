"""`changes/`: read on from token to token."""

from datetime import timedelta

import pytest
from django.utils import timezone

from api.changes.models import Event, Feed
from api.changes.tokens import old_events, unused_feeds
from tests.api.asking import Api
from tests.api.caching.test_triggers import commit
from tests.factories.newsroom import make_article, make_page
from tests.factories.stores import make_store

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


@pytest.fixture(autouse=True)
def stores() -> None:
    make_article("before")
    make_store("pitman", banners=[])
    make_store("millrace", banners=[])
    commit()


def test_whoever_asks_first_begins_now(api: Api) -> None:
    answer = api.get("changes/", store="pitman")
    assert answer["items"] == []
    assert not answer["meta"]["has_more"]
    assert api.get("changes/", store="pitman", since=answer["meta"]["next"]) == answer


def test_reading_on_in_small_steps_gives_everything_once(api: Api) -> None:
    token = api.get("changes/", store="pitman")["meta"]["next"]
    made = {make_article(f"article-{number}").pk for number in range(3)}
    commit()
    heard = []
    for _step in range(4):
        answer = api.get("changes/", store="pitman", since=token, limit=1)
        heard += answer["items"]
        token = answer["meta"]["next"]
    assert [item["type"] for item in heard] == ["publish"] * 3
    assert {item["object_id"] for item in heard} == made
    assert heard[0]["store"] == "pitman"
    assert heard[-1]["id"] == token
    assert not answer["meta"]["has_more"]


def test_it_is_never_kept(api: Api) -> None:
    assert api.ask("changes/", store="pitman")["Cache-Control"] == "no-store"


def test_tokens_that_are_none(api: Api) -> None:
    token = api.get("changes/", store="pitman")["meta"]["next"]
    key = token.partition("-")[0]
    for wrong in ("", "x", f"{key}-x", f"{key}-99", f"{key}--1", f"{key}-٣", f"-{key}"):
        document = api.problem(400, "changes/", store="pitman", since=wrong)
        assert document["errors"][0]["field"] == "since"
    assert "ask 'changes/' without 'since'" in api.problem(410, "changes/", store="millrace", since=token)["detail"]


def test_what_is_long_ago_is_410_with_the_mend_and_the_rest_goes_on(api: Api) -> None:
    token = api.get("changes/", store="pitman")["meta"]["next"]
    for number in range(2):
        make_article(f"article-{number}")
        commit()
        last = api.get("changes/", store="pitman", since=token)["meta"]["next"]
    now = timezone.now()
    Event.objects.filter(number=1).update(at=now - timedelta(days=31))
    assert old_events(now).delete()[0] == 1
    assert "30 days" in api.problem(410, "changes/", store="pitman", since=token)["detail"]
    assert api.get("changes/", store="pitman", since=f"{token.partition('-')[0]}-1")["items"]
    assert api.get("changes/", store="pitman", since=last)["items"] == []
    Feed.objects.update(asked_at=now - timedelta(days=31))
    assert list(unused_feeds(now)) == list(Feed.objects.all())


def test_a_database_that_knows_less_begins_anew(api: Api) -> None:
    token = api.get("changes/", store="pitman")["meta"]["next"]
    Feed.objects.update(generation=2**60)
    api.problem(410, "changes/", store="pitman", since=token)
    assert api.get("changes/", store="pitman")["items"] == []


def test_nothing_new_costs_little(api: Api) -> None:
    token = api.get("changes/", store="pitman")["meta"]["next"]
    assert api.count_queries("changes/", store="pitman", since=token) <= 8


def test_answers_say_what_they_were_made_of(api: Api) -> None:
    plain = api.get("articles/", store="pitman")
    told = api.get("articles/", store="pitman", tags="true")
    assert {"hosts", "article", "library"} <= set(told["meta"].pop("tags"))
    assert told == plain
    assert api.get("stores/pitman/", tags="true")["meta"]["tags"]
    make_page("savings")
    for path in ("pages/", f"pages/{api.items('pages/', store='pitman')[-1]['id']}/", "redirects/"):
        assert "page" in api.get(path, store="pitman", tags="true")["meta"]["tags"]
        assert "tags" not in api.get(path, store="pitman", tags="false")["meta"]
        api.problem(400, path, store="pitman", tags="yes")
    # A filter of stock's, there.
    assert api.get("images/", store="pitman", tags="true")["meta"].keys() == {"total_count", "next", "previous"}
    api.problem(400, "articles/", store="pitman", tags="yes")
