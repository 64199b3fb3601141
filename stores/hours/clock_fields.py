"""A time of day that somebody types: read as an import file's is, kept as it was typed where it can't be read."""

from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from stores.hours.engine.rows import LAST_MINUTE, time_of
from stores.hours.engine.words import twelve
from stores.hours.written.times import read_time
from stores.readings import Refused

MIDNIGHT_MEANT = "11:59pm is kept as midnight: patients read “midnight”, and nothing closes for a minute."


class ClockInput(forms.TextInput):
    """A text box. A browser's time picker would rewrite what is typed, and send nothing of what is half typed."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        usual = {
            "autocomplete": "off",
            "autocapitalize": "off",
            "size": "9",
            "maxlength": "40",
            "placeholder": "9:00am",
        }
        super().__init__({**usual, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """`9:00am`; what was typed stays as it is."""
        return twelve(value) if isinstance(value, time) else super().format_value(value)


class ClockField(forms.Field):
    """A `datetime.time`. `closes`: a closing time, where `24:00` and `11:59pm` are the midnight that ends the day.

    `part` is named in messages where several times stand in one field.
    """

    widget = ClockInput
    default_error_messages = {"required": "Give a time, such as 9:00am."}

    def __init__(self, *, closes: bool = False, part: str = "", **kwargs: Any) -> None:
        # Django asks for the widget's attributes at once.
        self.closes = closes
        self.part = part
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), **({"placeholder": "5:00pm"} if self.closes else {})}

    def to_python(self, value: Any) -> time | None:
        if isinstance(value, time):
            return value
        text = str(value or "").strip()
        if not text:
            return None
        try:
            minute = read_time(text, closes=self.closes).value
        except Refused as refused:
            hint = f" Did you mean {refused.suggestion}?" if refused.suggestion else ""
            raise ValidationError(f"{self.part}“{text}”: {refused.message}{hint}", code="invalid") from refused
        return time() if self.closes and minute == LAST_MINUTE else time_of(minute)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


def is_midnight(text: Any) -> bool:
    """Whether what was typed is the midnight that begins a day."""
    try:
        return read_time(str(text or "")).value == 0
    except Refused:
        return False


def is_last_minute(text: Any) -> bool:
    """Whether what was typed is 11:59pm, which a closing time means as midnight."""
    try:
        return bool(read_time(str(text or ""), closes=True).value == LAST_MINUTE)
    except Refused:
        return False
