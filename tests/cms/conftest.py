"""What the newsroom's tests may ask for."""

from tests.factories.media import empty_storage
from tests.factories.people import client_of, pitman

__all__ = ["client_of", "empty_storage", "pitman"]
