"""What the server of `manage.py live` loads."""

import django

django.setup()

from api.live.application import Live  # noqa: E402  (models are loaded by now)

application = Live()
