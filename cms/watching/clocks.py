"""The clocks of a network: of each machine, and of the database. One of them may be wrong."""

from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

SKEW = timedelta(minutes=1)
"""What machines that keep their time are never apart. A moment that is further ahead was written by a wrong clock."""


def database_now() -> datetime:
    """The database's clock, which all machines share."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now


def clocks_apart() -> timedelta:
    """How far this machine's clock and the database's are apart."""
    return abs(database_now() - timezone.now())


def is_lately(moment: datetime | None, at: datetime, within: timedelta) -> bool:
    """Whether a moment lies so little before `at`; one that is far ahead says nothing."""
    return moment is not None and -SKEW <= at - moment < within
