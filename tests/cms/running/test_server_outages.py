"""The server of production while its database hangs, is away and comes back: what `make trial` tries, in short."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.cms.running.test_serving import linux
from tests.factories.newsroom import make_article
from tests.factories.stores import make_store
from tests.harness.gate import gate_before
from tests.harness.production import NETWORK, Reply, ask, environment, instance
from tests.harness.servers import database_url

pytestmark = [linux, pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

LIST = "/api/v2/articles/"
LONGEST_KEPT, LONGEST = 0.5, 3.5
"""Seconds, on a machine that does other things as well; the trial reports what it is."""


def test_kept_answers_stay_and_nobody_waits_for_long_while_the_database_is_away(tmp_path: Path) -> None:
    store = make_store("pitman")
    make_article("flu")
    host = store.site.hostname
    with gate_before(database_url()) as gate, ThreadPoolExecutor(20) as others:
        variables = environment(gate.outside(), tmp_path, DJANGO_SETTINGS_MODULE="tests.harness.production_settings")
        with instance(variables, tmp_path / "log") as server:

            def get(path: str, at: str = host) -> Reply:
                return ask(server.port, path, at)

            def search(number: int) -> Reply:
                return get(f"{LIST}?search=word-{number}")

            assert get(LIST).status == 200
            assert search(0).status == 200
            gate.hang()
            until = monotonic() + 0.5
            slow = [others.submit(search, number) for number in range(40, 46)]
            sleep(0.3)
            kept = get(LIST)
            sleep(max(0.0, until - monotonic()))
            gate.leave_open()
            # Slow for a moment: nobody is refused, though more wait than may work.
            assert (kept.status, {each.result().status for each in slow}) == (200, {200})
            gate.hang()
            waiting = [others.submit(search, number) for number in range(1, 13)]
            sleep(0.3)
            for _ in range(5):
                kept, static = get(LIST), get("/static/stores/admin.css", NETWORK)
                assert (kept.status, static.status) == (200, 200)
                assert (kept.cached, "Age" in kept.headers) == ("mortar; hit; detail=database-away", True)
                assert max(kept.seconds, static.seconds) < LONGEST_KEPT
            refused = [each.result() for each in waiting]
            assert {reply.status for reply in refused} == {503}
            assert all("Retry-After" in reply.headers for reply in refused)
            assert max(reply.seconds for reply in refused) < LONGEST
            # At most three of four threads have waited for the database, and no more for those than have seats.
            assert sum(reply.seconds > 1.7 for reply in refused) <= 3
            assert sum(reply.seconds > 0.7 for reply in refused) <= 7
            gate.shut()
            assert (get(LIST).status, search(20).status) == (200, 503)
            gate.leave_open()
            back_at = monotonic()
            while (get(LIST).cached, search(21).status) != ("mortar; hit", 200):
                assert monotonic() - back_at < 2
            gate.cut()
            assert {search(number).status for number in range(30, 34)} == {200}
