"""A store's yes to what the network proposes for a holiday, and when its owners were asked by mail."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from stores.choices import Counter
from stores.hours.models import HolidayClosure
from stores.store.models.store import StorePage


def proposal_of(holiday: HolidayClosure) -> dict[str, Any]:
    """What the network proposes, as it is kept of what a store has confirmed."""
    return {
        "starts_on": holiday.starts_on.isoformat(),
        "ends_on": holiday.ends_on.isoformat() if holiday.ends_on else None,
        "counter": holiday.counter,
        "slots": holiday.slots,
        "closes_by": holiday.closes_by.isoformat("minutes") if holiday.closes_by else None,
    }


class HolidayConfirmation(models.Model):
    """The store does as the network proposes, at one counter or at all. Hours of its own are a HoursException.

    `proposal` is what was confirmed: when the network proposes something else, the store is asked anew.
    """

    store = models.ForeignKey(StorePage, on_delete=models.CASCADE, related_name="holiday_confirmations")
    holiday = models.ForeignKey(HolidayClosure, on_delete=models.CASCADE, related_name="confirmations")
    counter = models.CharField(
        "department", max_length=20, choices=[("", "All departments"), *Counter.choices], blank=True, default=""
    )
    proposal = models.JSONField()
    confirmed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["store", "holiday", "counter"], name="one_confirmation_a_counter"),
            models.CheckConstraint(
                name="confirmation_counter_is_known", condition=Q(counter="") | Q(counter__in=Counter.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.store}: {self.holiday}"


class HolidayQuestion(models.Model):
    """When a store's owners were asked by mail about a holiday, and when they were reminded, or asked again."""

    store = models.ForeignKey(StorePage, on_delete=models.CASCADE, related_name="+")
    holiday = models.ForeignKey(HolidayClosure, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["store", "holiday"], name="one_question_a_holiday")]

    def __str__(self) -> str:
        return f"{self.store}: {self.holiday}"

    @property
    def last_at(self) -> Any:
        """The last mail about it."""
        return self.reminded_at or self.asked_at
