"""What the templates know of time: the store's date, each counter's own, and the moment that was asked for."""

from datetime import datetime
from typing import Any

from api.serializers.shown import Shown
from stores.hours.surfaces import status_lines


def clock_of(shown: Shown, hours_at: datetime | None = None) -> dict[str, Any]:
    """What is so at the store at the moment of its hours, which is that of `shown` unless another one is chosen.

    `todays`: counter -> its date (ISO), that of the night while one runs. `statuses`: the lines of the header.
    `store_date`: the store's own date (ISO), for paper.
    `hours_at`: the chosen moment in the store's zone (ISO), None for now.
    """
    then = shown.moved_to(hours_at)
    local = then.at.astimezone(then.store.zone)
    return {
        "todays": {counter.value: each.today(then.at).isoformat() for counter, each in then.schedules.items()},
        "statuses": status_lines(then.statuses),
        "hours_at": local.isoformat(timespec="seconds") if hours_at else None,
        "zone_name": local.tzname(),
        "store_date": local.date().isoformat(),
    }
