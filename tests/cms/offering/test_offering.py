"""One audience for many articles: live and in drafts, all or none, and nothing else of them changes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from time_machine import travel
from wagtail.models import GroupApprovalTask, PageLogEntry, Workflow, WorkflowTask

from cms.articles.edit_lock import DELIVERED
from cms.checklists.models import ChecklistItem
from cms.intake.models import FeedItem, ItemState
from cms.models import ArticlePage, Placement, ProviderFeed
from cms.offering.offering import ACTION, MOST_ROWS, OtherThanSeen, offer
from cms.offering.planning import plan_offer
from cms.running.scheduling import Scheduler
from cms.users.models import User
from stores.audience.members import Audience, audience_of
from stores.models import StoreGroup, StorePage
from tests.factories.feeds import make_feed
from tests.factories.many import make_many_stores
from tests.factories.network import make_editor
from tests.factories.newsroom import ProviderFactory, make_article, publish
from tests.factories.stores import StoreGroupFactory, make_store
from tests.factories.submitting import make_owner

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)


@pytest.fixture
def editor(pitman: StorePage) -> User:
    return make_editor()


@pytest.fixture
def south(pitman: StorePage) -> StoreGroup:
    """Millrace is in it, Pitman is not."""
    group: StoreGroup = StoreGroupFactory.create(slug="south", name="South")
    make_store("millrace", groups=[group])
    return group


def for_group(group: StoreGroup) -> Audience:
    return Audience("chosen", groups=frozenset({group.pk}))


def published(slug: str, **fields: Any) -> ArticlePage:
    article = make_article(slug, **fields)
    publish(article)
    return ArticlePage.objects.get(pk=article.pk)


def again(article: ArticlePage) -> ArticlePage:
    return ArticlePage.objects.get(pk=article.pk)


def draft_of(article: ArticlePage) -> Any:
    return again(article).get_latest_revision_as_object()


def test_reach_is_known_before_and_is_what_it_says_after(editor: User, south: StoreGroup) -> None:
    ids = [published("flu").pk, published("colds").pk, make_article("waits", live=False).pk]
    plan = plan_offer(ids, for_group(south), by=editor, at=AT)
    assert [(len(each.now), len(each.then), len(each.gains), len(each.loses)) for each in plan.rows] == [
        (2, 1, 0, 1)
    ] * 3
    assert (plan.places_now, plan.places_then, plan.drafts) == (4, 2, 1)
    assert (len(plan.carrying_now), len(plan.carrying_then)) == (2, 1)
    assert (plan.gaining, plan.losing) == (frozenset(), frozenset({StorePage.objects.get(slug="pitman").pk}))
    offer(by=editor, articles=ids, audience=for_group(south), at=AT, seen=plan.mark)
    after = plan_offer(ids, for_group(south), by=editor, at=AT)
    assert [each.now for each in after.rows] == [each.then for each in plan.rows]
    assert after.changed == []


def test_both_halves_of_an_audience_and_back(editor: User, south: StoreGroup) -> None:
    pitman, article = StorePage.objects.get(slug="pitman"), published("flu")
    mixed = Audience("chosen", frozenset({south.pk}), frozenset({pitman.pk}), frozenset({pitman.pk}))
    for audience in (mixed, Audience(excluded=frozenset({pitman.pk})), for_group(south), Audience()):
        offer(by=editor, articles=[article.pk], audience=audience, at=AT)
        assert audience_of(again(article)) == audience_of(draft_of(article)) == audience
    # What is for every store names no group.
    offer(by=editor, articles=[article.pk], audience=Audience("every", frozenset({south.pk})), at=AT)
    assert audience_of(again(article)) == Audience()


def test_draft_gets_the_audience_and_stays_one(editor: User, south: StoreGroup) -> None:
    article = published("flu", title="Old")
    article.title, article.audience = "New", "chosen"
    article.audience_stores.set([StorePage.objects.get(slug="pitman")])
    article.save_revision(user=editor)
    before = again(article)
    offer(by=editor, articles=[article.pk], audience=for_group(south), at=AT)
    after, draft = again(article), draft_of(article)
    assert (after.title, after.has_unpublished_changes, draft.title) == ("Old", True, "New")
    assert audience_of(after) == audience_of(draft) == for_group(south)
    assert after.last_published_at == before.last_published_at
    assert after.latest_revision.created_at > before.latest_revision.created_at
    assert after.latest_revision.user == editor
    draft.save_revision().publish()
    assert (again(article).title, audience_of(again(article))) == ("New", for_group(south))


def test_article_that_is_no_more_than_a_draft_stays_one(editor: User, south: StoreGroup) -> None:
    article = make_article("flu", live=False)
    article.save_revision()
    offer(by=editor, articles=[article.pk], audience=for_group(south), at=AT)
    assert not again(article).live
    assert audience_of(again(article)) == audience_of(draft_of(article)) == for_group(south)


def test_article_without_any_version_is_its_row(editor: User, south: StoreGroup) -> None:
    article = make_article("flu")
    offer(by=editor, articles=[article.pk], audience=for_group(south), at=AT)
    assert audience_of(again(article)) == audience_of(draft_of(article)) == for_group(south)
    assert again(article).latest_revision is None


def test_what_waits_for_its_moment_goes_live_for_the_new_stores(editor: User, south: StoreGroup) -> None:
    with travel(AT, tick=False):
        newest, older = published("newest", title="Old"), published("older", title="Old")
        for article in (newest, older):
            article.title, article.go_live_at = "Timed", AT + timedelta(hours=1)
            article.save_revision().publish()
        later = draft_of(older)
        later.title = "A draft after it"
        later.save_revision()
        offer(by=editor, articles=[newest.pk, older.pk], audience=for_group(south), at=AT)
    with travel(AT + timedelta(hours=2), tick=False):
        Scheduler().publish_due(AT + timedelta(hours=2))
    for article in (newest, older):
        assert (again(article).title, audience_of(again(article))) == ("Timed", for_group(south))


def test_approval_is_about_the_changed_draft(editor: User, south: StoreGroup) -> None:
    workflow = Workflow.objects.create(name="Two pairs of eyes")
    task = GroupApprovalTask.objects.create(name="Look")
    task.groups.set(Group.objects.all()[:1])
    WorkflowTask.objects.create(workflow=workflow, task=task)
    article = published("flu", title="Old")
    article.title = "New"
    article.save_revision()
    workflow.start(again(article), editor)
    offer(by=editor, articles=[article.pk], audience=for_group(south), at=AT)
    state = again(article).current_workflow_state
    assert state.current_task_state.revision == again(article).latest_revision
    state.current_task_state.approve(user=editor)
    assert (again(article).title, audience_of(again(article))) == ("New", for_group(south))


def test_words_of_stores_stay_current_and_the_feeds_mark_stays(editor: User, south: StoreGroup) -> None:
    article, pitman = published("flu"), StorePage.objects.get(slug="pitman")
    revision = article.live_revision
    revision.content[DELIVERED] = True
    revision.save()
    row = Placement.objects.create(store=pitman, article=article, title="Ours", written_for=revision)
    offer(by=editor, articles=[article.pk], audience=for_group(south), at=AT)
    row.refresh_from_db()
    assert row.written_for == again(article).live_revision != revision
    assert again(article).live_revision.content[DELIVERED] is True


def test_history_says_what_it_was_and_what_it_is(editor: User, south: StoreGroup) -> None:
    article, same = published("flu"), published("same", audience="chosen", groups=[south])
    offer(by=editor, articles=[article.pk, same.pk], audience=for_group(south), at=AT)
    line = PageLogEntry.objects.get(action=ACTION)
    assert (line.page_id, line.user) == (article.pk, editor)
    assert {name: line.data[name] for name in ("old", "new", "stores")} == {
        "old": {"audience": "every store"},
        "new": {"audience": "South"},
        "stores": {"old": 2, "new": 1},
    }
    assert line.formatter.format_message(line) == "Audience: every store → South"


def lock(article: ArticlePage) -> None:
    ArticlePage.objects.filter(pk=article.pk).update(locked=True)


def ask_for_ticks(article: ArticlePage) -> None:
    provider = ProviderFactory.create(slug="strict")
    ChecklistItem.objects.create(provider=provider, text="Doses were checked.", is_required=True)
    ArticlePage.objects.filter(pk=article.pk).update(provider=provider)


def test_one_that_can_not_have_it_keeps_all_and_is_named(editor: User, south: StoreGroup) -> None:
    good = published("good", audience="chosen", groups=[south])
    bad = published("bad", audience="chosen", groups=[south])
    lock(bad)
    with pytest.raises(ValidationError, match="is locked") as refused:
        offer(by=editor, articles=[good.pk, bad.pk], audience=Audience(), at=AT)
    assert ("Good" in str(refused.value), "Bad" in str(refused.value)) == (False, True)
    assert audience_of(again(good)) == audience_of(again(bad)) == for_group(south)
    assert not PageLogEntry.objects.filter(action=ACTION).exists()


def test_nobody_is_asked_for_ticks_since_no_new_text_is_published(editor: User, south: StoreGroup) -> None:
    article = published("flu")
    ask_for_ticks(article)
    fewer = offer(by=editor, articles=[article.pk], audience=for_group(south), at=AT)
    assert audience_of(again(article)) == for_group(south)
    more = offer(by=editor, articles=[article.pk], audience=Audience(), at=AT)
    assert audience_of(again(article)) == Audience()
    # Whoever gives it to more stores is told.
    assert [each.unticked for plan in (fewer, more) for each in plan.rows] == [
        *("", "not checked yet: Doses were checked"),
    ]


def test_people_of_a_store_may_not(editor: User, south: StoreGroup) -> None:
    article = published("flu")
    owner = make_owner(StorePage.objects.get(slug="pitman"))
    with pytest.raises(ValidationError, match="You may not publish 'Flu'"):
        offer(by=owner, articles=[article.pk], audience=for_group(south), at=AT)
    assert audience_of(again(article)) == Audience()


def test_what_is_no_article_of_the_library_is_not_touched(editor: User, south: StoreGroup) -> None:
    local = make_article("local", at_store=StorePage.objects.get(slug="pitman"))
    assert offer(by=editor, articles=[local.pk, 10**9], audience=for_group(south), at=AT).rows == ()
    assert offer(by=editor, articles=[], audience=for_group(south), at=AT).rows == ()
    assert audience_of(again(local)) == Audience()


def test_who_saw_another_reach_changes_nothing(editor: User, south: StoreGroup) -> None:
    article = published("flu")
    seen = plan_offer([article.pk], for_group(south), by=editor, at=AT).mark
    make_store("later", groups=[south])
    with pytest.raises(OtherThanSeen) as other:
        offer(by=editor, articles=[article.pk], audience=for_group(south), at=AT, seen=seen)
    assert [len(each.then) for each in other.value.plan.rows] == [2]
    assert audience_of(again(article)) == Audience()


def test_so_many_named_stores_should_be_a_group(editor: User) -> None:
    stores = make_many_stores(201)
    articles = [make_article(f"article-{number}").pk for number in range(2)]
    named = Audience("chosen", stores=frozenset(store.pk for store in stores))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cms.offering.offering.MOST_ROWS", 400)
        with pytest.raises(ValidationError, match="201 stores are named for 2 articles"):
            offer(by=editor, articles=articles, audience=named, at=AT)
    assert MOST_ROWS > 1_300
    offer(by=editor, articles=articles, audience=named, at=AT)
    assert [len(each.now) for each in plan_offer(articles, named, by=editor, at=AT).rows] == [201, 201]


def brought(slug: str) -> ArticlePage:
    """Published, and brought by a feed."""
    article, feed = published(slug), ProviderFeed.objects.first() or make_feed()
    known: dict[str, Any] = {"digest": "-", "raw": {}, "received_at": AT, "changed_at": AT}
    FeedItem.objects.create(feed=feed, item_id=slug, article=article, state=ItemState.WAITS, needs_look=True, **known)
    return article


def test_many_articles_at_many_stores_cost_what_two_do(editor: User, south: StoreGroup) -> None:
    def cost(ids: list[int]) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as seeing:
            plan_offer(ids, for_group(south), by=editor, at=AT)
        with CaptureQueriesContext(connection) as doing:
            offer(by=editor, articles=ids, audience=for_group(south), at=AT)
        return len(seeing), len(doing)

    cost([published("warm").pk])
    few = cost([published("one").pk, brought("two").pk])
    make_many_stores(300, group=south)
    many = cost([(brought if number % 2 else published)(f"article-{number}").pk for number in range(20)])
    assert many[0] <= few[0] <= 15
    assert many[1] <= few[1] <= 45
    # An item says what became of its article, here as elsewhere.
    assert set(FeedItem.objects.values_list("state", "needs_look")) == {(ItemState.LIVE, False)}
