"""What a schedule answers: plain values, as the API has them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypedDict

from stores.hours.engine.doors import Door
from stores.hours.engine.reasons import Reason, Why

State = Literal["open", "closed", "unknown"]


class SlotTimes(TypedDict):
    """`HH:MM` each; `24:00` ends an all-day slot, else a `closes` that is not after `opens` is past midnight."""

    opens: str
    closes: str


class WeekdayHours(TypedDict):
    weekday: int
    day: str
    slots: list[SlotTimes]


class DateHours(TypedDict):
    """A date (ISO) whose own slots differ from those of its weekday; `label` is that of the row that rules."""

    date: str
    slots: list[SlotTimes]
    label: str | None
    is_exception: bool


class StatusAnswer(TypedDict):
    """`until` is ISO 8601 with the offset of the store's zone; `label` that of the dated row that is the reason."""

    state: State
    until: str | None
    text: str
    reason: Reason
    label: str | None


class CounterHours(TypedDict):
    """All that the API says of one counter; `known` is whether its regular hours are."""

    known: bool
    door: Door
    week: list[WeekdayHours]
    dates: list[DateHours]
    summary: str
    osm: str
    status: StatusAnswer


@dataclass(frozen=True)
class Status:
    """Whether a counter is open at a moment.

    `until`: the next moment, in the store's zone, at which it really opens or closes; `None` when that never comes or
    is not known. `text`: the same in words. `stale_at` (UTC): when to ask again, since one of the others may be
    different from then on; `None` for never. `why`: the reason, and the label of the dated row that is one.
    """

    state: State
    until: datetime | None
    text: str
    stale_at: datetime | None
    why: Why

    def answer(self) -> StatusAnswer:
        """The status as the API says it."""
        return {
            "state": self.state,
            "until": self.until.isoformat() if self.until else None,
            "text": self.text,
            "reason": self.why.reason,
            "label": self.why.label,
        }
