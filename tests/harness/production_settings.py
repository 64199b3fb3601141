"""Production's settings for a server of the suite: static files are served from the code, and not collected first."""

from cms.settings.production import *  # noqa: F403  (these, but for what follows)
from cms.settings.production import STORAGES

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
