"""The form of today's change: what is typed is kept, and what can't be meant is refused."""

from collections.abc import Sequence
from typing import Any

from django import forms

from stores.hours.clock_fields import ClockField, is_last_minute
from stores.hours.date_words import day_name
from stores.hours.engine.rows import DAY, minute_of, time_of
from stores.hours.engine.words import clock_text, twelve
from stores.hours.today import StoreDay, closing_minute

BOTH = "A time is typed, too: take the tick away, or the time."
NOTHING = "Say what is different today. To take back what was said, choose “As usual again”."

JUST_PASSED = 120
"""Minutes after a closing time in which it is still taken: whoever types it closes now."""


class TodayForm(forms.Form):
    """What is different today. `days` are what “today” may mean: with two of them, a night runs past midnight.

    After it is clean, `cleaned_data` are the arguments of `change_today`, `on` included.
    """

    is_closed = forms.BooleanField(label="Closed all day", required=False)
    closes_at = ClockField(label="Close early, at", required=False, closes=True)
    opens_at = ClockField(label="Open late, at", required=False)
    on = forms.ChoiceField(label="Which day is meant?", required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, days: Sequence[StoreDay], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days = days
        self.night = days[0] if days[0].is_night else None
        if self.night is None:
            del self.fields["on"]
            return
        ends = clock_text(time_of(self.night.closes))
        choices = [
            (self.night.on.isoformat(), f"The night that began on {day_name(self.night.on)}, until {ends}"),
            (days[-1].on.isoformat(), day_name(days[-1].on)),
        ]
        self.fields["on"].choices = choices  # type: ignore[attr-defined]

    @property
    def is_midnight_meant(self) -> bool:
        """Whether 11:59pm was typed for midnight."""
        return is_last_minute(self.data.get(self.add_prefix("closes_at")))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if self.errors:
            return data
        closes_at, opens_at = data.get("closes_at"), data.get("opens_at")
        if not data.get("is_closed") and closes_at is None and opens_at is None:
            raise forms.ValidationError(NOTHING)
        if data.get("is_closed") and any(data.get(name) is not None for name in self._typed_times()):
            self.add_error("is_closed", BOTH)
            return data
        day = self._day(data)
        if day is None:
            self.add_error("on", "Say which day is meant.")
            return data
        if data.get("is_closed"):
            return {"on": day.on, "is_closed": True}
        opening = self._opening(day, data)
        closing = self._closing(day, data, opening)
        if opening is not None and closing is not None and closing <= opening:
            self.add_error("closes_at", "It would close before it opens. Choose “Closed all day” if that is meant.")
        is_next_day = closing is not None and closing > DAY
        return {"on": day.on, "opens_at": opens_at, "closes_at": closes_at, "closes_next_day": is_next_day}

    def _typed_times(self) -> list[str]:
        """A time that stood there when the form was opened goes with the day; another one is not dropped."""
        return [name for name in ("closes_at", "opens_at") if name in self.changed_data]

    def _day(self, data: dict[str, Any]) -> StoreDay | None:
        """The day that is meant; None where that must be asked. Closing early is of the night while it may be."""
        if self.night is None:
            return self.days[-1]
        chosen = next((day for day in self.days if day.on.isoformat() == data.get("on")), None)
        if chosen is not None or data.get("is_closed") or data.get("opens_at") is not None:
            return chosen
        closing = (minute_of(data["closes_at"]) or DAY) + DAY
        return self.night if closing <= self.night.closes else self.days[-1]

    def _opening(self, day: StoreDay, data: dict[str, Any]) -> int | None:
        if data.get("opens_at") is None:
            return None
        minute = minute_of(data["opens_at"])
        if day.is_unknown:
            return minute
        if not day.spans:
            self.add_error("opens_at", "No department opens on that day.")
        elif minute <= day.opens:
            self.add_error("opens_at", f"No department opens before {clock_text(time_of(day.opens))} anyway.")
        elif minute >= day.closes:
            self.add_error("opens_at", "Every department is closed by then. Choose “Closed all day” if that is meant.")
        return minute

    def _closing(self, day: StoreDay, data: dict[str, Any], opening: int | None) -> int | None:
        if data.get("closes_at") is None:
            return None
        minute = closing_minute(day, data["closes_at"])
        if minute is None:
            self.add_error("closes_at", self._why_not(day, minute_of(data["closes_at"]) or DAY))
        elif minute < day.now - JUST_PASSED and "closes_at" in self.changed_data:
            over, now = (twelve(time_of(each % DAY)) for each in (minute, day.now))
            self.add_error("closes_at", f"{over} is over already: it is {now}. To close right now, type {now}.")
        return minute

    @staticmethod
    def _why_not(day: StoreDay, minute: int) -> str:
        if not day.spans:
            return "No department opens on that day."
        later = minute + DAY // 2
        hint = f" Did you mean {twelve(time_of(later))}?" if later < DAY and day.is_open_before(later) else ""
        if minute >= day.closes:
            return f"Every department closes by {clock_text(time_of(day.closes))} anyway.{hint}"
        before = clock_text(time_of(minute))
        return f"No department is open before {before}.{hint} For the whole day, choose “Closed all day”."
