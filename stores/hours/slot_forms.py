"""The form of one slot of the regular week, and what is asked of all slots of a store together."""

from collections import defaultdict
from typing import Any

from django import forms
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel

from stores.choices import Weekday
from stores.hours.clock_fields import MIDNIGHT_MEANT, ClockField, is_last_minute
from stores.hours.engine.rows import Span, span_of
from stores.hours.slips import doubt_about, overlap_in, overlap_text

MEANT = "These times are meant"


class MeantPanel(FieldPanel):
    """The box that says that odd times are meant: shown once they are doubted."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            return bool(getattr(self.form, "is_doubted", False)) and bool(super().is_shown())


class OpeningHoursForm(WagtailAdminModelForm):
    """One slot of one weekday at one counter."""

    opens_at = ClockField(label="Opens")
    closes_at = ClockField(label="Closes", closes=True, help_text="A time not after the opening runs past midnight.")
    is_meant = forms.BooleanField(label=MEANT, required=False)
    is_doubted = False

    @property
    def is_midnight_meant(self) -> bool:
        """Whether 11:59pm was typed for midnight."""
        return is_last_minute(self.data.get(self.add_prefix("closes_at")))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        opens_at, closes_at = data.get("opens_at"), data.get("closes_at")
        if opens_at is None or closes_at is None or not {"opens_at", "closes_at"} & set(self.changed_data):
            return data
        if opens_at == closes_at and (opens_at.hour or opens_at.minute):
            self.add_error("closes_at", "The times to open and to close are the same.")
        elif doubt := doubt_about(opens_at, closes_at):
            self.is_doubted = True
            if not data.get("is_meant"):
                self.add_error("closes_at", doubt)
        return data


class OpeningHoursFormSet(BaseChildFormSet):
    """All slots of a store: none of one day at one counter overlap."""

    @property
    def notes(self) -> list[str]:
        """What is said after saving: times that are kept otherwise than they were typed."""
        changed: list[Any] = [form for form in self.forms if form.has_changed()]
        return [MIDNIGHT_MEANT] if any(form.is_midnight_meant for form in changed) else []

    def clean(self) -> None:
        super().clean()
        days: dict[tuple[str, int], list[Span]] = defaultdict(list)
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            if not {"counter", "weekday", "opens_at", "closes_at"} <= data.keys() or data.get("DELETE"):
                continue
            if data["opens_at"] is None or data["closes_at"] is None:
                continue
            spans = days[data["counter"], data["weekday"]]
            spans.append(span_of(data["opens_at"], data["closes_at"]))
            if overlap := overlap_in(spans):
                form.add_error("opens_at", f"{Weekday(data['weekday']).label}: {overlap_text(*overlap)}")
                spans.pop()
