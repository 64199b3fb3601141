"""The database fails in every way that it can; what do readers see, what does an owner lose, how soon is it over?"""

import signal
from time import sleep

import pytest

from tests.harness.production import instance
from tests.harness.watched import LINES, Readers
from tests.trial.scene import Scene

pytestmark = [pytest.mark.trial, pytest.mark.django_db(transaction=True)]

SECONDS = 6.0


def test_database_is_stopped_hung_restarted_cut_and_full(scene: Scene) -> None:
    database = scene.database
    with instance(scene.variables, scene.directory / "log") as server:
        scene.warm(server.port)
        owner = scene.owner(server.port)
        with Readers(lambda: server.port, scene.kinds).asking() as readers, owner.saving(readers):
            sleep(2)
            with readers.fault("PostgreSQL is stopped") as stopped:
                database.stop()
                sleep(SECONDS)
                database.begin()
            with readers.fault("PostgreSQL is killed and comes back") as killed:
                database.stop(signal.SIGQUIT)
                database.begin()
                sleep(1)
            with readers.fault("PostgreSQL hangs (SIGSTOP)") as hung:
                database.hang()
                sleep(2 * SECONDS)
                database.go_on()
            with readers.fault("connections are cut") as cut:
                assert database.cut()
                sleep(1)
            with readers.fault("no connection is left") as exhausted:
                database.exhaust()
                sleep(SECONDS)
                database.let_in()
        for during in (stopped, killed, hung, cut, exhausted):
            scene.check(during)
        assert max(line.recovery for line in LINES[-5:]) <= scene.recovery
        scene.check_nothing_lost(owner)
        assert owner.told > 10
