"""No moment is told without its zone, and there is one way to tell it."""

import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.template import Context, Template
from django.utils import timezone

from stores.zone_words import moment_text

AT = datetime(2026, 12, 1, 22, 5, tzinfo=UTC)
DENVER = ZoneInfo("America/Denver")
PACKAGES = ("stores", "cms", "users", "media")
CLOCK = re.compile(
    r"""\|(date|time)(:["'][^"']*(?<!\\)[aAgGhHifPTc][^"']*["']|(?!:))|\|(naturaltime|timesince|timeuntil)"""
)
"""In a template: what tells more of a moment than its day."""
IN_CODE = re.compile(r"DATETIME_FORMAT|TIME_FORMAT|dateformat\.|date_format\(|:%[^}]*%[HI]")
ALLOWED = {
    ("home_now.html", '|time:"H:i"'),  # a hidden field: a time of the store's own day
}
CODE_ALLOWED = {
    "zone_words.py",
    "handover.py",  # with its zone, in a file
    "running.py",  # with its zone, in a lock's name
    "models.py: {self.opens_at:%H:%M}-{self.closes_at:%H:%M}",
    "differences.py",  # as it is kept
    "xlsx_files.py",  # as it is written in a file
}


def files(pattern: str) -> list[Path]:
    return [file for app in PACKAGES for file in Path(apps.get_app_config(app).path).glob(pattern)]


def test_a_moment_of_the_database_is_told_by_the_clock_of_who_asks() -> None:
    with timezone.override(DENVER):
        assert moment_text(AT) == "Tue, Dec 1, 2026, 3:05 PM MST"
        assert moment_text(AT, ZoneInfo("America/New_York")) == "Tue, Dec 1, 2026, 5:05 PM EST"


def test_a_moment_that_was_put_into_a_zone_stays_there() -> None:
    with timezone.override("America/New_York"):
        assert moment_text(AT.astimezone(DENVER)) == "Tue, Dec 1, 2026, 3:05 PM MST"


def test_summer_is_named() -> None:
    assert moment_text(AT.replace(month=7), DENVER).endswith("4:05 PM MDT")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('{{ at|moment:"America/Denver" }}', "Tue, Dec 1, 2026, 3:05 PM MST"),
        ("{{ nothing|moment }}", ""),
    ],
)
def test_templates_have_it_as_a_filter(written: str, shown: str) -> None:
    assert Template("{% load moments %}" + written).render(Context({"at": AT, "nothing": None})) == shown


def test_no_template_tells_a_time_in_another_way() -> None:
    found = {(file.name, match[0]) for file in files("templates/**/*.*") for match in CLOCK.finditer(file.read_text())}
    assert len(files("templates/**/*.*")) > 100
    assert found <= ALLOWED


@pytest.mark.parametrize(
    "written", ['{{ at|date:"g:i A" }}', "{{ at|date }}", "{{ at|time }}", '{{ at|date:"M j, P" }}']
)
def test_the_search_knows_a_bare_time(written: str) -> None:
    assert CLOCK.search(written)


@pytest.mark.parametrize("written", ['{{ on|date:"F j, Y" }}', '{{ on|date:"l, F j" }}', "{{ at|moment }}"])
def test_the_search_passes_days_over(written: str) -> None:
    assert not CLOCK.search(written)


def test_no_code_tells_a_time_in_another_way() -> None:
    found = []
    for file in files("**/*.py"):
        if {"migrations", "demo", "engine"} & set(file.parts):
            continue
        for line in file.read_text().splitlines():
            if IN_CODE.search(line):
                found.append(f"{file.name}: {line.strip()}")
    assert [line for line in found if line.partition(":")[0] not in CODE_ALLOWED] == []
