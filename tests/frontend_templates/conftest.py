"""What tests of the storefront may ask for."""

from tests.factories.lupus import lupus_network
from tests.factories.media import empty_storage

__all__ = ["empty_storage", "lupus_network"]
