"""The network at a glance: one row per store, what it carries and did, and what asks for attention."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.forms import RadioSelect
from django.urls import path, reverse
from django_filters.filters import ChoiceFilter
from wagtail.admin.ui.tables import Column, TitleColumn

from cms.carrying.counts import StoreCounts, counts_of
from cms.newsroom.attention import REASONS, why_in_need, with_reasons
from cms.newsroom.lists import NewsroomStoresView, StoresFilterSet, by_the_view
from cms.newsroom.network_store import network_store_urls
from stores.models import StorePage
from stores.network.attention import is_in_need

ANY = "any"


@dataclass(frozen=True, slots=True)
class NetworkRow:
    """One store of the board."""

    store: StorePage
    counts: StoreCounts

    @property
    def where(self) -> str:
        return f"{self.store.city}, {self.store.state}"

    @property
    def pk(self) -> int:
        return self.store.pk

    @property
    def reasons(self) -> str:
        return why_in_need(self.store)


class NetworkFilterSet(StoresFilterSet):
    """Narrows the board to a group, a state, and stores that need attention."""

    attention = ChoiceFilter(
        label="Needs attention",
        choices=[(ANY, "Whatever it is"), *REASONS.items()],
        empty_label="All stores",
        widget=RadioSelect,
        method=by_the_view,
    )

    class Meta(StoresFilterSet.Meta):
        fields: list[str] = []


class NumberColumn(Column):
    """A number that leads to what it counts, at the store; `where` is a query or an anchor of that page."""

    cell_template_name = "cms/newsroom/number_cell.html"

    def __init__(self, name: str, label: str, where: str, **kwargs: Any) -> None:
        super().__init__(name, label=label, **kwargs)
        self.where = where

    def get_cell_context_data(self, instance: NetworkRow, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {**context, "url": reverse("cms_network_store", args=[instance.pk]) + self.where}


def _store_url(row: NetworkRow) -> str:
    return reverse("cms_network_store", args=[row.pk])


NUMBER_COLUMNS = {
    "counts.carried": "Carries",
    "counts.hidden": "Hides",
    "counts.pinned": "Pins",
    "counts.changed": "Custom wording",
    "counts.stale": "Wording to review",
    "store.ending_banners": "Promo lines ending soon",
    "store.ended_banners": "Expired promo lines",
    "store.unknown_counters": "Hours unknown",
}


class NetworkBoardView(NewsroomStoresView):
    """The board: one row for each store that is online."""

    page_title = "Network board"
    header_icon = "table"
    template_name = "cms/newsroom/listing.html"
    index_url_name = "cms_network_board"
    index_results_url_name = "cms_network_board_results"
    filterset_class = NetworkFilterSet
    table_classname = "listing stores-board"
    export_filename = "network-board"
    columns = [
        TitleColumn("store.title", label="Store", sort_key="title", get_url=_store_url, width="24%"),
        Column("where", label="City", sort_key="city"),
        *(
            NumberColumn(name, NUMBER_COLUMNS[name], f"?show={show}")
            for name, show in (
                ("counts.carried", "carries"),
                ("counts.hidden", "hidden"),
                ("counts.pinned", "pinned"),
                ("counts.changed", "changed"),
                ("counts.stale", "stale"),
            )
        ),
        NumberColumn("store.ending_banners", "Promo lines ending soon", "#banners", sort_key="ending_banners"),
        NumberColumn("store.ended_banners", "Expired promo lines", "#banners", sort_key="ended_banners"),
        NumberColumn("store.unknown_counters", "Hours unknown", "#hours", sort_key="unknown_counters"),
    ]
    list_export = ["store.registration.code", "store.title", "store.city", "store.state", "reasons", *NUMBER_COLUMNS]
    export_headings = {
        "store.registration.code": "Code",
        "store.title": "Store",
        "store.city": "City",
        "store.state": "State",
        "reasons": "Needs attention",
        **NUMBER_COLUMNS,
    }

    def get_base_queryset(self) -> QuerySet[StorePage]:
        return with_reasons(StorePage.objects.online(), self.at).select_related("registration")

    def filter_queryset(self, queryset: QuerySet[StorePage]) -> QuerySet[StorePage]:
        stores: QuerySet[StorePage] = super().filter_queryset(queryset)
        wanted = self.filtered_by("attention")
        return stores.filter(is_in_need(REASONS if wanted == ANY else [wanted])) if wanted else stores

    def rows_of(self, stores: Iterable[StorePage]) -> list[NetworkRow]:
        stores = list(stores)
        counts = counts_of(stores, self.at)
        return [NetworkRow(store, counts[store.pk]) for store in stores]


def network_board_urls() -> list[Any]:
    """The screens of the network board, below `/admin/`."""
    results = NetworkBoardView.as_view(results_only=True)
    return [
        path("network/board/", NetworkBoardView.as_view(), name="cms_network_board"),
        path("network/board/results/", results, name="cms_network_board_results"),
        *network_store_urls(),
    ]
