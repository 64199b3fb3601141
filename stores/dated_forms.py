"""Forms of dated hours: a store's and the network's."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminModelForm

from stores.audience_forms import AudienceForm
from stores.audience_overlap import share_a_store
from stores.choices import Counter
from stores.dated_conflicts import check_conflicts
from stores.models import HolidayClosure, HoursException
from stores.slot_fields import SlotsField

ONE_DAY = "Empty: one day."


class DatedHoursForm(WagtailAdminModelForm):
    """Which days, and what is open on them. No end only by saying so."""

    has_no_end = forms.BooleanField(label="Until further notice", required=False)
    slots = SlotsField(label="Hours of these days")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].help_text = ONE_DAY
        self.initial.setdefault("has_no_end", bool(self.instance.starts_on and not self.instance.ends_on))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if data.get("has_no_end") and data.get("ends_on"):
            raise ValidationError({"ends_on": "Clear the last day, or take “until further notice” away."})
        if not data.get("has_no_end") and "ends_on" in data:
            data["ends_on"] = data["ends_on"] or data.get("starts_on")
        return data


class HoursExceptionForm(DatedHoursForm):
    """What one store does on some dates. `today` is the store's own date."""

    class Meta:
        model = HoursException
        fields = ["label", "starts_on", "ends_on", "has_no_end", "counter", "slots"]
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in ("starts_on", "ends_on")
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        store = self.instance.store
        offered = {*store.listed_counters, self.instance.counter}
        counters = [(each.value, each.label) for each in Counter if each in offered]
        self.fields["counter"] = forms.ChoiceField(
            label="Whose hours", choices=[("", "All counters"), *counters], required=False
        )

    def clean_ends_on(self) -> date | None:
        ends_on: date | None = self.cleaned_data["ends_on"]
        if ends_on and ends_on < self.today:
            raise ValidationError("These days are over.")
        return ends_on

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("ends_on") and data["ends_on"] < self.today and "ends_on" not in self.errors:
            raise ValidationError({"starts_on": "This day is over."})
        return data


class HolidayClosureForm(AudienceForm, DatedHoursForm):
    """Refuses a second holiday of the same rank on a day, where the audiences have a store in common."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if {"starts_on", "ends_on", "slots", "counter", "label", "audience"} <= data.keys() and data["starts_on"]:
            self._check_conflicts(data)
        return data

    def _check_conflicts(self, data: dict[str, Any]) -> None:
        names = ("label", "counter", "starts_on", "ends_on", "slots")
        mine = HolidayClosure(**{name: data[name] for name in names})
        others = HolidayClosure.objects.filter(counter=mine.counter).exclude(pk=self.instance.pk)
        for other in others:
            try:
                check_conflicts(mine, [other], "network")
            except ValidationError:
                if share_a_store(data, other):
                    raise
