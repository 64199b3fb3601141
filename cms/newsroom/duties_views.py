"""The report of stores that lack a notice which the law asks for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.forms import RadioSelect
from django.urls import path
from django.utils.functional import cached_property
from django_filters.filters import ChoiceFilter
from wagtail.admin.ui.tables import BaseColumn

from cms.articles.duties import Duty
from cms.newsroom.duties import Duties, Lack
from cms.newsroom.lists import STORE_COLUMNS, STORE_HEADINGS, NewsroomStoresView, StoresFilterSet, by_the_view
from stores.models import StorePage

TITLE = "Notices that stores lack"


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One store, and what it lacks."""

    store: StorePage
    lacks: list[Lack]

    @property
    def pk(self) -> int:
        return self.store.pk

    @property
    def reasons(self) -> str:
        return "; ".join(lack.words for lack in self.lacks)


class DutiesFilterSet(StoresFilterSet):
    """Narrows the report to a group, a state, and one kind of notice."""

    duty = ChoiceFilter(
        label="Notice", choices=Duty.choices, empty_label="Any", widget=RadioSelect, method=by_the_view
    )

    class Meta(StoresFilterSet.Meta):
        fields: list[str] = []


class LacksColumn(BaseColumn):
    """Each thing that a store lacks, as a link to where it is mended."""

    cell_template_name = "cms/newsroom/lacks_cell.html"


class DutiesView(NewsroomStoresView):
    """Every online store that lacks a notice, or a part of one."""

    page_title = TITLE
    header_icon = "clipboard-list"
    template_name = "cms/newsroom/listing.html"
    results_template_name = "cms/newsroom/duties_results.html"
    index_url_name = "cms_duties"
    index_results_url_name = "cms_duties_results"
    filterset_class = DutiesFilterSet
    table_classname = "listing stores-stacked"
    columns = [
        *STORE_COLUMNS,
        LacksColumn("lacks", label="What it lacks"),
    ]
    list_export = [*STORE_HEADINGS, "reasons"]
    export_headings = {
        **STORE_HEADINGS,
        "reasons": "What it lacks",
    }

    @cached_property
    def duties(self) -> Duties:
        return Duties.load(self.at)

    def get_filename(self) -> str:
        return "notices"

    def get_base_queryset(self) -> QuerySet[StorePage]:
        return StorePage.objects.online().select_related("registration")

    def filter_queryset(self, queryset: QuerySet[StorePage]) -> QuerySet[StorePage]:
        stores: QuerySet[StorePage] = super().filter_queryset(queryset)
        return stores.filter(pk__in=self.duties.lacking(self.filtered_by("duty")))

    def rows_of(self, stores: Iterable[StorePage]) -> list[DutyRow]:
        only = self.filtered_by("duty")
        return [
            DutyRow(store, [lack for lack in self.duties.lacks[store.pk] if only in ("", lack.duty)])
            for store in stores
        ]


def duty_urls() -> list[Any]:
    """The report, below `/admin/`."""
    return [
        path("reports/notices/", DutiesView.as_view(), name="cms_duties"),
        path("reports/notices/results/", DutiesView.as_view(results_only=True), name="cms_duties_results"),
    ]
