"""The command line says which settings it runs with, and guesses none."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEST = {"DJANGO_SETTINGS_MODULE": "cms.settings.test", "DATABASE_URL": "sqlite://:memory:"}


def manage(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    values = {"PATH": os.environ["PATH"], **environment}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT, env=values, timeout=60)


def test_without_settings_nothing_runs_and_both_ways_are_named() -> None:
    done = manage("check")
    assert done.returncode == 1
    assert done.stderr.startswith("DJANGO_SETTINGS_MODULE is missing")
    assert "deploy/mortar" in done.stderr
    assert "cms.settings.dev" in done.stderr


def test_settings_of_the_command_line_count_and_are_named_on_standard_error_alone() -> None:
    done = manage("check", "--settings=cms.settings.test", **{**TEST, "DJANGO_SETTINGS_MODULE": "cms.settings.no"})
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[0] == "Settings: cms.settings.test; database :memory:"
    assert "Settings:" not in done.stdout


def test_help_needs_no_settings() -> None:
    assert manage("help").returncode == 0


def test_the_starter_runs_beside_the_demo_without_settings_of_its_own() -> None:
    done = manage("starter", "--port=none")
    assert done.stderr.startswith("Settings: cms.settings.dev; database ")
    assert "invalid int value: 'none'" in done.stderr
