"""The slots of a date as a form: closed, open all day, or pairs of times."""

from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from stores.models.exceptions import MAX_SLOTS

CLOSED, ALL_DAY, TIMES = "closed", "all-day", "times"
KINDS = [(CLOSED, "Closed"), (ALL_DAY, "Open 24 hours"), (TIMES, "Open at these times")]
WHOLE_DAY = ["00:00", "24:00"]


class Clock(forms.TimeInput):
    """The phone's own time picker."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class SlotsWidget(forms.MultiWidget):
    """One of three ways, and `MAX_SLOTS` pairs of times. Its values: the way, then each pair's two times."""

    template_name = "stores/admin/slots.html"

    class Media:
        css = {"all": ["stores/admin.css"]}

    def __init__(self) -> None:
        clocks = [
            Clock({"aria-label": f"{word}, slot {number}"})
            for number in range(1, MAX_SLOTS + 1)
            for word in ("Opens", "Closes")
        ]
        super().__init__([forms.RadioSelect(choices=KINDS), *clocks])

    def decompress(self, value: Any) -> list[Any]:
        return form_values(value or [])

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        kind, *clocks = context["widget"]["subwidgets"]
        pairs = [{"opens": clocks[at], "closes": clocks[at + 1]} for at in range(0, len(clocks), 2)]
        more = pairs[2:]
        is_more_used = any(clock["value"] for pair in more for clock in pair.values())
        context["widget"] |= {"kind": kind, "pairs": pairs[:2], "more_pairs": more, "is_more_used": is_more_used}
        return context


def form_values(slots: list[list[str]]) -> list[Any]:
    """What the form's fields hold for these slots."""
    if WHOLE_DAY in slots:
        return [ALL_DAY]
    times = [at.replace("24:00", "00:00") for slot in slots for at in slot]
    return [TIMES if slots else CLOSED, *times]


class SlotsField(forms.MultiValueField):
    """A list of `["09:00", "14:00"]`, as the rows of dated hours keep it; all day is `["00:00", "24:00"]`."""

    widget = SlotsWidget

    def __init__(self, **kwargs: Any) -> None:
        clocks = [forms.TimeField(required=False) for _ in range(MAX_SLOTS * 2)]
        kwargs.setdefault("error_messages", {"required": "Say whether it is closed or open."})
        super().__init__([forms.ChoiceField(choices=KINDS), *clocks], require_all_fields=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Django takes a list for the values of the parts; slots are a list, too."""
        return form_values(value) if _is_slots(value) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(self.prepare_value(initial), data))

    def compress(self, data_list: list[Any]) -> list[list[str]]:
        kind, *clocks = data_list
        if kind == CLOSED:
            return []
        if kind == ALL_DAY:
            return [WHOLE_DAY]
        pairs = zip(clocks[::2], clocks[1::2], strict=True)
        slots = [_slot(number, *pair) for number, pair in enumerate(pairs, start=1) if any(map(_is_given, pair))]
        if not slots:
            raise ValidationError("Give at least one pair of times, or choose “Closed”.")
        return slots


def _is_given(at: time | str | None) -> bool:
    return at not in {None, ""}


def _slot(number: int, opens_at: time | None, closes_at: time | None) -> list[str]:
    if not isinstance(opens_at, time) or not isinstance(closes_at, time):
        raise ValidationError(f"Slot {number} needs both times: when it opens and when it closes.")
    if opens_at == closes_at:
        raise ValidationError(f"Slot {number} opens and closes at one time. Choose “Open 24 hours” or “Closed”.")
    return [opens_at.isoformat("minutes"), closes_at.isoformat("minutes")]


def _is_slots(value: Any) -> bool:
    return isinstance(value, list) and (not value or isinstance(value[0], list))
