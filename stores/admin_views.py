"""Small admin views of one store. Each looks the store up among those that the person may change: else 404."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView
from wagtail.admin import messages

from stores.models import StorePage, TodayChange
from stores.reach import reach_of
from stores.today import TodayForm, change_today, counters_today, today_of


class StoreView(FormView):
    """A view of the store named in the URL, for its people and network admins."""

    @cached_property
    def store(self) -> StorePage:
        user = self.request.user
        reach = reach_of(user)
        may = user.is_superuser or (reach.is_confined and any(s.pk == self.kwargs["store_id"] for s in reach.stores))
        store = StorePage.objects.with_profile().filter(pk=self.kwargs["store_id"]).first() if may else None
        if store is None:
            raise Http404
        return store

    @cached_property
    def may_change(self) -> bool:
        """What is live at once is the owner's; staff read it."""
        return bool(self.store.permissions_for_user(self.request.user).can_publish())

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may_change:
            raise Http404
        return super().post(*args, **kwargs)


class TodayView(StoreView):
    """Today's panel: live at once."""

    template_name = "stores/admin/today.html"
    form_class = TodayForm

    def get_initial(self) -> dict[str, Any]:
        now = TodayChange.objects.filter(store=self.store, on=today_of(self.store, timezone.now())).first()
        return {"is_closed": now.is_closed, "opens_at": now.opens_at, "closes_at": now.closes_at} if now else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = timezone.now()
        return super().get_context_data(
            store=self.store,
            counters=counters_today(self.store, at),
            today=today_of(self.store, at),
            has_change=bool(self.get_initial()),
            may_change=self.may_change,
            **kwargs,
        )

    def form_valid(self, form: TodayForm) -> HttpResponse:
        at = timezone.now()
        change_today(by=self.request.user, store=self.store, on=today_of(self.store, at), **form.cleaned_data)
        now = "; ".join(f"{counter.name}: {counter.text}" for counter in counters_today(self.store, at))
        button = messages.button(f"{self.store.root_url}/", "See the site", new_window=True)
        messages.success(self.request, f"{self.store.title} says so now. {now}", buttons=[button])
        return redirect("stores_today", self.store.pk)


def admin_urls() -> list[Any]:
    """Below `/admin/`."""
    return [path("stores/<int:store_id>/today/", TodayView.as_view(), name="stores_today")]
