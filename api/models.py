"""The models of the API, each in its room."""

from api.caching.models import Change, Generation, Touch
from api.changes.models import Event, Feed
from api.limits.models import Allowance
from api.webhooks.models import Delivery, Webhook

__all__ = ["Allowance", "Change", "Delivery", "Event", "Feed", "Generation", "Touch", "Webhook"]
