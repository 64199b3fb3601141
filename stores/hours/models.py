"""Hours as rows: regular ones of the store page, dated ones of the store, holidays of the network, today's change."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel

from stores.audience.models import AudienceMixin
from stores.choices import Counter, Weekday
from stores.hours.engine.rows import MAX_SLOTS, DatedHours, DayCut, Origin, Span, TimeRange, span_of
from stores.hours.slips import overlap_in, overlap_text
from stores.store.models.store import StorePage
from stores.validators import refuse_far_days


def validate_slots(value: Any) -> None:
    """A list of `["09:00", "14:00"]`; `24:00` ends a day; empty is closed all day."""
    if not isinstance(value, list) or len(value) > MAX_SLOTS:
        raise ValidationError("Give a list of at most six slots.")
    for slot in value:
        try:
            opens, closes = slot
            time.fromisoformat(opens)
            _closing(closes)
        except (TypeError, ValueError) as error:
            raise ValidationError(f"'{slot}' is no slot. Write it as ['09:00', '14:00'].") from error
        if opens == closes:
            raise ValidationError(
                f"'{opens}' to '{closes}' says nothing. All day is 00:00 to 24:00; closed is no slot."
            )

    if overlap := overlap_in(each.span for each in ranges_of(value)):
        raise ValidationError(overlap_text(*overlap), code="overlap")


def _closing(text: str) -> time:
    return time(0) if text == "24:00" else time.fromisoformat(text)


def ranges_of(slots: Iterable[Sequence[str]]) -> tuple[TimeRange, ...]:
    """Slots of valid rows as the hours engine takes them."""
    return tuple(TimeRange(time.fromisoformat(opens), _closing(closes)) for opens, closes in slots)


def check_week(rows: "Iterable[OpeningHours]") -> None:
    """ValidationError where two slots of one day at one counter overlap: for writes that come through no form."""
    days: dict[tuple[str, int], list[Span]] = defaultdict(list)
    for row in rows:
        days[row.counter, row.weekday].append(span_of(row.opens_at, row.closes_at))
    for (counter, weekday), spans in days.items():
        if overlap := overlap_in(spans):
            where = f"{Counter(counter).label}, {Weekday(weekday).label}"
            raise ValidationError(f"{where}: {overlap_text(*overlap)}", code="overlap")


class DatedHoursFields(models.Model):
    """Hours that replace whole dates, of one counter or of all."""

    counter = models.CharField(
        "department",
        max_length=20,
        choices=[("", "All departments"), *Counter.choices],
        blank=True,
        default="",
        help_text="Whose hours.",
    )
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day", null=True, blank=True, help_text="Empty: until further notice.")
    label = models.CharField(max_length=80, help_text="What patients read, such as Christmas Day.")
    slots = models.JSONField(default=list, blank=True, validators=[validate_slots])

    class Meta:
        abstract = True
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_ends_after_it_begins",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="The last day is before the first.",
            ),
            models.CheckConstraint(
                name="%(class)s_counter_is_known", condition=Q(counter="") | Q(counter__in=Counter.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.starts_on})"

    def clean(self) -> None:
        super().clean()
        refuse_far_days(starts_on=self.starts_on, ends_on=self.ends_on)

    def as_dated_hours(self, origin: Origin) -> DatedHours:
        """The row for the hours engine."""
        slots = ranges_of(self.slots)
        return DatedHours(self.starts_on, self.ends_on, self.label, slots, self.counter or None, origin)


class HoursException(DatedHoursFields):
    """What one store does on some dates."""

    store = models.ForeignKey(StorePage, on_delete=models.CASCADE, related_name="hours_exceptions")

    class Meta(DatedHoursFields.Meta):
        abstract = False
        indexes = [models.Index(fields=["store", "starts_on"], name="hours_exception_by_store")]


class HolidayClosure(AudienceMixin, DatedHoursFields, ClusterableModel):
    """What the newsroom says of some dates for an audience; a store's own exception of single dates goes before it."""

    closes_by = models.TimeField(
        "closes at the latest at",
        null=True,
        blank=True,
        help_text="Each store keeps its hours and closes no later than this. It opens no door that is shut.",
    )

    audience_noun = "holiday"

    class Meta(DatedHoursFields.Meta):
        abstract = False
        verbose_name = "holiday"
        constraints = [
            *DatedHoursFields.Meta.constraints,
            models.CheckConstraint(
                name="holiday_has_slots_or_an_end",
                condition=Q(closes_by__isnull=True) | Q(slots=[]),
                violation_error_message="Give the hours of these days, or when the stores close at the latest.",
            ),
        ]

    def as_dated_hours(self, origin: Origin) -> DatedHours:
        return replace(super().as_dated_hours(origin), closes_by=self.closes_by)


class TodayChange(models.Model):
    """Close early, open late or closed today: cuts every counter's own slots of one date and ends with it."""

    store = models.ForeignKey(StorePage, on_delete=models.CASCADE, related_name="today_changes")
    on = models.DateField()
    opens_at = models.TimeField("opens late, at", null=True, blank=True)
    closes_at = models.TimeField("closes early, at", null=True, blank=True)
    closes_next_day = models.BooleanField(
        "that is after midnight",
        default=False,
        help_text="The closing time is one of the next date: the night that began on this one ends then.",
    )
    is_closed = models.BooleanField("closed today", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["store", "on"], name="one_change_a_day"),
            models.CheckConstraint(
                name="today_change_says_something",
                condition=Q(is_closed=True) | Q(opens_at__isnull=False) | Q(closes_at__isnull=False),
            ),
            models.CheckConstraint(
                name="today_change_has_an_end_to_move",
                condition=Q(closes_next_day=False) | Q(closes_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on}"

    def as_cut(self) -> DayCut:
        """The change for the hours engine."""
        return DayCut(self.on, self.closes_at, self.opens_at, self.is_closed, self.closes_next_day)


class OpeningHours(models.Model):
    """One slot of one weekday at one counter, in the store's own time.

    `closes_at <= opens_at` runs past midnight; 00:00-00:00 is all day. Several slots a day are several rows.
    """

    store = ParentalKey("stores.StorePage", on_delete=models.CASCADE, related_name="opening_hours")
    counter = models.CharField("department", max_length=20, choices=Counter, default=Counter.STORE)
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    opens_at = models.TimeField("opens")
    closes_at = models.TimeField("closes", help_text="If it closes after midnight, enter that time, such as 1:00am.")

    # For comparing versions; `stores.hours.week` gives the page's form its fields.
    panels = [FieldPanel(name) for name in ("counter", "weekday", "opens_at", "closes_at")]
    admin_fields = "stores.hours.week.page_fields.WeekFields"

    class Meta:
        ordering = ["counter", "weekday", "opens_at", "pk"]
        verbose_name = verbose_name_plural = "opening hours"
        constraints = [
            models.CheckConstraint(name="hours_weekday_is_iso", condition=models.Q(weekday__range=(1, 7))),
            models.CheckConstraint(name="hours_counter_is_known", condition=models.Q(counter__in=Counter.values)),
        ]

    def __str__(self) -> str:
        slot = f"{self.opens_at:%H:%M}-{self.closes_at:%H:%M}"
        return f"{self.get_counter_display()} {self.get_weekday_display()} {slot}"
