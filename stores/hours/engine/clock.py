"""Wall times to moments, across both clock changes.

The rule: **a wall time means the first moment at which the local clock shows that time or a later one.** So

* a time that the clock skips (02:00 to 02:59 in March) is the moment of the jump: a slot that opens at 02:30 opens
  when the clock shows 03:00, one that closes at 02:30 closes then, one wholly inside the hour does not happen;
* a time that comes twice (01:00 to 01:59 in November) is its first coming: nobody is told that a door is open in the
  second hour when its closing time has already come once.

Slots that only pass over the change are an hour shorter or longer.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_MIDNIGHT = time()
_SECOND = timedelta(seconds=1)


def first_moment(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """The moment (UTC) at which the clock of `zone` reaches the wall time `minute` minutes after `day`'s 00:00."""
    wall = datetime.combine(day, _MIDNIGHT) + timedelta(minutes=minute)
    first = wall.replace(tzinfo=zone).astimezone(UTC)
    second = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return first if first <= second else _jump(wall, second, first, zone)


def _jump(wall: datetime, before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The moment between the two at which the clock leaps over `wall`."""
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(zone).replace(tzinfo=None) < wall:
            before = middle
        else:
            after = middle
    return after
