"""What a network needs before news can come in."""

import pytest

from tests.factories.media import library_collection
from tests.factories.network import articles_folder


@pytest.fixture(autouse=True)
def library(request: pytest.FixtureRequest) -> None:
    """The folder of articles, in tests with a database."""
    if request.node.get_closest_marker("django_db"):
        articles_folder()
        library_collection()
