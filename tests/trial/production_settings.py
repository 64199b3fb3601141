"""Production's settings, a view that raises while a file says so, and a clock that a trial may move."""

import os
import threading
import time
from typing import Any

from cms.settings.production import *  # noqa: F403  (these, but for what follows)
from cms.settings.production import MIDDLEWARE

MIDDLEWARE = [*MIDDLEWARE, "tests.trial.raising.RaisingMiddleware"]

if "FAKETIME_TIMESTAMP_FILE" in os.environ:
    # libfaketime 0.9.10 refuses the system's call that Python sleeps with, but not the one that it waits with.
    def _sleep(seconds: Any) -> None:
        threading.Event().wait(float(seconds))

    time.sleep = _sleep
