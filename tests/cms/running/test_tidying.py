"""What is deleted once a day, and what is not."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from wagtail.models import Revision

from cms.running.tidying import delete_leftovers, tidy_daily
from cms.users.models import SharedCache
from cms.watching.models import last_beat
from tests.factories.newsroom import make_article

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_sessions_and_counts_past_their_time_go_and_others_stay() -> None:
    for name, at in (("over", NOON - HOUR), ("open", NOON + HOUR)):
        Session.objects.create(session_key=name, session_data="", expire_date=at)
        SharedCache.objects.create(cache_key=name, value="", expires=at)
    done = delete_leftovers(NOON)
    assert (done["sessions"], done["counts of logins"]) == (1, 1)
    assert Session.objects.get().session_key == "open"
    assert SharedCache.objects.get().cache_key == "open"


def test_versions_go_that_are_old_and_no_draft_nor_live_nor_scheduled() -> None:
    article = make_article("flu")
    versions = [article.save_revision() for _ in range(4)]
    versions[1].publish()
    scheduled = versions[2]
    Revision.objects.filter(pk=scheduled.pk).update(approved_go_live_at=NOON + HOUR)
    ids = [version.pk for version in versions]
    for place, pk in enumerate(ids):
        Revision.objects.filter(pk=pk).update(created_at=NOON - timedelta(days=800 - place))
    before = set(Revision.objects.values_list("pk", flat=True))
    delete_leftovers(NOON)
    assert before - set(Revision.objects.values_list("pk", flat=True)) == {ids[0]}


def test_young_versions_stay() -> None:
    article = make_article("flu")
    for _ in range(3):
        article.save_revision()
    Revision.objects.update(created_at=NOON - timedelta(days=100))
    assert delete_leftovers(NOON)["old revisions"] == 0


def test_it_is_done_once_a_day() -> None:
    tidy_daily(NOON)
    Session.objects.create(session_key="over", session_data="", expire_date=NOON - HOUR)
    tidy_daily(NOON + 23 * HOUR)
    assert Session.objects.exists()
    tidy_daily(NOON + 24 * HOUR)
    assert not Session.objects.exists()
    assert last_beat("tidying") == NOON + 24 * HOUR
