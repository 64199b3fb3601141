"""What tests of the demo share: the network, built once."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.db import transaction

from cms.demo.building import build
from tests.factories.media import FOLDERS
from tests.factories.network import FOUNDED_AT


@pytest.fixture(scope="package")
def network(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demo network as built on the day of the tests; once for the package, and undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(FOUNDED_AT, tick=False):
            build()
        yield
        transaction.set_rollback(True)
    for folder in FOLDERS:
        default_storage.delete(folder)
