"""Small screens of one store: today, and the dates ahead."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView
from wagtail.admin import messages

from stores.access.who import actor_of
from stores.desk.views import OwnerView, StoreView
from stores.hours.date_words import days_text
from stores.hours.dates import follow_network, open_as_usual, remove_exception, save_exception
from stores.hours.dates_ahead import holidays_ahead, holidays_for, own_dates, past_dates, prefilled
from stores.hours.forms import HoursExceptionForm
from stores.hours.models import HolidayClosure, HoursException, TodayChange
from stores.hours.today import TodayForm, change_today, counters_today


class TodayView(StoreView, FormView):
    """Today's panel: live at once."""

    page_title = "Today"
    header_icon = "time"
    template_name = "stores/hours/today.html"
    form_class = TodayForm

    def get_initial(self) -> dict[str, Any]:
        now = TodayChange.objects.filter(store=self.store, on=self.store.today(timezone.now())).first()
        return {"is_closed": now.is_closed, "opens_at": now.opens_at, "closes_at": now.closes_at} if now else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = timezone.now()
        return super().get_context_data(
            counters=counters_today(self.store, at),
            today=self.store.today(at),
            has_change=bool(self.get_initial()),
            **kwargs,
        )

    def form_valid(self, form: TodayForm) -> HttpResponse:
        at = timezone.now()
        change_today(by=actor_of(self.request), store=self.store, on=self.store.today(at), **form.cleaned_data)
        now = "; ".join(f"{counter.name}: {counter.text}" for counter in counters_today(self.store, at))
        self.say(f"{self.store.title} says so now. {now}")
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
            self.say(f"Live at once: “{row.label}”. {days_text(row.starts_on, row.ends_on)}.")
        return redirect(self.get_success_url())


class ChangeExceptionView(ExceptionFormView):
    """The form of a row that is saved already."""

    @cached_property
    def row(self) -> HoursException:
        return get_object_or_404(HoursException, store=self.store, pk=self.kwargs["exception_id"])


class OtherHolidayHoursView(ExceptionFormView):
    """A new row, filled with a holiday's days and the usual hours."""

    @cached_property
    def row(self) -> HoursException:
        return prefilled(self.store, get_object_or_404(holidays_for(self.store), pk=self.kwargs["holiday_id"]))


class DatesTapView(OwnerView):
    """One tap without a form, that leads back to the dates."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.say(self.tapped())
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("stores_dates", self.store.pk)

    def tapped(self) -> str:
        """Do what the tap is for, and say what was done. ValidationError for what can't be done."""
        raise NotImplementedError

    @cached_property
    def holiday(self) -> HolidayClosure:
        return get_object_or_404(holidays_for(self.store), pk=self.kwargs["holiday_id"])


class RemoveExceptionView(DatesTapView):
    """Removes one row of the store's dated hours."""

    def tapped(self) -> str:
        row = get_object_or_404(HoursException, store=self.store, pk=self.kwargs["exception_id"])
        remove_exception(by=actor_of(self.request), row=row)
        return f"Removed: “{row.label}”."


class OpenAsUsualView(DatesTapView):
    """Keeps the regular hours on a holiday of the network."""

    def tapped(self) -> str:
        open_as_usual(by=actor_of(self.request), store=self.store, holiday=self.holiday)
        return f"Open as usual: “{self.holiday.label}”."


class FollowNetworkView(DatesTapView):
    """Removes the store's own hours of a holiday, so that those of the network apply."""

    def tapped(self) -> str:
        follow_network(by=actor_of(self.request), store=self.store, holiday=self.holiday)
        return f"The same as the network again: “{self.holiday.label}”."


def hours_urls() -> list[Any]:
    """The store's screens of today and of the dates ahead, below `/admin/`."""
    start = "stores/<int:store_id>/dates/"
    today = path("stores/<int:store_id>/today/", TodayView.as_view(), name="stores_today")
    row, holiday = f"{start}<int:exception_id>/", f"{start}holidays/<int:holiday_id>/"
    return [
        today,
        path(start, DatesView.as_view(), name="stores_dates"),
        path(f"{start}add/", ExceptionFormView.as_view(), name="stores_add_dates"),
        path(row, ChangeExceptionView.as_view(), name="stores_change_dates"),
        path(f"{row}remove/", RemoveExceptionView.as_view(), name="stores_remove_dates"),
        path(holiday, OtherHolidayHoursView.as_view(), name="stores_holiday_hours"),
        path(f"{holiday}as-usual/", OpenAsUsualView.as_view(), name="stores_open_as_usual"),
        path(f"{holiday}follow/", FollowNetworkView.as_view(), name="stores_follow_network"),
    ]
