"""Processes are killed in the midst of what they do, or told to stop; code raises. What is half done, who waits?"""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep

import pytest

from tests.harness.production import CUT, NETWORK, REFUSED, Browser, Reply, ask, instance, running
from tests.harness.watched import LINES, Kind, Readers, note, of, statuses
from tests.trial.raising import NAME
from tests.trial.scene import DRAFT, LIST, Scene, wait_for

pytestmark = [pytest.mark.trial, pytest.mark.django_db(transaction=True)]

HISTORY = "LOCK TABLE wagtailcore_pagelogentry IN SHARE MODE"
"""While it is held nobody writes the history: who publishes waits in the midst of it."""


def publish_article(browser: Browser, page_id: int, title: str) -> Reply:
    """The newsroom changes an article's title, and publishes it by Wagtail's form."""
    path = f"/admin/pages/{page_id}/edit/"
    form = browser.page_form_of(browser.ask(path))
    form |= {"title": title, "action-publish": "action-publish", "go_live_at": "", "comment_notifications": "on"}
    return browser.send(path, **form)


def test_worker_is_killed_in_a_publish(scene: Scene) -> None:
    database = scene.database
    with instance(scene.variables, scene.directory / "log") as server, ThreadPoolExecutor(1) as beside:
        scene.warm(server.port)
        owner, newsroom = scene.owner(server.port), Browser(server.port)
        newsroom.log_in("admin")
        assert owner.save().status == 302
        page_id = database.value("SELECT id FROM wagtailcore_page WHERE slug = 'article-1'")
        state = "SELECT title, live_revision_id FROM wagtailcore_page WHERE id = %s"
        before = database.sql(state, page_id)
        with Readers(lambda: server.port, scene.kinds).asking() as readers:
            sleep(1)
            with readers.fault("a worker is killed in an owner's publish") as first, database.locked(HISTORY):
                saving = beside.submit(owner.save)
                wait_for(database.has_waiting)
                os.kill(server.workers()[0], signal.SIGKILL)
                assert saving.result().status == CUT
            scene.check_nothing_lost(owner)
            assert database.value("SELECT welcome FROM stores_storepage WHERE page_ptr_id = %s", scene.store_id) == (
                "welcome 1"
            )
            with readers.fault("a worker is killed in a publish of the newsroom") as second, database.locked(HISTORY):
                publishing = beside.submit(publish_article, newsroom, page_id, "Changed")
                wait_for(database.has_waiting)
                os.kill(server.workers()[0], signal.SIGKILL)
                assert publishing.result().status == CUT
        assert database.sql(state, page_id) == before
        assert owner.save().status == 302
        assert publish_article(newsroom, page_id, "Changed").status == 302
        assert database.value("SELECT title FROM wagtailcore_page WHERE id = %s", page_id) == "Changed"
        scene.check_nothing_lost(owner)
        for during in (first, second):
            # One worker: whoever it had in hand is cut, and who comes before the next one is up is refused. The proxy
            # asks the other instance.
            assert set(statuses(during)) <= {200, CUT, REFUSED, 503}
            assert statuses(during)[CUT] <= 4
        assert max(line.recovery for line in LINES[-2:]) <= scene.recovery


def test_view_that_raises(scene: Scene) -> None:
    fault = scene.media / NAME
    with instance(scene.variables, scene.directory / "log") as server:
        scene.warm(server.port)
        broken = Kind("broken", lambda number: f"/api/v2/experts/?offset={number}", scene.host, every=0.2)
        readers = Readers(lambda: server.port, [*scene.kinds, broken])
        assert ask(server.port, broken.path(0), scene.host).status == 200
        with readers.asking():
            sleep(1)
            with readers.fault("what renders one resource raises") as during:
                fault.write_text("/api/v2/experts/")
                sleep(4)
                fault.unlink()
        assert set(statuses(of("broken", during))) <= {200, 500}
        assert statuses(of("broken", during))[500] > 10
        others = [each for each in during if each.kind != "broken"]
        assert set(statuses(others)) == {200}
        scene.check(others)
        assert LINES[-1].recovery <= scene.recovery


def test_scheduler_is_killed_in_a_publish(scene: Scene) -> None:
    database, log = scene.database, scene.directory / "scheduler"
    path = "/api/v2/articles/find/?slug=" + DRAFT
    with instance(scene.variables, scene.directory / "log") as server:
        scene.warm(server.port)
        with Readers(lambda: server.port, scene.kinds).asking() as readers:
            before = scene.article()
            assert before[0] is False
            with readers.fault("the scheduler is killed in a publish") as during:
                with running(scene.variables, "run_scheduler", "--every=0.2", log=log) as scheduler:
                    with database.locked(HISTORY):
                        wait_for(database.has_waiting, 60)
                        scheduler.kill()
                        scheduler.wait()
                    wait_for(lambda: not database.has_waiting())
                assert scene.article() == before
                assert ask(server.port, path, scene.host).status == 404
            scene.check(during)
            assert set(statuses(during)) == {200}
            with running(scene.variables, "run_scheduler", "--every=0.2", log=log):
                wait_for(lambda: ask(server.port, path, scene.host).status in {200, 302}, 60)
            assert scene.article() == (True, before[1], True, before[3] + 1)


def test_signal_while_requests_are_in_hand(scene: Scene) -> None:
    database, drain = scene.database, 3.0
    with (
        instance(scene.variables, scene.directory / "log", drain=drain) as server,
        ThreadPoolExecutor(1) as beside,
    ):
        scene.warm(server.port)
        owner = scene.owner(server.port)
        readers = Readers(lambda: server.port, scene.kinds)
        with readers.asking(), database.locked(HISTORY):
            sleep(1)
            saving = beside.submit(owner.save)
            wait_for(database.has_waiting)
            told_at = monotonic()
            server.process.send_signal(signal.SIGTERM)
            wait_for(lambda: ask(server.port, "/healthz", NETWORK).status == 503, drain)
            wait_for(lambda: ask(server.port, LIST, scene.host).status == REFUSED, drain + 2)
            refuses_at = monotonic()
            sleep(0.5)
            assert not saving.done()
        assert saving.result().status == 302
        assert server.process.wait(35) == 0
        ended_at = monotonic()
    found = readers.between(told_at, ended_at)
    note(
        "SIGTERM with a save and readers in hand",
        recovery=ended_at - told_at,
        words={"until it takes no more": {str(key): each for key, each in statuses(found).items()}},
    )
    assert refuses_at - told_at >= drain - 0.5
    assert set(statuses(found)) <= {200, REFUSED}, statuses(found)
    scene.check_nothing_lost(owner)
    assert owner.told == 1
