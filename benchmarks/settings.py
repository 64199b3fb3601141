"""Mortar as in production, without TLS: kept connections, no debugging, a cache that the database holds."""

from cms.settings.test import *  # noqa: F403
from cms.settings.test import DATABASES

DATABASES["default"] |= {"ENGINE": "cms.running.postgresql", "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
WHITENOISE_AUTOREFRESH = False
SLOW_REQUEST_MS = SLOW_QUERY_MS = 600_000
