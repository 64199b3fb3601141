"""Small admin views of one store: today, and the URLs of all of them."""

from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.generic import FormView

from stores.banner_views import banner_urls
from stores.choose_view import choose_urls
from stores.dated_views import dated_urls
from stores.models import TodayChange
from stores.people_views import people_urls
from stores.store_view import StoreView
from stores.today import TodayForm, change_today, counters_today, today_of


class TodayView(StoreView, FormView):
    """Today's panel: live at once."""

    page_title = "Today"
    header_icon = "time"
    template_name = "stores/admin/today.html"
    form_class = TodayForm

    def get_initial(self) -> dict[str, Any]:
        now = TodayChange.objects.filter(store=self.store, on=today_of(self.store, timezone.now())).first()
        return {"is_closed": now.is_closed, "opens_at": now.opens_at, "closes_at": now.closes_at} if now else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = timezone.now()
        return super().get_context_data(
            counters=counters_today(self.store, at),
            today=today_of(self.store, at),
            has_change=bool(self.get_initial()),
            **kwargs,
        )

    def form_valid(self, form: TodayForm) -> HttpResponse:
        at = timezone.now()
        change_today(by=self.request.user, store=self.store, on=today_of(self.store, at), **form.cleaned_data)
        now = "; ".join(f"{counter.name}: {counter.text}" for counter in counters_today(self.store, at))
        self.say(f"{self.store.title} says so now. {now}")
        return self.back("stores_today")


def admin_urls() -> list[Any]:
    """Below `/admin/`."""
    today = path("stores/<int:store_id>/today/", TodayView.as_view(), name="stores_today")
    return [today, *dated_urls(), *banner_urls(), *people_urls(), *choose_urls()]
