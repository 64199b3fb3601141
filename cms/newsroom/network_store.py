"""One store as the newsroom sees it: the articles that it shows, what it did, its promo lines and its hours."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.forms import RadioSelect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django_filters.filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, Table
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import HeaderButton

from cms.articles.models.articles import ArticlePage
from cms.articles.querysets import ArticleQuerySet
from cms.board.board import BoardRow, Show, board_articles, board_rows
from cms.newsroom.lists import PER_PAGE, by_the_view
from stores.access.shells import NewsroomMixin
from stores.choices import Counter
from stores.models import PromoBanner, StorePage
from stores.network.attention import BANNERS_END_WITHIN

CARRIES = "carries"


class StoreArticlesFilterSet(WagtailFilterSet):
    """What the store did with an article."""

    show = ChoiceFilter(
        label="Articles",
        choices=[
            (CARRIES, "Patients read them"),
            (Show.HIDDEN.value, "Hidden"),
            (Show.PINNED.value, "Pinned"),
            (Show.CHANGED.value, "Custom wording"),
            (Show.STALE.value, "Wording to review"),
        ],
        empty_label="All that it is offered",
        widget=RadioSelect,
        method=by_the_view,
    )

    class Meta:
        model = ArticlePage
        fields: list[str] = []


class ArticleColumn(BaseColumn):
    """The article, and the title that the store gave it."""

    cell_template_name = "cms/newsroom/store_article_cell.html"


class PlacedColumn(BaseColumn):
    """What the store did, in tags."""

    cell_template_name = "cms/newsroom/placed_cell.html"


def store_articles(store: StorePage, at: Any, show: str) -> ArticleQuerySet:
    """Published articles that the store is offered and that `show` names, in the order of its board."""
    if show == CARRIES:
        carried: ArticleQuerySet = ArticlePage.objects.carried_by(store, at).newest_first()
        return carried
    articles = board_articles(store, at, show)
    # A required one is shown, whatever the store said before it was.
    return articles.filter(is_required=False) if show == Show.HIDDEN else articles


class NetworkStoreView(NewsroomMixin, generic.IndexView):
    """The store's articles."""

    model = ArticlePage
    any_permission_required = None
    page_title = "Store"
    header_icon = "home"
    template_name = "cms/newsroom/listing.html"
    results_template_name = "cms/newsroom/network_store_results.html"
    paginate_by = PER_PAGE
    verbose_name = "article"
    verbose_name_plural = "articles"
    is_searchable = True
    filterset_class = StoreArticlesFilterSet
    list_filter: list[str] = []
    columns = [
        ArticleColumn("title", label="Article"),
        Column("article.published_on", label="Posted on"),
        PlacedColumn("placed", label="At this store"),
    ]

    @cached_property
    def at(self) -> Any:
        return timezone.now()

    @cached_property
    def store(self) -> StorePage:
        store: StorePage = get_object_or_404(StorePage.objects.online().with_profile(), pk=self.kwargs["store_id"])
        return store

    def get_page_subtitle(self) -> str:
        return self.store.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        board = {"url": reverse("cms_network_board"), "label": "Network board"}
        return [*self.breadcrumbs_items, board, {"url": "", "label": self.store.title}]

    def get_index_url(self) -> str:
        return reverse("cms_network_store", args=[self.store.pk])

    def get_index_results_url(self) -> str:
        return reverse("cms_network_store_results", args=[self.store.pk])

    @cached_property
    def header_buttons(self) -> list[Any]:
        return [HeaderButton("See the site", url=f"{self.store.root_url}/", icon_name="site")]

    def get_queryset(self) -> QuerySet[ArticlePage]:
        show = (self.filters.is_valid() and self.filters.form.cleaned_data.get("show")) or Show.ALL
        articles: QuerySet[ArticlePage] = store_articles(self.store, self.at, show)
        words = self.search_query.strip()
        return articles.filter(title__icontains=words) if words else articles

    def get_table(self, object_list: Iterable[ArticlePage]) -> Table:
        rows: list[BoardRow] = board_rows(self.store, object_list)
        return super().get_table(rows)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = self.store.today(self.at)
        with_rows = {row.counter for row in self.store.opening_hours.all()}
        return super().get_context_data(
            store=self.store,
            banners=PromoBanner.objects.filter(store=self.store).order_by("sort_order", "pk"),
            today=today,
            soon=today + BANNERS_END_WITHIN,
            unknown=[Counter(each).label for each in self.store.counters if each not in with_rows],
            **kwargs,
        )


def network_store_urls() -> list[Any]:
    """The newsroom's screens of one store, below `/admin/`."""
    start = "network/board/<int:store_id>/"
    return [
        path(start, NetworkStoreView.as_view(), name="cms_network_store"),
        path(f"{start}results/", NetworkStoreView.as_view(results_only=True), name="cms_network_store_results"),
    ]
