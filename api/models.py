"""The models of the API, each in its room."""

from api.caching.models import Change, Generation, Touch

__all__ = ["Change", "Generation", "Touch"]
