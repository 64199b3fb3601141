"""A counter's week in a form: seven boxes of text, each with what it reads as."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from stores.hours.clock_fields import MIDNIGHT_MEANT
from stores.hours.engine.words import WEEKDAYS
from stores.hours.slot_forms import MEANT
from stores.hours.week.reading import (
    NEVER_OPEN,
    NO_WEEK,
    Week,
    WrittenDay,
    read_written_day,
    read_written_week,
    week_written,
    written,
)


@dataclass(frozen=True, slots=True)
class WeekTyped:
    """What a form sends: a text for each weekday, and whether odd hours are said to be right."""

    texts: tuple[str, ...]
    is_meant: bool = False


@dataclass(frozen=True, slots=True)
class WeekShown:
    """What stands in the boxes, with what each reads as."""

    days: tuple[WrittenDay, ...]
    is_meant: bool = False


def boxes_of(week: Week | None) -> WeekShown:
    """The boxes of a week that is saved; empty ones where nobody knows it."""
    texts = [written(spans) for spans in week] if week else [""] * len(WEEKDAYS)
    return WeekShown(
        tuple(read_written_day(text, week[number] if week else None) for number, text in enumerate(texts))
    )


class WeekInput(forms.Widget):
    """A row for each weekday. Its script says at once what is read; without one, sending the form does."""

    template_name = "stores/hours/week.html"

    class Media:
        css: ClassVar[Any] = {"all": ("stores/admin.css",)}
        js: ClassVar[Any] = ("stores/week.js",)

    def use_required_attribute(self, initial: Any) -> bool:
        return False

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_1" if id_ else ""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> WeekTyped:
        texts = (str(data.get(f"{name}-{weekday}") or "") for weekday in range(1, 8))
        return WeekTyped(tuple(texts), bool(data.get(f"{name}-is_meant")))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(f"{name}-{weekday}" in data for weekday in range(1, 8))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, None, attrs)
        found = value if isinstance(value, WeekShown) else boxes_of(value)
        rows = [
            {"name": label, "short": label[:3], "weekday": number, "day": day, "is_workday": number <= 5}
            for number, (label, day) in enumerate(zip(WEEKDAYS, found.days, strict=True), start=1)
        ]
        is_doubted = any(day.doubt for day in found.days)
        return {**context, "rows": rows, "is_doubted": is_doubted, "is_meant": found.is_meant, "meant": MEANT}


class WeekField(forms.Field):
    """A `Week`; None where all boxes are empty. `initial` is the week before: what is not changed is not read anew."""

    widget = WeekInput
    is_open = True
    """Whether its boxes stand open among those of other counters."""

    def clean(self, value: WeekTyped) -> Week | None:
        days = read_written_week(value.texts, self.initial)
        problems = [day.error for day in days if day.error]
        if problems:
            raise ValidationError(
                "1 day can't be read. It is marked below." if len(problems) == 1 else _several(len(problems)),
                code="invalid",
            )
        week = week_written(days)
        if week is None:
            if self.required:
                raise ValidationError(NO_WEEK, code="required")
            return None
        if not any(week):
            raise ValidationError(NEVER_OPEN, code="never_open")
        if not value.is_meant and any(day.doubt for day in days):
            raise ValidationError("Please check the hours that are marked below.", code="doubted")
        return week

    def bound_data(self, data: WeekTyped, initial: Any) -> WeekShown:
        return WeekShown(tuple(read_written_week(data.texts, initial)), data.is_meant)

    def notes_about(self, data: WeekTyped) -> list[str]:
        """What is said after saving: times that are kept otherwise than they were typed."""
        days = read_written_week(data.texts, self.initial)
        return [MIDNIGHT_MEANT] if any(day.is_midnight_meant for day in days) else []

    def has_changed(self, initial: Any, data: Any) -> bool:
        return tuple(text.strip() for text in data.texts) != tuple(day.text for day in boxes_of(initial).days)


def _several(number: int) -> str:
    return f"{number} days can't be read. They are marked below."
