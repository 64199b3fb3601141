"""The clock of the application's machine jumps ahead by a day, and back. The database's goes on."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import sleep

import pytest

from tests.harness.production import ask, instance, running
from tests.harness.watched import LINES, Readers, statuses
from tests.trial.scene import COMING, TOMORROWS, Scene, wait_for

pytestmark = [pytest.mark.trial, pytest.mark.django_db(transaction=True)]

AHEAD, RIGHT = "+26h", "+0"


@pytest.fixture
def jump(scene: Scene, tmp_path: Path, clock_library: str) -> Callable[[str], object]:
    """Moves the clock of every process of the scene that starts from now on. Time that is waited goes on as ever."""
    file = tmp_path / "clock"
    file.write_text(RIGHT)
    scene.variables |= {
        "LD_PRELOAD": clock_library,
        "FAKETIME_TIMESTAMP_FILE": str(file),
        "FAKETIME_CACHE_DURATION": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    return file.write_text


def test_clock_of_the_web_server_jumps(scene: Scene, jump: Callable[[str], object]) -> None:
    with instance(scene.variables, scene.directory / "log") as server:
        scene.warm(server.port)
        owner = scene.owner(server.port)

        def has_line() -> bool:
            return COMING.encode() in ask(server.port, "/", scene.host).body

        assert not has_line()
        # Every look at the clock costs much there.
        kinds = [replace(kind, every=1.0) for kind in scene.kinds]
        with Readers(lambda: server.port, kinds).asking() as readers, owner.saving(readers, every=2):
            sleep(1)
            with readers.fault("the clock jumps ahead by 26 hours, and back") as during:
                jump(AHEAD)
                wait_for(has_line)
                sleep(4)
                jump(RIGHT)
                # The library looks once a second.
                wait_for(lambda: not has_line(), 2 * scene.recovery)
            assert not any(has_line() for _ in range(10))
        assert set(statuses(during)) <= {200, 302}, statuses(during)
        assert LINES[-1].recovery <= scene.recovery
        scene.check_nothing_lost(owner)
        assert owner.told > 1


def test_clock_of_the_scheduler_jumps(scene: Scene, jump: Callable[[str], object]) -> None:
    log = scene.directory / "scheduler"

    def is_said(words: str) -> bool:
        return words in log.read_text()

    jump(AHEAD)
    with running(scene.variables, "run_scheduler", "--every=0.2", log=log):
        wait_for(lambda: is_said("Nothing is published: the clock is"), 60)
        sleep(2)
        assert not scene.article()[0]
        jump(RIGHT)
        wait_for(lambda: bool(scene.article()[0]), 10)
        assert is_said("The clock is right again")
    assert not scene.article(TOMORROWS)[0]
