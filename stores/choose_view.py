"""Going from one of one's stores to another."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.generic import View

from stores.chosen_store import choose_store
from stores.reach import reach_of
from stores.store_screens import store_screens


class ChooseStoreView(View):
    """Remembers the store, and goes to its home, or to the small view that `screen` names."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        pk = self.kwargs["store_id"]
        if all(store.pk != pk for store in reach_of(request.user).stores):
            raise Http404
        choose_store(request, pk)
        screen = request.POST.get("screen", "")
        if any(each.view == screen for each in store_screens()):
            return redirect(screen, pk)
        return redirect("wagtailadmin_home")


def choose_urls() -> list[Any]:
    """Below `/admin/`."""
    return [path("stores/<int:store_id>/choose/", ChooseStoreView.as_view(), name="stores_choose")]
