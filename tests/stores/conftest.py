"""What the stores' tests may ask for."""

from tests.factories.people import ClientOf, client_of, pitman

__all__ = ["ClientOf", "client_of", "pitman"]
