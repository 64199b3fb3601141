"""Reach of one article, store by store."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.forms import RadioSelect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django_filters.filters import ChoiceFilter
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.button import HeaderButton

from cms.articles.models.articles import ArticlePage
from cms.carrying.reach import ArticleReach, ReachRow, ReachShow
from cms.carrying.together import group_reach
from cms.newsroom.lists import STORE_COLUMNS, STORE_HEADINGS, NewsroomStoresView, StoresFilterSet, by_the_view
from stores.models import StorePage


class ReachFilterSet(StoresFilterSet):
    """Narrows the stores of a reach to a group, a state, and what they did."""

    show = ChoiceFilter(
        label="What they did",
        choices=ReachShow.choices,
        empty_label="Anything",
        widget=RadioSelect,
        method=by_the_view,
    )

    class Meta(StoresFilterSet.Meta):
        fields: list[str] = []


class DidColumn(BaseColumn):
    """What a store did with an article: each thing with its author and day."""

    cell_template_name = "cms/newsroom/did_cell.html"


class ShownColumn(BaseColumn):
    """Whether patients of a store read it, and where."""

    cell_template_name = "cms/newsroom/shown_cell.html"


class ReachView(NewsroomStoresView):
    """Every store that is offered a shared article, and what it did with it."""

    page_title = "Reach"
    header_icon = "globe"
    results_template_name = "cms/newsroom/reach_results.html"
    template_name = "cms/newsroom/listing.html"
    filterset_class = ReachFilterSet
    columns = [
        *STORE_COLUMNS,
        ShownColumn("is_shown", label="Patients read it"),
        DidColumn("did", label="What the store did"),
    ]
    list_export = [*STORE_HEADINGS, "shown", "history"]
    export_headings = {
        **STORE_HEADINGS,
        "shown": "Patients read it",
        "history": "What the store did",
    }

    @cached_property
    def article(self) -> ArticlePage:
        shared = ArticlePage.objects.in_library().select_related("provider", "live_revision")
        article: ArticlePage = get_object_or_404(shared, pk=self.kwargs["article_id"])
        return article

    @cached_property
    def reach(self) -> ArticleReach:
        return ArticleReach.load(self.article, self.at)

    def get_page_subtitle(self) -> str:
        return self.article.title

    def get_index_url(self) -> str:
        return reverse("cms_reach", args=[self.article.pk])

    def get_index_results_url(self) -> str:
        return reverse("cms_reach_results", args=[self.article.pk])

    def get_filename(self) -> str:
        return f"reach-{self.article.slug}"

    @cached_property
    def header_buttons(self) -> list[Any]:
        url = reverse("wagtailadmin_pages:edit", args=[self.article.pk])
        return [HeaderButton("Edit the article", url=url, icon_name="edit")]

    def get_base_queryset(self) -> QuerySet[StorePage]:
        return self.reach.stores().with_addresses()

    def filter_queryset(self, queryset: QuerySet[StorePage]) -> QuerySet[StorePage]:
        stores: QuerySet[StorePage] = super().filter_queryset(queryset)
        show = self.filtered_by("show")
        return stores.filter(pk__in=self.reach.stores(show).values("pk")) if show else stores

    def rows_of(self, stores: Iterable[StorePage]) -> list[ReachRow]:
        return self.reach.rows(stores)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            reach=self.reach.numbers(),
            article=self.article,
            is_published=self.reach.is_published,
            recall=self.article.recalls.first(),
            group=group_reach(self.article, self.at),
            **kwargs,
        )


def reach_urls() -> list[Any]:
    """The screens of an article's reach, below `/admin/`."""
    start = "articles/<int:article_id>/reach/"
    return [
        path(start, ReachView.as_view(), name="cms_reach"),
        path(f"{start}results/", ReachView.as_view(results_only=True), name="cms_reach_results"),
    ]
