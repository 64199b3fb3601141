"""The models of the API, each in its room."""

from api.caching.models import Change, Generation, Touch
from api.changes.models import Event, Feed
from api.keys.models import ApiKey, NetworkAccess
from api.limits.models import Allowance
from api.previewing.models import Preview
from api.webhooks.models import Delivery, Webhook

__all__ = [
    "Allowance",
    "ApiKey",
    "Change",
    "Delivery",
    "Event",
    "Feed",
    "Generation",
    "NetworkAccess",
    "Preview",
    "Touch",
    "Webhook",
]
