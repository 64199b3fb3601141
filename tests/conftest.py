"""What every test may ask for."""

import pytest
from django.core.cache import cache
from hypothesis import settings as hypothesis_settings
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

# Examples are as fast as the machine lets them be: a slow one is no failure.
hypothesis_settings.register_profile("suite", deadline=None)
hypothesis_settings.load_profile("suite")


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Wagtail caches the Sites' root paths, and a rolled-back test would leave its own behind."""
    cache.clear()


@pytest.fixture
def json_snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Compares an answer with the reviewed JSON file of this test: `assert response.json() == json_snapshot`.

    `make test ARGS=--snapshot-update` writes the files anew; read the diff before you commit it.
    """
    return snapshot.use_extension(JSONSnapshotExtension)
