"""Small screens of one store: today, and the dates ahead."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView
from wagtail.admin import messages

from stores.access.who import actor_of
from stores.desk.views import OwnerView, StoreView
from stores.hours.clock_fields import MIDNIGHT_MEANT
from stores.hours.date_words import day_name, days_text
from stores.hours.dates import remove_exception, save_exception
from stores.hours.dates_ahead import holidays_ahead, own_dates, past_dates
from stores.hours.door_words import cut_days_of
from stores.hours.forms import HoursExceptionForm
from stores.hours.models import HoursException, TodayChange
from stores.hours.network_cuts import days_cut
from stores.hours.schedules import load_dated_hours
from stores.hours.today import StoreDay, change_text, change_today, counters_today, days_now
from stores.hours.today_form import TodayForm

AS_USUAL = "as_usual"
"""The button that takes back what was said of today; an empty form says nothing."""


class TodayView(StoreView, FormView):
    """Today's panel: live at once. While a night runs past midnight, it is about that night first."""

    page_title = "Today"
    header_icon = "time"
    template_name = "stores/hours/today.html"
    form_class = TodayForm

    @cached_property
    def at(self) -> datetime:
        return timezone.now()

    @cached_property
    def days(self) -> tuple[StoreDay, ...]:
        return days_now(self.store, self.at, load_dated_hours([self.store], self.at))

    @cached_property
    def changes(self) -> list[TodayChange]:
        """What was said of any of the days, the night first."""
        return list(TodayChange.objects.filter(store=self.store, on__in=[day.on for day in self.days]).order_by("on"))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "days": self.days}

    def get_initial(self) -> dict[str, Any]:
        if not self.changes:
            return {}
        change = self.changes[0]
        names = ("is_closed", "opens_at", "closes_at")
        return {**{name: getattr(change, name) for name in names}, "on": change.on.isoformat()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            counters=counters_today(self.store, self.at),
            today=self.days[0].on,
            is_night=self.days[0].is_night,
            changes=[(day_name(change.on), change_text(change)) for change in self.changes],
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if AS_USUAL not in request.POST:
            answer: HttpResponse = super().post(request, *args, **kwargs)
            return answer
        try:
            with transaction.atomic():
                for change in self.changes:
                    change_today(by=actor_of(request), store=self.store, on=change.on)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return self.back("stores_today")
        return self.said()

    def form_valid(self, form: TodayForm) -> HttpResponse:
        try:
            change_today(by=actor_of(self.request), store=self.store, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        return self.said(form.is_midnight_meant)

    def said(self, is_midnight_meant: bool = False) -> HttpResponse:
        """Say what patients read now, and go back."""
        now = "; ".join(f"{counter.name}: {counter.text}" for counter in counters_today(self.store, self.at))
        midnight = f" {MIDNIGHT_MEANT}" if is_midnight_meant else ""
        self.say(f"Your site now says: {now}.{midnight}")
        return self.back("stores_today")


TITLE = "Dates ahead"


class DatesView(StoreView):
    """What the network proposes, what this store does about it, and its own dates."""

    page_title = TITLE
    header_icon = "date"
    template_name = "stores/hours/dates.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = timezone.now()
        today = self.store.today(at)
        return super().get_context_data(
            holidays=holidays_ahead(self.store, at),
            own=own_dates(self.store, today),
            past=past_dates(self.store, today),
            cut=[each.for_the_store for each in days_cut(self.store, at, load_dated_hours([self.store], at))],
            **kwargs,
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = self.render_to_response(self.get_context_data())
        return answer


class ExceptionFormView(OwnerView, FormView):
    """The form of one row: a new one, unless a subclass says another."""

    page_title = "Other hours"
    header_icon = "date"
    template_name = "stores/hours/date_form.html"
    form_class = HoursExceptionForm

    @cached_property
    def row(self) -> HoursException:
        return HoursException(store=self.store)

    def crumbs(self) -> list[dict[str, str]]:
        return [{"url": self.get_success_url(), "label": TITLE}, *super().crumbs()]

    def get_success_url(self) -> str:
        return reverse("stores_dates", args=[self.store.pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.row, "today": self.store.today(timezone.now())}

    def form_valid(self, form: HoursExceptionForm) -> HttpResponse:
        try:
            row = save_exception(by=actor_of(self.request), row=form.instance)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        except HoursException.DoesNotExist:
            messages.error(self.request, "Somebody else has removed this meanwhile.")
        else:
            midnight = f" {MIDNIGHT_MEANT}" if form.is_midnight_meant else ""
            cut = "".join(f" {line}" for line in cut_days_of(self.store, row))
            self.say(f"Saved: “{row.label}”. {days_text(row.starts_on, row.ends_on)}.{midnight}{cut}")
        return redirect(self.get_success_url())


class ChangeExceptionView(ExceptionFormView):
    """The form of a row that is saved already."""

    @cached_property
    def row(self) -> HoursException:
        return get_object_or_404(HoursException, store=self.store, pk=self.kwargs["exception_id"])


class DatesTapView(OwnerView):
    """One tap without a form, that leads back to where it was tapped, or to the dates."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.say(self.tapped())
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return self.back("stores_dates")

    def tapped(self) -> str:
        """Do what the tap is for, and say what was done. ValidationError for what can't be done."""
        raise NotImplementedError


class RemoveExceptionView(DatesTapView):
    """Removes one row of the store's dated hours."""

    def tapped(self) -> str:
        row = get_object_or_404(HoursException, store=self.store, pk=self.kwargs["exception_id"])
        remove_exception(by=actor_of(self.request), row=row)
        return f"Removed: “{row.label}”."


def hours_urls() -> list[Any]:
    """The store's screens of today and of the dates ahead, below `/admin/`."""
    start = "stores/<int:store_id>/dates/"
    today = path("stores/<int:store_id>/today/", TodayView.as_view(), name="stores_today")
    row = f"{start}<int:exception_id>/"
    return [
        today,
        path(start, DatesView.as_view(), name="stores_dates"),
        path(f"{start}add/", ExceptionFormView.as_view(), name="stores_add_dates"),
        path(row, ChangeExceptionView.as_view(), name="stores_change_dates"),
        path(f"{row}remove/", RemoveExceptionView.as_view(), name="stores_remove_dates"),
    ]
