"""The settings of a real worker on the database of a test: tasks wait, mail goes to a server of this machine."""

import os
from pathlib import Path

from cms.settings import base
from cms.settings.test import *  # noqa: F403  (the settings of tests, but for what follows)

TASKS = base.TASKS
MAIL_TRANSPORT = base.MAIL_TRANSPORT
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ["MAIL_PORT"])
MEDIA_ROOT = Path(os.environ["MEDIA_ROOT"])
STORAGES = {**STORAGES, "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}  # noqa: F405  (the same)
