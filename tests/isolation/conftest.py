"""The planted network: one per module, rolled back after it."""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.isolation.planting import LATE, NOW, Planted, plant


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Planted]:
    """The network, planted once for all tests of a module; the clock stands at NOW."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(LATE, tick=False):
            network = plant()
        with time_machine.travel(NOW, tick=False):
            yield network
        transaction.set_rollback(True)
