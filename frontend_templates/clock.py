"""What the templates know of time: the store's date, and the moment that somebody asked the hours for."""

from datetime import datetime

from stores.models import StorePage


def clock_of(store: StorePage, at: datetime, hours_at: datetime | None = None) -> dict[str, str | None]:
    """The date at the store, and the chosen moment in its zone (None for now), both in ISO 8601."""
    local = (hours_at or at).astimezone(store.zone)
    return {
        "today": local.date().isoformat(),
        "hours_at": local.isoformat(timespec="seconds") if hours_at else None,
        "zone_name": local.tzname(),
    }
