"""What the workers of one server share: whether it is about to stop, and their numbers."""

from pathlib import Path

from django.conf import settings

DRAINING = "draining"
"""The file of the run directory that says so, to all workers at once."""
METRICS = "metrics"
"""The folder of the run directory where the workers count."""


def is_draining() -> bool:
    """Whether it has been told to stop, and takes no new work from a proxy."""
    return bool(settings.RUN_DIRECTORY) and (Path(settings.RUN_DIRECTORY) / DRAINING).exists()
