"""Screens of frontend addresses, for network admins: one store's, and the network's default."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView
from wagtail.admin import messages

from stores.access.who import actor_of
from stores.form_errors import add_errors
from stores.network.frontend_forms import FrontendForm, NetworkFrontendForm
from stores.network.views import NetworkView, StoreMixin
from stores.opening.frontends import change_frontend, change_network_frontend, network_frontend
from stores.store.frontends import default_at
from stores.store.models.registration import StoreRegistration
from stores.store.models.store import StorePage


class FrontendView(StoreMixin, FormView):
    """Says where one store's pages are read; live at once."""

    page_title = "Frontend address"
    header_icon = "site"
    template_name = "stores/network/frontend.html"
    form_class = FrontendForm

    def get_initial(self) -> dict[str, str]:
        row = self.registration
        return FrontendForm.initial_of(row.frontend_address, row.built_in_site, row.preview_path)

    def get_form_kwargs(self) -> dict[str, Any]:
        default = network_frontend().address
        return {**super().get_form_kwargs(), "default_url": default_at(default, self.store.slug) if default else ""}

    def form_valid(self, form: FrontendForm) -> HttpResponse:
        given = {name: form.cleaned_data[name] for name in ("built_in_site", "preview_path")}
        try:
            change_frontend(by=actor_of(self.request), store=self.store, address=form.chosen_address, **given)
        except ValidationError as error:
            add_errors(form, error, {"frontend_address": "address"})
            return self.form_invalid(form)
        store = StorePage.objects.with_addresses().get(pk=self.store.pk)
        button = messages.button(f"{store.front_url}/", "Go there", new_window=True)
        messages.success(self.request, f"Patients read {store.title} at {store.front_url} now.", buttons=[button])
        return self.back()


SHOWN = 50
"""Stores that are named with their addresses."""


class NetworkFrontendView(NetworkView, FormView):
    """Says where the pages of all stores are read that say nothing else; live at once."""

    page_title = "Frontend addresses"
    header_icon = "site"
    template_name = "stores/network/network_frontend.html"
    form_class = NetworkFrontendForm

    def get_initial(self) -> dict[str, str]:
        row = network_frontend()
        return {"address": row.address, "built_in_site": row.built_in_site, "preview_path": row.preview_path}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        online = StoreRegistration.objects.filter(closed_at__isnull=True).order_by("store__title")
        following = online.filter(frontend_address="").count()
        others = online.exclude(frontend_address="").select_related("store")
        more = max(0, others.count() - SHOWN)
        return super().get_context_data(following=following, others=others[:SHOWN], more=more, **kwargs)

    def form_valid(self, form: NetworkFrontendForm) -> HttpResponse:
        try:
            row = change_network_frontend(by=actor_of(self.request), **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        where = (
            f"Stores that say nothing else are at {row.address} now." if row.address else "There is no default now."
        )
        messages.success(self.request, where)
        return redirect("stores_network:frontends")
