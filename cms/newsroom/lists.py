"""Lists of stores for the newsroom: searched, filtered by group and state, 50 on a page, downloaded as a file."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.forms import RadioSelect, Select
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django_filters.filters import ChoiceFilter, ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, Table, TitleColumn
from wagtail.admin.views import generic

from stores.access.shells import NewsroomMixin
from stores.audience.counting import stores_named
from stores.choices import usps_states
from stores.form_errors import StoresPaginator
from stores.models import StoreGroup, StorePage

PER_PAGE = 50
STORE_COLUMNS = [
    TitleColumn(
        "store.title",
        label="Store",
        sort_key="title",
        get_url=lambda row: reverse("cms_network_store", args=[row.pk]),
    ),
    Column("store.city", label="City", sort_key="city"),
    Column("store.state", label="State", sort_key="state"),
]
"""What a report of stores begins with; each of its rows has a `store` and a `pk`."""
STORE_HEADINGS = {
    "store.registration.code": "Code",
    "store.title": "Store",
    "store.city": "City",
    "store.state": "State",
}
"""The same in its file: column -> heading."""


def states_of_stores() -> list[tuple[str, str]]:
    """States in which there is a store."""
    there = set(StorePage.objects.online().order_by().values_list("state", flat=True).distinct())
    return [(code, str(name)) for code, name in usps_states() if code in there]


class StoresFilterSet(WagtailFilterSet):
    """Narrows a list of stores to a group and a state."""

    group = ModelChoiceFilter(
        label="Group", field_name="registration__groups", queryset=StoreGroup.objects.all(), widget=RadioSelect
    )
    state = ChoiceFilter(label="State", choices=states_of_stores, widget=Select)

    class Meta:
        model = StorePage
        fields: list[str] = []


def by_the_view(rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
    """The rows as they are: for a filter that the view applies itself, because it needs more than the rows."""
    return rows


class NewsroomStoresView(NewsroomMixin, generic.IndexView):
    """One row per online store. A page of the list costs the same for 10 stores and for 1,300."""

    model = StorePage
    any_permission_required = None
    paginate_by = PER_PAGE
    paginator_class = StoresPaginator
    verbose_name = "store"
    verbose_name_plural = "stores"
    default_ordering = "title"
    is_searchable = True
    base_filterset_class = WagtailFilterSet
    filterset_class = StoresFilterSet
    list_filter: list[str] = []

    @cached_property
    def at(self) -> datetime:
        return timezone.now()

    def rows_of(self, stores: Iterable[StorePage]) -> list[Any]:
        """What the table and the file show of these stores."""
        raise NotImplementedError

    def get_table(self, object_list: Iterable[StorePage]) -> Table:
        return super().get_table(self.rows_of(object_list))

    def as_spreadsheet(self, queryset: Iterable[StorePage], spreadsheet_format: str) -> HttpResponseBase:
        answer: HttpResponseBase = super().as_spreadsheet(self.rows_of(queryset), spreadsheet_format)
        return answer

    def filtered_by(self, name: str) -> str:
        """What one of the filters says; "" for nothing and for nonsense."""
        return (self.filters.is_valid() and self.filters.form.cleaned_data.get(name)) or ""

    def search_queryset(self, queryset: QuerySet[StorePage]) -> QuerySet[StorePage]:
        return stores_named(queryset, self.search_query)

    def order_queryset(self, queryset: QuerySet[StorePage]) -> QuerySet[StorePage]:
        return queryset.order_by(self.ordering, "pk")
