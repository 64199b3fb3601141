"""The network's own screens: all stores, open one, its registration and host, close it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, StatusFlagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Site

from stores.access.shells import NetworkAdminMixin
from stores.access.who import actor_of
from stores.choices import STATES
from stores.form_errors import StoresPaginator, add_errors
from stores.importing.store_values import hostname_of
from stores.network.forms import CloseForm, HostForm, OpenStoreForm, RegistrationForm
from stores.opening.opening import close_store
from stores.opening.registration import PrescriptionsAt, change_host, change_registration, release_host
from stores.people.people import people_of
from stores.store.models.registration import REGISTRATION_FIELDS, StoreRegistration
from stores.store.models.store import StorePage

PER_PAGE = 50


class StoresView(NetworkAdminMixin, generic.IndexView):
    """All stores, by name; a page of them costs the same for 10 stores and for 1,300."""

    model = StoreRegistration
    page_title = "Stores"
    header_icon = "home"
    index_url_name = "stores_network:index"
    index_results_url_name = "stores_network:index_results"
    add_url_name = "stores_network:open"
    add_item_label = "Open a store"
    verbose_name_plural = "stores"
    paginate_by = PER_PAGE
    paginator_class = StoresPaginator
    default_ordering = "store__title"
    search_fields = ["code", "store__title", "host", "store__city", "legal_name"]
    columns = [
        TitleColumn(
            "store.title",
            label="Name",
            sort_key="store__title",
            get_url=lambda registration: reverse("stores_network:registration", args=[registration.store_id]),
        ),
        Column("code", label="Code", sort_key="code"),
        Column("host", label="Host", sort_key="host"),
        Column("store.city", label="City", sort_key="store__city"),
        Column("store.state", label="State", sort_key="store__state"),
        StatusFlagColumn("closed_at", label="Closed", true_label="Closed", sort_key="closed_at"),
    ]

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        return []

    @cached_property
    def header_buttons(self) -> list[Any]:
        url = reverse("stores_network:import")
        return [self.add_button, HeaderButton("Import and export", url=url, icon_name="upload")]

    def get_base_queryset(self) -> QuerySet[StoreRegistration]:
        hosts = Site.objects.filter(root_page=OuterRef("store_id")).order_by("pk").values("hostname")
        return StoreRegistration.objects.select_related("store").annotate(host=Subquery(hosts[:1]))

    def search_queryset(self, queryset: QuerySet[StoreRegistration]) -> QuerySet[StoreRegistration]:
        """Find stores by any of the words that the list shows; a state by its letters or its name."""
        text = self.search_query.strip()
        if not text:
            return queryset
        found = Q(
            store__state__in=[code for code, name in STATES.items() if text.lower() in {code.lower(), name.lower()}]
        )
        for name in self.search_fields:
            found |= Q(**{f"{name}__icontains": text})
        return queryset.filter(found)

    def order_queryset(self, queryset: QuerySet[StoreRegistration]) -> QuerySet[StoreRegistration]:
        return queryset.order_by(self.ordering, "pk")


class NetworkView(NetworkAdminMixin):
    """Breadcrumbs that begin with the list of all stores."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, {"url": reverse("stores_network:index"), "label": "Stores"}, here]


class OpenStoreView(NetworkView, FormView):
    """Opens a store by one form."""

    page_title = "Open a store"
    header_icon = "plus"
    template_name = "stores/network/open_store.html"
    form_class = OpenStoreForm

    def form_valid(self, form: OpenStoreForm) -> HttpResponse:
        try:
            store = form.open(by=actor_of(self.request))
        except ValidationError as error:
            add_errors(form, error, {"slug": "code"})
            return self.form_invalid(form)
        messages.success(self.request, f"{store.title} is open.")
        return redirect("stores_network:opened", store.pk)


class StoreMixin(NetworkView):
    """The store that the URL names."""

    kwargs: dict[str, Any]

    @cached_property
    def store(self) -> StorePage:
        stores = StorePage.objects.with_profile().select_related("registration__owners", "registration__staff")
        store = stores.filter(pk=self.kwargs["store_id"], registration__isnull=False).first()
        if store is None:
            raise Http404
        return store

    @cached_property
    def registration(self) -> StoreRegistration:
        return self.store.registration

    @property
    def is_closed(self) -> bool:
        return self.registration.closed_at is not None

    def get_page_subtitle(self) -> str:
        return self.store.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            store=self.store,
            registration=self.registration,
            hostname=hostname_of(self.store),
            owners=people_of(self.registration.owners),
            staff=people_of(self.registration.staff),
            **kwargs,
        )

    def back(self) -> HttpResponse:
        return redirect("stores_network:registration", self.store.pk)


class OpenedView(StoreMixin, TemplateView):
    """Shows what was made with a new store, and what comes next."""

    page_title = "Opened"
    header_icon = "check"
    template_name = "stores/network/opened_store.html"


class RegistrationView(StoreMixin, FormView):
    """One store as the network keeps it."""

    page_title = "Registration"
    header_icon = "home"
    template_name = "stores/network/registration.html"
    form_class = RegistrationForm

    def get_initial(self) -> dict[str, Any]:
        values = {name: getattr(self.registration, name) for name in REGISTRATION_FIELDS}
        keeper = self.registration.prescriptions_at
        return {
            **values,
            "groups": self.registration.groups.filter(is_ruled=False),
            "prescriptions_at": keeper.registration.code if keeper else "",
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "is_closed": self.is_closed}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        former = list(self.store.former_hosts.all())
        by_rule = self.registration.groups.filter(is_ruled=True)
        return super().get_context_data(former_hosts=former, by_rule=by_rule, **kwargs)

    def form_valid(self, form: RegistrationForm) -> HttpResponse:
        data = dict(form.cleaned_data)
        if self.is_closed:
            data["prescriptions"] = PrescriptionsAt(data.pop("prescriptions_at"))
        try:
            change_registration(by=actor_of(self.request), store=self.store, **data)
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        messages.success(self.request, f"The registration of {self.store.title} is saved.")
        return self.back()


class HostView(StoreMixin, FormView):
    """Gives the store another host; the old one leads there."""

    page_title = "Change the host"
    header_icon = "site"
    template_name = "stores/network/change_host.html"
    form_class = HostForm

    def form_valid(self, form: HostForm) -> HttpResponse:
        old = hostname_of(self.store)
        try:
            site = change_host(by=actor_of(self.request), store=self.store, hostname=form.cleaned_data["hostname"])
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        if site.hostname != old:
            button = messages.button(f"{site.root_url}/", "See the site", new_window=True)
            text = f"{self.store.title} answers at {site.hostname} now, and {old} leads there."
            messages.success(self.request, text, buttons=[button])
        return self.back()


class ReleaseHostView(StoreMixin, View):
    """POST `hostname`: a former host leads nowhere from now on."""

    http_method_names = ["post"]

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        hostname = self.request.POST.get("hostname", "")
        if self.store.former_hosts.filter(hostname=hostname).exists():
            release_host(by=actor_of(self.request), store=self.store, hostname=hostname)
            messages.success(self.request, f"{hostname} leads nowhere now, and any store may have it.")
        return self.back()


class CloseStoreView(StoreMixin, FormView):
    """Takes the store offline for good, after its code was typed."""

    page_title = "Close for good"
    header_icon = "warning"
    template_name = "stores/network/close_store.html"
    form_class = CloseForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "expected": self.registration.code}

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.back() if self.is_closed else super().get(*args, **kwargs)

    def form_valid(self, form: CloseForm) -> HttpResponse:
        if not self.is_closed:
            keeper = form.cleaned_data["prescriptions_at"]
            close_store(by=actor_of(self.request), store=self.store, prescriptions_at=keeper)
            messages.success(self.request, f"{self.store.title} is closed.")
        return self.back()
