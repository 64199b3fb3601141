"""The suite: a real database from the harness, files in memory, quick passwords."""

from cms import env
from cms.settings.base import *  # noqa: F403
from cms.settings.base import TASKS
from cms.settings.network import settings_for

SECRET_KEY = "django-insecure-tests-only"  # noqa: S105

globals().update(settings_for("localhost:8000", scheme="http"))

DATABASES = {"default": env.database("DATABASE_URL")}

NETWORK_TIME_ZONE = "America/New_York"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# A picture is made as soon as its transaction has ended; a test that is rolled back makes it by itself.
TASKS = {alias: {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"} for alias in TASKS}
# Tests ask Django without what stands around it. Who may read is tried with it, or with a key.
ACCESS_IS_ASKED = False
DEMO_ALLOWED = True
SERVE_MEDIA = True
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
MAIL_TRANSPORT = EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
