"""The WSGI entry point of every server."""

import gc
import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

try:
    application = get_wsgi_application()
except ImproperlyConfigured as refused:
    # The message alone, where somebody looks for it: at the end of the server's log.
    sys.exit(str(refused))
application = import_string(settings.WSGI_KEEPER)(application)

# What is loaded now stays: a collection that walks all of it takes a request longer than its answer does.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
