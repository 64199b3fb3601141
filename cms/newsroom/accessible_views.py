"""The report of what some patients can't use: stores with their numbers, and the library's pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.forms import RadioSelect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django_filters.filters import ChoiceFilter
from wagtail.admin.ui.tables import BaseColumn, Column, Table, TitleColumn
from wagtail.admin.views import generic

from cms.accessible.looking import COLUMNS
from cms.accessible.models import PageBarriers
from cms.accessible.own import edit_url, upload_url
from cms.accessible.uploads import barriers_of_upload
from cms.newsroom.accessible import (
    BarrierNumbers,
    BarrierPlace,
    Numbers,
    barrier_places,
    library_rows,
    library_uploads,
    places_in,
)
from cms.newsroom.lists import (
    PER_PAGE,
    STORE_COLUMNS,
    STORE_HEADINGS,
    NewsroomStoresView,
    StoresFilterSet,
    by_the_view,
)
from stores.access.shells import NewsroomMixin
from stores.accessible import BarrierKind
from stores.models import StorePage

TITLE = "What some patients can’t use"


@dataclass(frozen=True, slots=True)
class BarriersRow:
    """One store with its numbers, or one page, and the places."""

    store: StorePage
    numbers: Numbers
    places: list[BarrierPlace]

    @property
    def pk(self) -> int:
        return self.store.pk

    @property
    def where(self) -> str:
        return "; ".join(place.words for place in self.places)


class BarriersFilterSet(StoresFilterSet):
    """Narrows the report to a group, a state, and one kind."""

    kind = ChoiceFilter(
        label="What", choices=BarrierKind.choices, empty_label="Any", widget=RadioSelect, method=by_the_view
    )

    class Meta(StoresFilterSet.Meta):
        fields: list[str] = []


class PlacesColumn(BaseColumn):
    """Each place as a link to where it is mended."""

    cell_template_name = "cms/newsroom/places_cell.html"


class KindColumn(Column):
    """How many of one kind, with its name beside it where a phone has no room for headings."""

    cell_template_name = "cms/newsroom/kind_cell.html"


NUMBER_COLUMNS = [KindColumn(f"numbers.{name}", label=name.capitalize()) for name in COLUMNS.values()]
STACKED = "listing stores-stacked"
"""A table whose rows stand as blocks on a phone."""
MOST_UPLOADS = 200
"""That a list of the newsroom's uploads names."""


class AccessibleView(NewsroomStoresView):
    """Every online store whose own pages or uploads have something that some patients can't use."""

    page_title = TITLE
    header_icon = "glasses"
    template_name = "cms/newsroom/listing.html"
    results_template_name = "cms/newsroom/accessible_results.html"
    index_url_name = "cms_accessible"
    index_results_url_name = "cms_accessible_results"
    filterset_class = BarriersFilterSet
    table_classname = STACKED
    columns = [*STORE_COLUMNS, *NUMBER_COLUMNS, PlacesColumn("places", label="Where")]
    list_export = [*STORE_HEADINGS, *(f"numbers.{name}" for name in COLUMNS.values()), "where"]
    export_headings = {
        **STORE_HEADINGS,
        **{f"numbers.{name}": name.capitalize() for name in COLUMNS.values()},
        "where": "Where",
    }

    @cached_property
    def barriers(self) -> BarrierNumbers:
        return BarrierNumbers.load()

    def get_filename(self) -> str:
        return "accessibility"

    def get_base_queryset(self) -> QuerySet[StorePage]:
        return StorePage.objects.online().select_related("registration")

    def filter_queryset(self, queryset: QuerySet[StorePage]) -> QuerySet[StorePage]:
        stores: QuerySet[StorePage] = super().filter_queryset(queryset)
        return stores.filter(pk__in=self.barriers.having(self.filtered_by("kind")))

    def rows_of(self, stores: Iterable[StorePage]) -> list[BarriersRow]:
        stores, only = list(stores), self.filtered_by("kind")
        places = barrier_places(stores)
        return [
            BarriersRow(
                store,
                self.barriers.stores[store.pk],
                [place for place in places[store.pk] if only in ("", place.kind)],
            )
            for store in stores
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(barriers=self.barriers, **kwargs)


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """One page of the library."""

    row: PageBarriers

    @property
    def pk(self) -> int:
        return self.row.pk

    @property
    def title(self) -> str:
        return self.row.page.title

    @property
    def places(self) -> list[BarrierPlace]:
        return list(places_in(self.row))


class LibraryAccessibleView(NewsroomMixin, generic.IndexView):
    """Every published page of the library with something that some patients can't use: mended once for all stores."""

    model = PageBarriers
    any_permission_required = None
    page_title = "In the library"
    header_icon = "glasses"
    template_name = "cms/newsroom/listing.html"
    results_template_name = "cms/newsroom/accessible_library_results.html"
    table_classname = STACKED
    verbose_name = "page"
    verbose_name_plural = "pages"
    index_url_name = "cms_accessible_library"
    index_results_url_name = "cms_accessible_library_results"
    paginate_by = PER_PAGE
    default_ordering = "page__title"
    columns = [
        TitleColumn("title", label="Page", get_url=lambda row: edit_url(row.pk)),
        PlacesColumn("places", label="Where"),
    ]

    def get_base_queryset(self) -> QuerySet[PageBarriers]:
        return library_rows().select_related("page")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """On the first page, with the newest uploads that stand nowhere."""
        found = [
            BarrierPlace(barrier.kind, str(barrier), upload_url(upload))
            for uploads in (library_uploads() if self.request.GET.get("p", "1") == "1" else ())
            for upload in uploads[:MOST_UPLOADS]
            for barrier in barriers_of_upload(upload)
        ]
        return super().get_context_data(uploads=found, **kwargs)

    def get_table(self, object_list: Iterable[PageBarriers]) -> Table:
        return super().get_table([LibraryRow(row) for row in object_list])

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        report = {"url": reverse("cms_accessible"), "label": TITLE}
        return [*self.breadcrumbs_items, report, {"url": "", "label": self.page_title}]


def accessible_report_urls() -> list[Any]:
    """The report, below `/admin/`."""
    start, library = "reports/accessible/", LibraryAccessibleView
    return [
        path(start, AccessibleView.as_view(), name="cms_accessible"),
        path(f"{start}results/", AccessibleView.as_view(results_only=True), name="cms_accessible_results"),
        path(f"{start}library/", library.as_view(), name="cms_accessible_library"),
        path(f"{start}library/results/", library.as_view(results_only=True), name="cms_accessible_library_results"),
    ]
