"""Changes of hours at several stores: close early today, closed until further notice, other hours on some dates."""

from copy import copy
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from stores.access.who import Actor
from stores.audit.words import Words
from stores.choices import Counter
from stores.hours.clock_fields import ClockField
from stores.hours.date_words import day_name, row_text, slots_text
from stores.hours.dates import check_conflicts, save_exception
from stores.hours.engine.rows import DAY, DayCut, minute_of
from stores.hours.engine.schedule import Schedule
from stores.hours.engine.words import UNKNOWN, clock_text
from stores.hours.forms import HoursExceptionForm
from stores.hours.models import HoursException
from stores.hours.schedules import DatedHoursBook, schedules_of
from stores.hours.today import StoreDay, change_today, closing_minute, days_now
from stores.hours.today_form import TodayForm
from stores.many.choosing import Choice
from stores.many.planning import ManyChange, Outcome, Unfit
from stores.store.models.store import StorePage
from stores.validators import refuse_far_days

SAME = "It says so already."
OVER = "These days are over there."


def hours_on(schedule: Schedule, day: date) -> str:
    """The hours of a date with everything applied, in words."""
    slots = schedule.slots_of(day)
    return UNKNOWN if slots is None else slots_text([[slot["opens"], slot["closes"]] for slot in slots])


def words_on(store: StorePage, day: date, before: DatedHoursBook, after: DatedHoursBook) -> tuple[Words, ...]:
    """What each department does on the date, before and after; those that change alike stand together."""
    found: dict[tuple[str, str], list[str]] = {}
    new = schedules_of(store, after)
    for counter, schedule in schedules_of(store, before).items():
        hours = (hours_on(schedule, day), hours_on(new[counter], day))
        found.setdefault(hours, []).append(str(counter.label))
    changed = {hours: names for hours, names in found.items() if hours[0] != hours[1]}
    if len(found) == len(changed) == 1:
        return tuple(Words(day_name(day), *hours) for hours in changed)
    return tuple(Words(f"{', '.join(names)}, {day_name(day)}", *hours) for hours, names in changed.items())


class CloseEarlyForm(forms.Form):
    """One time for all of them, on each store's own clock."""

    closes_at = ClockField(label="Close at", closes=True, help_text="On each store's own clock, today only.")


class CloseEarly(ManyChange):
    """Today, or the night that runs: each store by its own clock and by its own hours."""

    name = "close-early"
    title = "Close early"
    label = "Close early today"
    help = "One time for all of them. It ends by itself tonight."
    icon = "time"

    def form(self, choice: Choice, data: Any, at: datetime) -> forms.Form:
        return CloseEarlyForm(data)

    def planned(self, store: StorePage, said: dict[str, Any], book: DatedHoursBook, at: datetime) -> Outcome:
        days = days_now(store, at, book)
        form = TodayForm({"closes_at": said["closes_at"]}, days=days)
        if not form.is_valid():
            raise Unfit(" ".join(str(text) for texts in form.errors.values() for text in texts))
        values = form.cleaned_data
        day = next(each for each in days if each.on == values["on"])
        self._check_time(store, day, values, at)
        standing = next((cut for cut in book.cuts_of(store) if cut.on == day.on), None)
        if standing is not None:
            values = {**values, "opens_at": self._opening_of(standing, values)}
        after = _with_cut(book, store, DayCut(**values))
        words = words_on(store, day.on, book, after)
        if not words and standing is None and day.is_unknown:
            words = (Words(day_name(day.on), UNKNOWN, f"closed from {clock_text(values['closes_at'])} on"),)
        if not words:
            raise Unfit(SAME if standing is not None else "Nothing would change there.")
        notes = (f"“{_cut_text(standing)}” is said already. This replaces it.",) if standing is not None else ()
        return Outcome(words, notes, values, stood=str(standing))

    @staticmethod
    def _check_time(store: StorePage, day: StoreDay, values: dict[str, Any], at: datetime) -> None:
        closing = closing_minute(day, values["closes_at"])
        if closing is not None and closing <= day.now:
            now = clock_text(at.astimezone(store.zone).time())
            raise Unfit(f"It is {now} there: {clock_text(values['closes_at'])} is over.")

    @staticmethod
    def _opening_of(standing: DayCut, values: dict[str, Any]) -> Any:
        """What was said of opening late stays. What is closed already, or earlier, is not opened by closing early."""
        if standing.is_closed:
            raise Unfit("It is closed all day today already.")
        if standing.closes_at is not None and _minute_of(standing) < _minute_of(DayCut(**values)):
            raise Unfit(f"It closes earlier already: at {clock_text(standing.closes_at)}.")
        opens_at = standing.opens_at
        if opens_at is not None and _minute_of(DayCut(**values)) <= minute_of(opens_at):
            raise Unfit(f"It opens late today, at {clock_text(opens_at)}: it would close before it opens.")
        return opens_at

    def do(self, by: Actor, store: StorePage, said: dict[str, Any], outcome: Outcome) -> None:
        change_today(by=by, store=store, **outcome.values)


def _minute_of(cut: DayCut) -> int:
    """When a cut closes, in minutes of its date."""
    assert cut.closes_at is not None  # noqa: S101  (asked only of cuts that close)
    minute = minute_of(cut.closes_at) or DAY
    return minute + DAY if cut.closes_next_day and minute < DAY else minute


def _cut_text(cut: DayCut) -> str:
    parts = [
        f"opens late, at {clock_text(cut.opens_at)}" if cut.opens_at else "",
        f"closes early, at {clock_text(cut.closes_at)}" if cut.closes_at else "",
    ]
    return " and ".join(filter(None, parts)).capitalize()


def _with_cut(book: DatedHoursBook, store: StorePage, cut: DayCut) -> DatedHoursBook:
    """The book as it would be with this change of the date alone."""
    after = copy(book)
    after.cuts = {**book.cuts, store.pk: [*(each for each in book.cuts_of(store) if each.on != cut.on), cut]}
    return after


def _with_row(book: DatedHoursBook, row: HoursException) -> DatedHoursBook:
    """The book as it would be with this row of its store."""
    after = copy(book)
    rows = book.exceptions.get(row.store_id, [])
    after.exceptions = {**book.exceptions, row.store_id: [*rows, row.as_dated_hours("store")]}
    return after


class _DatedRow(ManyChange):
    """A change that is a new row of dated hours."""

    def row_of(self, store: StorePage, said: dict[str, Any], today: date) -> HoursException:
        """The store's unsaved row."""
        raise NotImplementedError

    def planned(self, store: StorePage, said: dict[str, Any], book: DatedHoursBook, at: datetime) -> Outcome:
        today = store.today(at)
        row = self.row_of(store, said, today)
        if (row.ends_on or date.max) < today:
            raise Unfit(OVER)
        if row.counter and row.counter not in {each.value for each in store.listed_counters}:
            raise Unfit(f"It has no {Counter(row.counter).label} department.")
        # What has ended stands in the way of nothing.
        others = book.own_rows.get(store.pk, [])
        try:
            check_conflicts(row, [each for each in others if each.counter == row.counter], "store")
        except ValidationError as error:
            raise Unfit(" ".join(error.messages)) from error
        words = words_on(store, max(row.starts_on, today), book, _with_row(book, row))
        also = tuple(f"Also said of these days: {row_text(each)}." for each in others if _meets(each, row))
        return Outcome(words or (Words(_same_day(row, today)),), also, row)

    def do(self, by: Actor, store: StorePage, said: dict[str, Any], outcome: Outcome) -> None:
        save_exception(by=by, row=outcome.values)


def _same_day(row: HoursException, today: date) -> str:
    return f"{day_name(max(row.starts_on, today))}: the hours stay, and “{row.label}” stands beside them"


def _meets(one: HoursException, other: HoursException) -> bool:
    """Whether both are about a day and a department."""
    is_together = one.starts_on <= (other.ends_on or date.max) and other.starts_on <= (one.ends_on or date.max)
    return is_together and (one.counter == other.counter or "" in {one.counter, other.counter})


class ClosureForm(forms.Form):
    """From when on, and what patients read."""

    label = forms.CharField(
        label="What patients read", max_length=80, help_text="Such as: Closed because of storm damage."
    )
    starts_on = forms.DateField(
        label="First day",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Empty: today.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_starts_on(self) -> date | None:
        day: date | None = self.cleaned_data["starts_on"]
        try:
            refuse_far_days(starts_on=day)
        except ValidationError as error:
            raise ValidationError(error.message_dict["starts_on"]) from error
        # Where it is a day earlier already, that store says so itself.
        if day is not None and day < self.today - timedelta(days=1):
            raise ValidationError("This day is over.")
        return day


class CloseForNow(_DatedRow):
    """Closed until further notice: every department, from a day on."""

    name = "closed"
    title = "Closed for now"
    label = "Closed until further notice"
    help = "Every department, until you remove it under “Dates ahead”."
    icon = "warning"

    def form(self, choice: Choice, data: Any, at: datetime) -> forms.Form:
        return ClosureForm(data, today=at.date())

    def row_of(self, store: StorePage, said: dict[str, Any], today: date) -> HoursException:
        return HoursException(store=store, starts_on=said["starts_on"] or today, label=said["label"])


class SharedDatesForm(HoursExceptionForm):
    """Hours on some dates, for several stores: with every department that there is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        counters = [("", "All departments"), *Counter.choices]
        self.fields["counter"] = forms.ChoiceField(label="Whose hours", choices=counters, required=False)


class OtherDates(_DatedRow):
    """A dated exception."""

    name = "dates"
    title = "Other hours"
    label = "Other hours on some dates"
    help = "A holiday, an inventory, a day off: the same at all of them."
    icon = "date"

    def form(self, choice: Choice, data: Any, at: datetime) -> forms.Form:
        blank = HoursException(store=StorePage())
        return SharedDatesForm(data, instance=blank, today=at.date() - timedelta(days=1))

    def row_of(self, store: StorePage, said: dict[str, Any], today: date) -> HoursException:
        names = ("label", "starts_on", "ends_on", "counter", "slots")
        return HoursException(store=store, **{name: said[name] for name in names})
