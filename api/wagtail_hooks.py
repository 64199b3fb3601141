"""What the API adds to Wagtail's admin: a table of contents. What each room registers stands in its `hooks.py`."""

from api.keys import hooks as keys  # noqa: F401
from api.webhooks import hooks as webhooks  # noqa: F401
