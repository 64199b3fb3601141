"""Regular opening hours."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from stores.choices import Counter, Weekday


class OpeningHours(models.Model):
    """One slot of one weekday at one counter, in the store's own time.

    `closes_at <= opens_at` runs past midnight; 00:00-00:00 is all day. Several slots a day are several rows.
    """

    store = ParentalKey("stores.StorePage", on_delete=models.CASCADE, related_name="opening_hours")
    counter = models.CharField(max_length=20, choices=Counter, default=Counter.STORE)
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    opens_at = models.TimeField("opens")
    closes_at = models.TimeField("closes", help_text="A time not after the opening runs past midnight.")

    panels = [FieldRowPanel([FieldPanel(name) for name in ("counter", "weekday", "opens_at", "closes_at")])]

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
