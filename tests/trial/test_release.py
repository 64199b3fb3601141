"""A release of 50 pages goes live at its second, and is taken back, while readers read: what each of them saw.

make trial ARGS="tests/trial/test_release.py -s"
"""

import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from time import time
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.models import ArticlePage, Release
from tests.factories.network import make_editor
from tests.factories.newsroom import make_article
from tests.factories.stores import make_store
from tests.harness.production import PASSWORD, ROOT, Browser, environment, instance, running, words_of
from tests.harness.servers import database_url
from tests.harness.together import READINGS, SINCE, Answer, Crowd, check_all_or_nothing, make_release, watching

pytestmark = [pytest.mark.trial, pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

PAGES = 50
LATEST = 20.0
"""Seconds after its second until somebody reads it, on two cores that readers and others keep busy; on idle ones 4."""
OTHERS = 30


def told(what: str, answers: list[Answer], *, seen_at: float, is_live: bool) -> str:
    """How many answers of each kind, and how long old ones were still given out, in milliseconds after the commit."""
    old = [each.asked_at - seen_at for each in answers if bool(each.since) != is_live]
    kinds = ", ".join(f"{kind} {number}" for kind, number in Counter(each.kind for each in answers).items())
    hits = sum(each.is_hit for each in answers)
    return f"{what}: {kinds}; {hits} hits; the last old answer was asked for {max(old) * 1000:.0f} ms after the commit"


def test_a_release_goes_live_at_its_second_and_is_taken_back_and_nobody_reads_a_part_of_it(
    tmp_path: Path, settings: Any
) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    host = make_store("pitman").site.hostname
    for number in range(OTHERS):
        make_article(f"other-{number}", title=f"Other {number}")
    release, person = make_release(PAGES), make_editor()
    person.set_password(PASSWORD)
    person.save()
    (tmp_path / "media").mkdir()
    variables = environment(database_url(), tmp_path / "media", DJANGO_SETTINGS_MODULE="cms.settings.production")
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(collect, cwd=ROOT, env=variables, check=True)
    log, live = tmp_path / "log", "SELECT published_at IS NOT NULL FROM cms_release"
    with (
        instance(variables, log, workers=2, drain=0) as server,
        running(variables, "run_scheduler", log=tmp_path / "scheduler") as _scheduler,
    ):
        editor = Browser(server.port)
        editor.log_in("editor")
        at = timezone.now().replace(microsecond=0) + timedelta(seconds=17)
        Release.objects.update(goes_live_at=at)
        with Crowd(server.port, host, READINGS).reading() as crowd, watching(database_url(), live) as seen_at:
            published = seen_at()
            crowd.wait_for_all(since=published + 1)
        check_all_or_nothing(crowd.answers, PAGES, seen_at=published, is_live=True)
        first = min(each.clock for each in crowd.answers if each.since)
        print(told("goes live", crowd.answers, seen_at=published, is_live=True))  # noqa: T201
        print(f"first read {first - at.timestamp():.2f} s after its second")  # noqa: T201
        assert 0 <= first - at.timestamp() <= LATEST
        check_change_is_named(editor, release)
        back = "SELECT taken_back_at IS NOT NULL FROM cms_release"
        with Crowd(server.port, host, READINGS).reading() as crowd, watching(database_url(), back) as seen_at:
            crowd.wait_for_all(since=0)
            began = time()
            assert f"'Spring' is taken back: {PAGES} pages." in take_back(editor, release)
            lasted, taken = time() - began, seen_at()
            crowd.wait_for_all(since=taken + 1)
        check_all_or_nothing(crowd.answers, PAGES, seen_at=taken, is_live=False)
        print(told(f"taken back in {lasted:.2f} s", crowd.answers, seen_at=taken, is_live=False))  # noqa: T201


def take_back(editor: Browser, release: Release) -> str:
    """What the editor is told after the button."""
    place = reverse("cms_release", args=[release.pk])
    assert editor.ask(place).status == 200
    reply = editor.send(place, do="take-back")
    assert reply.status == 302, words_of(reply)
    return words_of(editor.ask(place))


def check_change_is_named(editor: Browser, release: Release) -> None:
    """One page is changed after the release: nothing is taken back, until it is as the release left it."""
    item = release.release_pages.select_related("after").get(page__slug="page-7")
    article = ArticlePage.objects.get(pk=item.page_id)
    article.teaser = "Mended since."
    article.save_revision().publish()
    words = take_back(editor, release)
    assert "Nothing was done. 'Release 07' was changed since." in words
    assert ArticlePage.objects.live().filter(title__startswith=SINCE).count() == PAGES
    item.after.publish()
