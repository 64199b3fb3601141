"""Who changed what: of one store for its people, of the network for the newsroom; filtered, paged, as a CSV file."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import View

from stores.access.shells import NewsroomMixin
from stores.access.who import actor_of
from stores.audit.exports import CHANGES, kept_filters
from stores.audit.kinds import Kind
from stores.audit.lines import csv_lines
from stores.audit.reading import MOST, Changes, Filters
from stores.desk.views import StoreView
from stores.exports.making import ask_for
from stores.store.models.store import StorePage

TITLE = "Who changed what"
PER_PAGE = 50
MOST_STORES = 50
"""Stores that one search may mean."""
STORE_KINDS = [kind for kind in Kind if kind != Kind.NETWORK]


class _DateInput(forms.DateInput):
    input_type = "date"


class FiltersForm(forms.Form):
    """What to show. A field that makes no sense is left out, and says so."""

    kind = forms.ChoiceField(label="About", required=False)
    person = forms.CharField(label="Who", required=False, max_length=100)
    since = forms.DateField(label="From", required=False, widget=_DateInput)
    until = forms.DateField(label="To", required=False, widget=_DateInput)

    def __init__(self, *args: Any, kinds: Sequence[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Everything"), *((kind.value, kind.label) for kind in kinds)]  # type: ignore[attr-defined]

    def valid_value(self, name: str) -> Any:
        """The field's value, or None if it is not valid; another field may be invalid."""
        self.is_valid()
        return self.cleaned_data.get(name)


class NetworkFiltersForm(FiltersForm):
    """The newsroom filters by store, too."""

    store = forms.CharField(label="Store", required=False, max_length=100)
    field_order = ["store", "kind", "person", "since", "until"]


class ChangesMixin:
    """A list or a file of what the filters find."""

    request: HttpRequest
    form_class: type[FiltersForm] = FiltersForm
    kinds: Sequence[Kind] = STORE_KINDS

    @property
    def zone(self) -> tzinfo:
        return timezone.get_current_timezone()

    @property
    def csv_url(self) -> str:
        raise NotImplementedError

    def paths(self) -> tuple[str, ...] | None:
        """Where the stores stand whose changes are shown; None: everywhere."""
        raise NotImplementedError

    @cached_property
    def form(self) -> FiltersForm:
        # PostgreSQL takes no NUL in a text.
        sent = self.request.GET.copy()
        for name in sent:
            sent[name] = str(sent[name]).replace("\x00", "").strip()
        return self.form_class(sent, kinds=self.kinds)

    def changes(self) -> Changes:
        value_of = self.form.valid_value
        return Changes(
            Filters(
                zone=self.zone,
                paths=self.paths(),
                kind=value_of("kind") or "",
                person=value_of("person") or "",
                since=value_of("since"),
                until=value_of("until"),
            )
        )

    def listed(self) -> dict[str, Any]:
        """What the template shows: the form, a page of rows, and the query that leads to the next one."""
        query = self.request.GET.copy()
        query.pop("p", None)
        page = Paginator(self.changes(), PER_PAGE).get_page(self.request.GET.get("p"))
        is_cut = page.paginator.count == MOST
        return {
            "form": self.form,
            "page": page,
            "is_cut": is_cut,
            "query": query.urlencode(),
            "csv_url": self.csv_url,
        }


def csv_answer(changes: Changes, name: str) -> StreamingHttpResponse:
    """One line per change, written while it is read; no cell is a formula."""
    answer = StreamingHttpResponse(csv_lines(changes), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


class StoreChangesView(ChangesMixin, StoreView):
    """The changes of one store, in its own time."""

    page_title = TITLE
    header_icon = "history"
    template_name = "stores/audit/changes.html"

    @property
    def zone(self) -> tzinfo:
        return self.store.zone

    @property
    def may_submit(self) -> bool:
        """Whether the person may ask the owner to have something undone."""
        return bool(self.store.permissions_for_user(self.request.user).can_edit())

    @property
    def csv_url(self) -> str:
        return reverse("stores_changes_csv", args=[self.store.pk])

    def paths(self) -> tuple[str, ...]:
        return (self.store.path,)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer: HttpResponse = self.render_to_response(
            self.get_context_data(may_submit=self.may_submit, **self.listed())
        )
        return answer


class StoreChangesFile(StoreChangesView):
    """The changes of one store as a CSV file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return csv_answer(self.changes(), f"changes-{self.store.slug}")


class NetworkChangesView(ChangesMixin, NewsroomMixin, View):
    """The changes of all stores and of the newsroom's own rows."""

    page_title = TITLE
    header_icon = "history"
    template_name = "stores/audit/network_changes.html"
    form_class = NetworkFiltersForm
    kinds = list(Kind)

    @property
    def csv_url(self) -> str:
        return reverse("stores_network_changes_csv")

    def paths(self) -> tuple[str, ...] | None:
        text = self.form.valid_value("store")
        if not text:
            return None
        found = StorePage.objects.filter(Q(registration__code__iexact=text) | Q(title__icontains=text))
        return tuple(found.order_by("path").values_list("path", flat=True)[:MOST_STORES])

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*self.breadcrumbs_items, {"url": "", "label": TITLE}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer: HttpResponse = self.render_to_response(self.get_context_data(**self.listed()))
        return answer


class NetworkChangesFile(NetworkChangesView):
    """The changes of the whole network as a CSV file; more than a list leads to are made by the worker."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        changes = self.changes()
        if len(changes) < MOST:
            return csv_answer(changes, "changes")
        # It may be a million: a request would be cut, and hold a thread until then. A link that is followed, or
        # fetched beforehand, asks for nothing.
        query = request.GET.urlencode()
        return redirect(reverse("stores_network_changes") + (f"?{query}" if query else ""))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Have the worker make the file of what the address says."""
        ask_for(
            by=actor_of(request),
            kind=CHANGES,
            params=kept_filters(self.changes().filters),
            title=TITLE,
            name="changes.csv",
            at=timezone.now(),
        )
        return redirect("stores_exports")


def change_urls() -> list[Any]:
    """The screens and files of changes, below `/admin/`."""
    store = "stores/<int:store_id>/changes"
    return [
        path(f"{store}/", StoreChangesView.as_view(), name="stores_changes"),
        path(f"{store}.csv", StoreChangesFile.as_view(), name="stores_changes_csv"),
        path("network/changes/", NetworkChangesView.as_view(), name="stores_network_changes"),
        path("network/changes.csv", NetworkChangesFile.as_view(), name="stores_network_changes_csv"),
    ]
