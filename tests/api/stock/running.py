"""Runs Wagtail's tests of its API against ours, in a process of its own: `python -m tests.api.stock.running [NAME …]`.

Prints a line for each test that did not pass: its name and the last line of what it said.
"""

import sys
import unittest
from typing import Any

import django

SUITE = "wagtail.api.v2.tests"
OURS = {"api", "cms", "stores"}


def main(names: list[str]) -> None:
    """Runs them, or all. What needs Django's apps is imported once they are there."""
    django.setup()
    take_out_receivers()
    from django.test.runner import DiscoverRunner  # noqa: PLC0415

    runner = DiscoverRunner(verbosity=0, interactive=False)
    runner.setup_test_environment()
    suite = runner.build_suite(names or [SUITE])
    runner.setup_databases()
    found_site()
    result = unittest.TextTestRunner(stream=sys.stderr, verbosity=0).run(suite)
    for test, said in [*result.failures, *result.errors]:
        told(str(test.id()).removeprefix(f"{SUITE}."), what_was_said(said))
    told(result.testsRun, len(result.skipped))


def told(*parts: object) -> None:
    """A line for whoever runs this."""
    sys.stdout.write("\t".join(map(str, parts)) + "\n")


def what_was_said(said: str) -> str:
    """The first line after the last traceback: what follows it are comparisons in full."""
    _before, _traceback, last = said.rpartition("Traceback (most recent call last):")
    return next(line for line in last.splitlines() if line[:1].isalpha())


def take_out_receivers() -> None:
    """What our network forbids (a default Site, a page that is no store) Wagtail's sample site does."""
    from django.db.models import signals  # noqa: PLC0415

    for signal in (signals.pre_save, signals.post_save, signals.pre_delete, signals.post_delete, signals.m2m_changed):
        signal.receivers = [each for each in signal.receivers if room_of(each[1]) not in OURS]
        signal.sender_receivers_cache.clear()


def room_of(receiver: Any) -> str:
    """The package of a receiver, which a signal keeps as it is or weakly."""
    function = receiver() if type(receiver).__name__ in {"ReferenceType", "WeakMethod", "weakref"} else receiver
    return str(getattr(function, "__module__", "")).partition(".")[0]


def found_site() -> None:
    """What Wagtail's migrations leave behind."""
    from django.contrib.auth.models import Group  # noqa: PLC0415
    from wagtail.models import Collection, Locale, Page, Site  # noqa: PLC0415

    Locale.objects.create(language_code="en")
    root = Page.add_root(title="Root", slug="root")
    home = root.add_child(instance=Page(title="Welcome to your new Wagtail site!", slug="home"))
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    Collection.add_root(name="Root")
    for name in ("Moderators", "Editors"):
        Group.objects.create(name=name)


if __name__ == "__main__":
    main(sys.argv[1:])
