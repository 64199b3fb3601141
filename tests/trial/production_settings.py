"""Production's settings, and a view that raises while a file says so."""

from cms.settings.production import *  # noqa: F403  (these, but for what follows)
from cms.settings.production import MIDDLEWARE

MIDDLEWARE = [*MIDDLEWARE, "tests.trial.raising.RaisingMiddleware"]
