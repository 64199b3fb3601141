"""Forms of dated hours and holidays, and the field of a day's slots."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminModelForm

from stores.audience.members import audience_in, audience_of, share_a_store
from stores.audience.panel import AudienceForm
from stores.choices import Counter
from stores.hours.clock_fields import ClockField, ClockInput, is_last_minute, is_midnight
from stores.hours.dates import check_conflicts
from stores.hours.engine.rows import MAX_SLOTS, time_of
from stores.hours.engine.words import twelve
from stores.hours.models import HolidayClosure, HoursException, ranges_of, validate_slots
from stores.hours.slips import doubt_about
from stores.hours.slot_forms import MEANT
from stores.store.models.groups import StoreGroup

CLOSED, OPEN_ALL_DAY, OPEN_AT_TIMES, LATEST = "closed", "all-day", "times", "latest"
HOURS_CHOICES = [(CLOSED, "Closed"), (OPEN_ALL_DAY, "Open 24 hours"), (OPEN_AT_TIMES, "Open at these times")]
LATEST_CHOICE = (LATEST, "As each store is open, but closed at the latest at the time below")
WHOLE_DAY_SLOT = ["00:00", "24:00"]


class SlotsWidget(forms.MultiWidget):
    """Closed, all day or at times, and `MAX_SLOTS` pairs of times.

    Values: the choice, each pair's two times, and the times as they stood when the form was opened: where another
    choice has hidden the boxes, only those are dropped.
    """

    template_name = "stores/hours/slots.html"

    class Media:
        css = {"all": ["stores/admin.css"]}

    def __init__(self, choices: Sequence[tuple[str, str]] = HOURS_CHOICES) -> None:
        clocks = [
            ClockInput({"aria-label": f"{word}, slot {number}"})
            for number in range(1, MAX_SLOTS + 1)
            for word in ("Opens", "Closes")
        ]
        super().__init__([forms.RadioSelect(choices=choices), *clocks, forms.HiddenInput()])

    def decompress(self, value: Any) -> list[Any]:
        return form_values(value or [])

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        """Times that another choice has hidden, and that nobody typed, say nothing."""
        kind, *texts, stood = super().value_from_datadict(data, files, name)
        if kind != OPEN_AT_TIMES and is_as_it_stood(texts, stood):
            texts = [None] * len(texts)
        return [kind, *texts, stood]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        kind, *clocks, stood = context["widget"]["subwidgets"]
        pairs = [{"opens": clocks[at], "closes": clocks[at + 1]} for at in range(0, len(clocks), 2)]
        more = pairs[2:]
        is_more_used = any(clock["value"] for pair in more for clock in pair.values())
        is_torn = kind["value"] != [OPEN_AT_TIMES] and any(clock["value"] for clock in clocks)
        context["widget"] |= {"kind": kind, "pairs": pairs[:2], "more_pairs": more, "is_more_used": is_more_used}
        context["widget"] |= {"stood": stood, "is_torn": is_torn}
        return context


def form_values(slots: list[list[str]]) -> list[Any]:
    """What the form's fields hold for these slots."""
    if WHOLE_DAY_SLOT in slots:
        return [OPEN_ALL_DAY]
    times = [twelve(each) for slot in ranges_of(slots) for each in (slot.opens_at, time_of(slot.span.end))]
    rest = [None] * (2 * MAX_SLOTS - len(times))
    return [OPEN_AT_TIMES if slots else CLOSED, *times, *rest, BETWEEN.join(times)]


BETWEEN = "|"


def is_as_it_stood(texts: Sequence[Any], stood: Any) -> bool:
    """Whether the boxes hold what the form was opened with."""
    typed = [str(text or "").strip() for text in texts]
    return [text for text in typed if text] == [text for text in str(stood or "").split(BETWEEN) if text]


TORN = "Times are typed, too. Choose “Open at these times”, or take the times away."
ONE_TIME = "Slot {number} opens and closes at one time. Choose “Open 24 hours” or “Closed”."


class SlotsField(forms.MultiValueField):
    """A list of `["09:00", "14:00"]`, as the rows of dated hours keep it; all day is `["00:00", "24:00"]`."""

    widget = SlotsWidget

    def __init__(self, choices: Sequence[tuple[str, str]] = HOURS_CHOICES, **kwargs: Any) -> None:
        clocks = [
            ClockField(required=False, closes=word == "closes", part=f"Slot {number}, {word}, ")
            for number in range(1, MAX_SLOTS + 1)
            for word in ("opens", "closes")
        ]
        kwargs.setdefault("error_messages", {"required": "Say whether it is closed or open."})
        kwargs.setdefault("widget", SlotsWidget(choices))
        parts = [forms.ChoiceField(choices=choices), *clocks, forms.CharField(required=False)]
        super().__init__(parts, require_all_fields=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Django takes a list for the values of the parts; slots are a list, too."""
        return form_values(value) if _is_slots(value) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(self.prepare_value(initial), data))

    def clean(self, value: Any) -> list[list[str]]:
        """From midnight to midnight may mean closed or all day: only `24:00` says which."""
        kind, *texts, _stood = value if isinstance(value, list) else [None, None]
        if kind and kind != OPEN_AT_TIMES and any(texts):
            raise ValidationError(TORN)
        if kind == OPEN_AT_TIMES:
            for number, pair in enumerate(zip(texts[::2], texts[1::2], strict=False), start=1):
                if all(map(is_midnight, pair)):
                    raise ValidationError(ONE_TIME.format(number=number))
        cleaned: list[list[str]] = super().clean(value)
        return cleaned

    def compress(self, data_list: list[Any]) -> list[list[str]]:
        kind, *clocks, _stood = data_list
        if kind in {CLOSED, LATEST}:
            return []
        if kind == OPEN_ALL_DAY:
            return [WHOLE_DAY_SLOT]
        pairs = zip(clocks[::2], clocks[1::2], strict=True)
        slots = [
            _slot_of_times(number, *pair) for number, pair in enumerate(pairs, start=1) if any(map(_is_given, pair))
        ]
        if not slots:
            raise ValidationError("Give at least one pair of times, or choose “Closed”.")
        validate_slots(slots)
        return slots


def _is_given(at: time | str | None) -> bool:
    return at not in {None, ""}


def _slot_of_times(number: int, opens_at: time | None, closes_at: time | None) -> list[str]:
    if not isinstance(opens_at, time) or not isinstance(closes_at, time):
        raise ValidationError(f"Slot {number} needs both times: when it opens and when it closes.")
    if opens_at == closes_at == time():
        return WHOLE_DAY_SLOT
    if opens_at == closes_at:
        raise ValidationError(ONE_TIME.format(number=number))
    return [opens_at.isoformat("minutes"), closes_at.isoformat("minutes")]


def _is_slots(value: Any) -> bool:
    return isinstance(value, list) and (not value or isinstance(value[0], list))


ONE_DAY = "Empty: one day."


class DatedHoursForm(WagtailAdminModelForm):
    """Which days, and what is open on them. No end only by saying so."""

    has_no_end = forms.BooleanField(label="Until further notice", required=False)
    slots = SlotsField(label="Hours of these days")
    is_meant = forms.BooleanField(label=MEANT, required=False, widget=forms.HiddenInput)
    is_doubted = False

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
        self._ask(data)
        return data

    def _ask(self, data: dict[str, Any]) -> None:
        """Have odd times confirmed, unless the row has them already."""
        doubts = [doubt_about(slot.opens_at, slot.closes_at) for slot in ranges_of(data.get("slots") or [])]
        doubt = next(filter(None, doubts), None)
        if doubt is None or "slots" not in self.changed_data:
            return
        self.is_doubted = True
        self.fields["is_meant"].widget = forms.CheckboxInput()
        if not data.get("is_meant"):
            self.add_error("slots", doubt)

    @property
    def is_midnight_meant(self) -> bool:
        """Whether 11:59pm was typed for midnight."""
        closing = (self.data.get(f"{self.add_prefix('slots')}_{number}") for number in range(2, 2 * MAX_SLOTS + 1, 2))
        return any(map(is_last_minute, closing))


class HoursExceptionForm(DatedHoursForm):
    """What one store does on some dates. `today` is the store's own date."""

    class Meta:
        model = HoursException
        fields = ["label", "starts_on", "ends_on", "has_no_end", "counter", "slots", "is_meant"]
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
            label="Whose hours", choices=[("", "All departments"), *counters], required=False
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

    slots = SlotsField([*HOURS_CHOICES, LATEST_CHOICE], label="Hours of these days")
    closes_by = ClockField(
        label="Closes at the latest at",
        closes=True,
        required=False,
        help_text="What is shut stays shut. A time before 5:00am belongs to the night before.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.closes_by is not None:
            self.initial["slots"] = [LATEST]
        if "audience_groups" in self.fields:
            # What a store's own people save brings it into saved audiences; it must bring no two holidays together.
            self.fields["audience_groups"].queryset = StoreGroup.objects.filter(is_ruled=False)

    def clean_closes_by(self) -> time | None:
        closes_by: time | None = self.cleaned_data["closes_by"]
        is_latest = self.data.get(f"{self.add_prefix('slots')}_0") == LATEST
        if is_latest and closes_by is None:
            raise ValidationError("Give the time, such as 2:00pm.")
        if closes_by is not None and not is_latest:
            raise ValidationError(f"Take this time away, or choose “{LATEST_CHOICE[1]}”.")
        return closes_by

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if {"starts_on", "ends_on", "slots", "closes_by", "counter", "label", "audience"} <= data.keys() and data[
            "starts_on"
        ]:
            self._check_conflicts(data)
        return data

    def _check_conflicts(self, data: dict[str, Any]) -> None:
        names = ("label", "counter", "starts_on", "ends_on", "slots", "closes_by")
        holiday = HolidayClosure(**{name: data[name] for name in names})
        others = HolidayClosure.objects.filter(counter=holiday.counter).exclude(pk=self.instance.pk)
        for other in others:
            try:
                check_conflicts(holiday, [other], "network")
            except ValidationError:
                if share_a_store(audience_in(data), audience_of(other)):
                    raise
