"""What the newsroom's tests may ask for."""

from tests.factories.media import empty_storage

__all__ = ["empty_storage"]
