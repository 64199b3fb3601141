"""What API tests may ask for."""

import pytest
from django.test import Client

from tests.api.asking import Api
from tests.factories.lupus import lupus_network
from tests.factories.media import empty_storage

__all__ = ["empty_storage", "lupus_network"]


@pytest.fixture
def api(db: None, client: Client) -> Api:
    """The API on the network's host, for somebody who is not logged in."""
    return Api(client)
