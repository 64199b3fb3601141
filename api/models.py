"""The models of the API, each in its room."""

from api.caching.models import Change, Generation, Touch
from api.limits.models import Allowance

__all__ = ["Allowance", "Change", "Generation", "Touch"]
