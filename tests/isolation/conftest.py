"""The planted network: one for the package, rolled back after it."""

import logging
from collections.abc import Iterator
from unittest import mock

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.db import transaction
from django.template import Context, Template
from django.utils.safestring import SafeString
from pytest_django import DjangoDbBlocker

from tests.factories.media import FOLDERS
from tests.isolation.crawl import Crawl
from tests.isolation.known import known_people
from tests.isolation.planting import LATE, NOW, Planted, plant


@pytest.fixture(scope="package")
def planted(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Planted]:
    """The network, planted once for all tests of the package; the clock stands at NOW."""
    with django_db_blocker.unblock(), transaction.atomic():
        empty_files()
        with time_machine.travel(LATE, tick=False):
            network = plant()
        with time_machine.travel(NOW, tick=False):
            yield network
        transaction.set_rollback(True)
        empty_files()


def empty_files() -> None:
    """Other tests find the storage as they left it."""
    for folder in (*FOLDERS, "wagtail_uploads"):
        default_storage.delete(folder)


@pytest.fixture(scope="package")
def crawl(planted: Planted) -> Crawl:
    """The crawl of the planted network, which remembers forms and rows from one role to the next."""
    return Crawl(planted)


def _plainly(template: Template, context: Context) -> SafeString:
    """As outside tests: nobody is told of each field, icon and row."""
    return template.nodelist.render(context)


@pytest.fixture
def known_askers() -> Iterator[None]:
    """For tests that take every request back, or change nobody: see `tests.isolation.known`."""
    with known_people():
        yield


@pytest.fixture
def quick_asking() -> Iterator[None]:
    """Leaves out what Django's test client and the log would note of each of thousands of answers.

    Files stay: a row that a request deleted comes back with the rollback, a file would not.
    """
    logging.disable(logging.CRITICAL)
    with (
        mock.patch.object(Template, "_render", new=_plainly),
        mock.patch.object(default_storage, "delete"),
    ):
        yield
    logging.disable(logging.NOTSET)
