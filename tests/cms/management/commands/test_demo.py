"""`manage.py demo`: makes the network once, and serves it."""

import socket
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from wagtail.models import Collection, Page, Site

from cms.demo import building
from cms.demo.building import is_built
from cms.management.commands import demo
from cms.media.models import NetworkImage
from cms.models import Provider, Topic
from cms.running.scheduling import run_all
from cms.users.models import User
from stores.models import StoreGroup, StorePage, StoreRegistration
from tests.factories.network import make_network
from tests.factories.stores import make_store

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unfounded", "empty_storage")]


@pytest.fixture(autouse=True)
def builds(monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Path) -> list[str]:
    """One entry for each time that the network was built: a small one, in no time."""
    made: list[str] = []

    def build() -> None:
        made.append("network")
        make_network()
        make_store("pitman")

    monkeypatch.setattr(demo, "build", build)
    monkeypatch.setattr(demo.Command, "_serve", lambda self: made.append("served"))
    settings.BASE_DIR = tmp_path
    return made


def run(*arguments: str) -> str:
    output = StringIO()
    call_command("demo", *arguments, stdout=output)
    return output.getvalue()


def test_first_run_builds_and_says_what_to_open(builds: list[str], tmp_path: Path) -> None:
    text = run("--no-serve")
    assert builds == ["network"]
    assert "http://pitman.localhost:8000/" in text
    assert "http://localhost:8000/admin/" in text
    assert "http://localhost:8000/api/docs/" in text
    assert "log in as editor with mortar-editor" in text
    assert (tmp_path / "var").is_dir()


def test_second_run_builds_nothing_and_keeps_what_was_changed(builds: list[str]) -> None:
    run("--no-serve")
    StorePage.objects.filter(slug="pitman").update(title="Pitman Drugs")
    text = run("--no-serve")
    assert builds == ["network"]
    assert "Pitman Drugs" in text


def test_network_that_was_made_by_hand_is_not_built_upon(builds: list[str]) -> None:
    make_network()
    run("--no-serve")
    assert builds == []


def test_another_port_moves_every_site(settings: LazySettings) -> None:
    run("--no-serve")
    settings.SITE_PORT, settings.NETWORK_URL = 8001, "http://localhost:8001"
    text = run("--no-serve")
    assert Site.objects.get().port == 8001
    assert "http://pitman.localhost:8001/" in text


def test_it_serves_unless_told_not_to(builds: list[str], settings: LazySettings) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        settings.SITE_PORT = probe.getsockname()[1]
    run()
    assert builds == ["network", "served"]


def test_port_that_is_taken_is_said_before_anything_is_built(builds: list[str], settings: LazySettings) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = settings.SITE_PORT = taken.getsockname()[1]
        with pytest.raises(CommandError, match=rf"Port {port} can't be had .*PORT={port + 1} make demo"):
            run()
    assert builds == []


def test_it_is_refused_where_the_settings_do_not_allow_it(builds: list[str], settings: LazySettings) -> None:
    settings.DEMO_ALLOWED = False
    with pytest.raises(CommandError, match=r"The demo runs with cms.settings.dev only"):
        run("--no-serve")
    assert builds == []
    assert not Site.objects.exists()


def test_server_runs_with_scheduler_and_worker_beside_it(
    monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    monkeypatch.undo()
    called: list[Any] = []

    def serve_beside(command: list[str], work: Any, *others: list[str]) -> int:
        called.extend([command, work, others])
        return 3

    monkeypatch.setattr("cms.management.commands.demo.connection.close", lambda: None)
    monkeypatch.setattr(demo, "serve_beside", serve_beside)
    monkeypatch.setattr(demo, "leave", called.append)
    demo.Command()._serve()
    command, work, others, code = called
    assert code == 3
    live = ["manage.py", "live", "--port", str(settings.SITE_PORT + demo.LIVE_BESIDE)]
    assert [each[1:] for each in others] == [["manage.py", "run_worker", "--nice", "10"], live]
    assert command[1:3] == ["-m", "granian"]
    assert command[command.index("--host") + 1] == "127.0.0.1"
    assert command[command.index("--port") + 1] == "8000"
    assert command[-1] == "cms.wsgi:application"
    assert (work.func, work.keywords) == (run_all, {"every": demo.LOOK_EVERY})


def test_empty_database_has_no_network() -> None:
    assert not is_built()


@pytest.mark.trial
def test_building_that_fails_midway_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def rows() -> dict[str, int]:
        models = (Page, Site, Collection, Group, StoreGroup, StoreRegistration, User, NetworkImage, Provider, Topic)
        return {model.__name__: model._default_manager.count() for model in models}

    def broken(*_args: Any) -> None:
        raise RuntimeError("midway")

    before = rows()
    # The last step, when everything else stands.
    monkeypatch.setattr(building, "_make_pages", broken)
    with pytest.raises(RuntimeError, match="midway"):
        building.build()
    assert rows() == before
    assert not is_built()
