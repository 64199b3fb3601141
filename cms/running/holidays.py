"""Asking stores about holidays, as often as the scheduler is to look whether there is anybody to ask."""

import logging
from datetime import datetime, timedelta

from cms.watching.clocks import is_lately
from cms.watching.logs import AWAY
from cms.watching.models import beat, last_beat
from stores.hours.holidays.mail import ask_due

logger = logging.getLogger(__name__)

EVERY = timedelta(minutes=30)
NAME = "holiday questions"


def ask_now_and_then(at: datetime) -> None:
    """Ask whoever is to be asked if that was not done in the last half an hour."""
    if is_lately(last_beat(NAME), at, EVERY):
        return
    beat(NAME, at)
    try:
        mails = ask_due(at)
    except AWAY:
        raise
    except Exception:
        # Pages go live all the same; it is tried again.
        logger.exception("Can't ask stores about holidays")
        return
    if mails:
        logger.info("Asked about holidays in %d mails", mails)
