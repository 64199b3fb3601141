"""The scheduler: what goes live, what comes down, and what it does when it can't."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

import pytest
import time_machine
from django.db import OperationalError, connection
from wagtail.models import Revision

from cms.models import ArticlePage, Release
from cms.running.scheduling import LOCK, LONGEST_PAUSE, SHORTEST_PAUSE, Scheduler, run
from tests.factories.network import FOUNDED_AT
from tests.factories.newsroom import make_article, publish
from tests.factories.stores import make_store

GO_LIVE_AT = datetime(2026, 12, 1, 14, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def schedule(slug: str, at: datetime = GO_LIVE_AT, **fields: Any) -> ArticlePage:
    """An article that the newsroom wrote before, to go live at a moment."""
    article = make_article(slug, live=False, **fields)
    with time_machine.travel(FOUNDED_AT, tick=False):
        article.go_live_at = at
        article.save_revision().publish()
    article.refresh_from_db()
    assert not article.live
    return article


def publish_due_at(at: datetime) -> int:
    with time_machine.travel(at, tick=False):
        return Scheduler().publish_due(at)


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.INFO, logger="cms.running.scheduling"):
        yield caplog


@pytest.mark.django_db
def test_page_goes_live_at_its_time_and_not_before(log: pytest.LogCaptureFixture) -> None:
    store = make_store("pitman")
    article = schedule("flu")
    assert publish_due_at(GO_LIVE_AT - SECOND) == 0
    assert not ArticlePage.objects.carried_by(store, GO_LIVE_AT - SECOND).exists()
    assert publish_due_at(GO_LIVE_AT) == 1
    assert ArticlePage.objects.carried_by(store, GO_LIVE_AT).get() == article
    assert log.messages == [f"Published 'Flu' (articlepage {article.pk})"]
    assert publish_due_at(GO_LIVE_AT + SECOND) == 0


@pytest.mark.django_db
def test_change_of_a_live_page_waits_for_its_time() -> None:
    article = make_article("flu", title="Flu")
    publish(article)
    article.refresh_from_db()
    with time_machine.travel(FOUNDED_AT, tick=False):
        article.title, article.go_live_at = "Flu season", GO_LIVE_AT
        article.save_revision().publish()
    assert ArticlePage.objects.get(pk=article.pk).title == "Flu"
    publish_due_at(GO_LIVE_AT)
    assert ArticlePage.objects.get(pk=article.pk).title == "Flu season"


@pytest.mark.django_db
def test_expired_page_is_taken_down_with_a_line_in_its_history(log: pytest.LogCaptureFixture) -> None:
    article = make_article("flu", expire_at=GO_LIVE_AT)
    assert publish_due_at(GO_LIVE_AT) == 0
    assert publish_due_at(GO_LIVE_AT + SECOND) == 1
    article.refresh_from_db()
    assert (article.live, article.expired) == (False, True)
    assert log.messages == [f"Took down 'Flu' (page {article.pk})"]


@pytest.mark.django_db
def test_page_that_cannot_go_live_holds_up_no_other_and_is_named_once(log: pytest.LogCaptureFixture) -> None:
    broken = schedule("broken", GO_LIVE_AT - SECOND)
    schedule("flu")
    revision = Revision.objects.get(object_id=str(broken.pk))
    revision.content["teaser"] = ""
    revision.save()
    scheduler = Scheduler()
    with time_machine.travel(GO_LIVE_AT, tick=False):
        assert [scheduler.publish_due(GO_LIVE_AT), scheduler.publish_due(GO_LIVE_AT)] == [1, 0]
    assert ArticlePage.objects.get(slug="flu").live
    assert not ArticlePage.objects.get(slug="broken").live
    (error,) = [record.getMessage() for record in log.records if record.levelno == logging.ERROR]
    assert f"'Broken' (articlepage {broken.pk})" in error


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_only_one_scheduler_publishes_at_a_time() -> None:
    schedule("flu")
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            assert publish_due_at(GO_LIVE_AT) == 0
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
        assert publish_due_at(GO_LIVE_AT) == 1
    finally:
        other.close()


class Pauses(Event):
    """Counts the pauses instead of making them, and stops after some."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most
        self.seconds: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.seconds.append(timeout)
        if len(self.seconds) == self.most:
            self.set()
        return self.is_set()


def test_database_that_is_away_is_asked_ever_more_rarely_and_at_once_again_when_it_answers(
    monkeypatch: pytest.MonkeyPatch, log: pytest.LogCaptureFixture
) -> None:
    looks = iter([*[OperationalError("no route")] * 7, None, None])

    def publish_due(self: Scheduler, at: datetime) -> int:
        error = next(looks)
        if error:
            raise error
        return 0

    monkeypatch.setattr(Scheduler, "publish_due", publish_due)
    monkeypatch.setattr(Scheduler, "next_due", lambda self, at: None)
    monkeypatch.setattr("cms.running.scheduling.connection.close", lambda: None)
    monkeypatch.setattr("cms.running.scheduling.beat", lambda name, at: None)
    monkeypatch.setattr("cms.running.scheduling.tidy_daily", lambda at: None)
    monkeypatch.setattr("cms.running.scheduling.clocks_apart", timedelta)
    monkeypatch.setattr("cms.running.scheduling.make_rounds", lambda at: None)
    pauses = Pauses(9)
    run(pauses, every=2)
    assert pauses.seconds == [4, 8, 16, 32, LONGEST_PAUSE, LONGEST_PAUSE, LONGEST_PAUSE, 2, 2]
    assert log.messages[-1] == "The database answers again."


def test_scheduler_that_is_told_to_stop_does_not_look_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cms.running.scheduling.connection.close", lambda: None)
    monkeypatch.setattr("cms.running.scheduling.beat", lambda name, at: None)
    monkeypatch.setattr("cms.running.scheduling.tidy_daily", lambda at: None)
    monkeypatch.setattr("cms.running.scheduling.clocks_apart", timedelta)
    monkeypatch.setattr("cms.running.scheduling.make_rounds", lambda at: None)
    looks: list[datetime] = []
    monkeypatch.setattr(Scheduler, "publish_due", lambda self, at: looks.append(at))
    monkeypatch.setattr(Scheduler, "next_due", lambda self, at: None)
    run(Pauses(3), every=1)
    assert len(looks) == 3


@pytest.mark.django_db
def test_scheduler_waits_for_no_longer_than_until_something_is_due() -> None:
    """Looked every 10 seconds, what was to go live at 9:00:00 went live at 9:00:09."""
    scheduler, before = Scheduler(), GO_LIVE_AT - 8 * SECOND
    with time_machine.travel(before, tick=False):
        assert scheduler.until_due(before, 10) == 10
        schedule("late", GO_LIVE_AT + SECOND)
        assert scheduler.until_due(before, 10) == 9
        schedule("flu")
        assert scheduler.until_due(before, 10) == 8
        assert scheduler.until_due(before, 5) == 5
        Release.objects.create(name="Spring", goes_live_at=GO_LIVE_AT - 2 * SECOND)
        assert scheduler.until_due(before, 10) == 6
    # What became due while it was busy is done at once; what can't go live does not keep it awake.
    with time_machine.travel(GO_LIVE_AT, tick=False):
        assert scheduler.until_due(before, 10) == SHORTEST_PAUSE
    with time_machine.travel(GO_LIVE_AT + SECOND, tick=False):
        assert scheduler.until_due(GO_LIVE_AT + SECOND, 10) == 10


@pytest.mark.django_db
def test_a_wrong_clock_keeps_nobody_awake(monkeypatch: pytest.MonkeyPatch) -> None:
    schedule("flu")
    monkeypatch.setattr("cms.running.scheduling.clocks_apart", lambda: timedelta(hours=1))
    scheduler = Scheduler()
    with time_machine.travel(GO_LIVE_AT, tick=False):
        assert scheduler.until_due(scheduler.look() - SECOND, 10) == 10
    assert not ArticlePage.objects.get().live
