"""A release goes live at once or not at all, and is taken back so."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from time_machine import travel

from api.caching.mirror import LEASE
from cms.models import ArticlePage, Release, ReleasePage
from cms.recalls.recalling import recall_article
from cms.releases.releasing import publish_release, take_release_back
from cms.running.scheduling import Scheduler
from tests.factories.newsroom import make_article, make_expert, make_page, publish
from tests.factories.stores import make_store
from tests.harness.servers import database_url, serving
from tests.harness.together import READINGS, Crowd, check_all_or_nothing, make_release, watching

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)


def drafted(slug: str, title: str) -> ArticlePage:
    """A live article, `Old`, with a draft of this title."""
    article = make_article(slug, title="Old")
    publish(article)
    article = ArticlePage.objects.get(pk=article.pk)
    article.title = title
    article.save_revision()
    return article


def release_of(*pages: object, **fields: object) -> Release:
    release = Release.objects.create(name="Spring", **fields)
    ReleasePage.objects.bulk_create(ReleasePage(release=release, page_id=page.pk) for page in pages)  # type: ignore[attr-defined]
    return release


def now(*pages: object) -> list[tuple[str, bool]]:
    rows = {page.pk: page for page in ArticlePage.objects.all()}
    return [(rows[page.pk].title, rows[page.pk].live) for page in pages]  # type: ignore[attr-defined]


def test_all_go_live_with_their_newest_words_and_all_become_what_they_were() -> None:
    changed, new = drafted("changed", "New"), make_article("new", title="First", live=False)
    same = make_article("same", title="Same")
    publish(same)
    release = release_of(changed, new, same)
    publish_release(release, by=None)
    assert now(changed, new, same) == [("New", True), ("First", True), ("Same", True)]
    assert release.is_live
    take_release_back(release, by=None)
    assert now(changed, new, same) == [("Old", True), ("First", False), ("Same", True)]
    assert ArticlePage.objects.get(pk=changed.pk).get_latest_revision_as_object().title == "New"
    publish_release(release, by=None)
    assert now(changed, new)[0] == ("New", True)


def locked(article: ArticlePage) -> None:
    ArticlePage.objects.filter(pk=article.pk).update(locked=True)


def over(article: ArticlePage) -> None:
    article.expire_at = AT - timedelta(days=1)
    article.save_revision()


def of_its_own_time(article: ArticlePage) -> None:
    article.go_live_at = AT + timedelta(days=1)
    article.save_revision()


def without_a_teaser(article: ArticlePage) -> None:
    article.teaser = ""
    article.save_revision(clean=False)


def withdrawn(article: ArticlePage) -> None:
    recall_article(by=None, article=ArticlePage.objects.get(pk=article.pk), reason="Wrong dose", at=AT)


REFUSED: dict[str, Callable[[ArticlePage], None]] = {
    "is locked": locked,
    "ended on": over,
    "a time of its own": of_its_own_time,
    "cannot be blank": without_a_teaser,
    "was withdrawn on": withdrawn,
}


@travel(AT, tick=False)
def test_one_that_can_not_go_live_keeps_all_and_each_is_named() -> None:
    for number, (words, spoil) in enumerate(REFUSED.items()):
        good, bad = drafted(f"good-{number}", "New"), drafted(f"bad-{number}", "Bad")
        spoil(bad)
        release = release_of(good, bad)
        with pytest.raises(ValidationError, match=words) as refused:
            publish_release(release, by=None)
        assert "good" not in str(refused.value), words
        assert now(good) == [("Old", True)], words
        assert Release.objects.get().published_at is None, words
        release.delete()


def test_page_of_a_store_and_an_empty_release_are_refused() -> None:
    local = make_article("local", at_store=make_store("pitman"))
    release = release_of(local)
    with pytest.raises(ValidationError, match="of the library"):
        publish_release(release, by=None)
    release.release_pages.all().delete()
    with pytest.raises(ValidationError, match="no page yet"):
        publish_release(release, by=None)


def test_what_was_changed_since_is_named_and_nothing_is_taken_back() -> None:
    first, second = drafted("first", "New"), drafted("second", "New too")
    release = release_of(first, second)
    publish_release(release, by=None)
    later = ArticlePage.objects.get(pk=second.pk)
    later.title = "Mended"
    later.save_revision().publish()
    with pytest.raises(ValidationError, match="'Mended' was changed since"):
        take_release_back(release, by=None)
    assert now(first, second) == [("New", True), ("Mended", True)]
    assert Release.objects.get().is_live


def test_experts_and_shared_pages_go_too() -> None:
    release = release_of(make_expert("ann", live=False), make_page("about", live=False))
    publish_release(release, by=None)
    assert all(item.page.live for item in ReleasePage.objects.select_related("page"))


def test_neither_is_done_twice() -> None:
    release = release_of(drafted("one", "New"))
    with pytest.raises(ValidationError, match="is not live"):
        take_release_back(release, by=None)
    publish_release(release, by=None)
    with pytest.raises(ValidationError, match="live already"):
        publish_release(Release.objects.get(), by=None)


def test_scheduler_publishes_at_the_second_and_not_before_and_once() -> None:
    article = drafted("one", "New")
    release_of(article, goes_live_at=AT)
    scheduler = Scheduler()
    second = timedelta(seconds=1)
    for at, done, title in ((AT - second, 0, "Old"), (AT, 1, "New"), (AT + second, 0, "New")):
        with travel(at, tick=False):
            assert scheduler.publish_due(at) == done
        assert now(article) == [(title, True)]


def test_what_was_taken_back_goes_live_again_at_another_time() -> None:
    article = drafted("one", "New")
    release = release_of(article, goes_live_at=AT)
    with travel(AT, tick=False):
        assert Scheduler().publish_due(AT) == 1
        take_release_back(Release.objects.get(), by=None)
    again = AT + timedelta(days=1)
    Release.objects.update(goes_live_at=again)
    with travel(AT, tick=False):
        assert (Scheduler().publish_due(AT), Release.objects.get().state) == (0, "Scheduled")
    with travel(again, tick=False):
        assert Scheduler().publish_due(again) == 1
        assert now(article) == [("New", True)]
        assert Release.objects.get(pk=release.pk).is_live


def test_scheduler_goes_on_when_a_release_can_not_go_live_and_it_says_that_it_is_late() -> None:
    bad = drafted("bad", "New")
    locked(bad)
    release = release_of(bad, goes_live_at=AT)
    Release.objects.create(name="Second", goes_live_at=AT, release_pages=[ReleasePage(page=drafted("good", "Good"))])
    with travel(AT, tick=False):
        assert Scheduler().publish_due(AT) == 1
        assert Release.objects.get(pk=release.pk).state == "Could not go live"
    assert now(bad) == [("Old", True)]


def test_each_page_costs_the_same_in_a_larger_release() -> None:
    def queries(number: int) -> int:
        release = release_of(*(drafted(f"a-{number}-{each}", "New") for each in range(number)))
        with CaptureQueriesContext(connection) as found:
            publish_release(release, by=None)
        release.delete()
        return len(found)

    queries(1)
    two, four, six = queries(2), queries(4), queries(6)
    # Of what is Wagtail's own for each page: the rest is done once for all of them.
    assert four - two == six - four <= 2 * 81


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_nobody_reads_a_part_of_a_release() -> None:
    """With real servers, in short; `tests/trial/test_release.py` does it with 50 pages, at a second."""
    host, pages = f"{make_store('pitman').site.hostname}:8000", 6
    release = make_release(pages)
    with serving(workers=2) as server:
        for change, column, is_live in (
            (publish_release, "published_at", True),
            (take_release_back, "taken_back_at", False),
        ):
            sql = f"SELECT {column} IS NOT NULL FROM cms_release"
            with Crowd(server.port, host, READINGS).reading() as crowd, watching(database_url(), sql) as seen_at:
                crowd.wait_for_all(since=0)
                change(release, by=None)
                crowd.wait_for_all(since=seen_at() + LEASE)
            check_all_or_nothing(crowd.answers, pages, seen_at=seen_at(), is_live=is_live)
