"""The models of the API, each in its room."""

from api.caching.models import Change, Generation, Touch
from api.changes.models import Event, Feed
from api.limits.models import Allowance

__all__ = ["Allowance", "Change", "Event", "Feed", "Generation", "Touch"]
