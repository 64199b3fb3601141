"""The form of one counter's regular week."""

from typing import Any

from django import forms

from stores.hours.week.fields import WeekField, WeekShown, boxes_of
from stores.hours.week.reading import Week

CHANGED_MEANWHILE = (
    "Somebody else changed these hours while you had them open, and nothing of yours is saved yet. They are now: "
    "{now}. To keep yours, save again."
)


class WeekForm(forms.Form):
    """`before` is the week as it is saved; None where the hours are unknown so far."""

    week = WeekField(label="Hours")
    was = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, before: Week | None, read_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initial": {"was": seen_mark(before)}})
        self.before = before
        self.fields["week"].initial = before
        self.fields["week"].widget.attrs["read_url"] = read_url

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        now = seen_mark(self.before)
        if data.get("was") != now and data.get("week") != self.before:
            # Once: what is sent again is meant.
            again: Any = self.data
            self.data = again = again.copy()
            again["was"] = now
            texts = " | ".join(day.text for day in boxes_of(self.before).days) or "unknown"
            self.add_error(None, CHANGED_MEANWHILE.format(now=texts))
        return data

    @property
    def notes(self) -> list[str]:
        """What is said after saving."""
        field: Any = self.fields["week"]
        found: list[str] = field.notes_about(self["week"].data)
        return found

    @property
    def shown(self) -> WeekShown:
        """What stands in the boxes."""
        value = self["week"].value()
        return value if isinstance(value, WeekShown) else boxes_of(value)


def seen_mark(week: Week | None) -> str:
    """What somebody has seen, to know whether it is still so."""
    return ";".join(",".join(f"{span.start}-{span.end}" for span in spans) for spans in week) if week else ""
