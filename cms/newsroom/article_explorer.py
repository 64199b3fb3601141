"""The newsroom's folder of articles in Wagtail's explorer: how many stores carry each."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.tables import BaseColumn, Table
from wagtail.admin.views.pages.listing import ExplorableIndexView, GenericPageFilterSet
from wagtail.admin.viewsets.pages import PageViewSet

from cms.articles.models.articles import ArticlePage
from cms.articles.models.library import ArticlesPage
from cms.carrying.counts import reaches_of
from stores.access.who import is_newsroom


class StoresColumn(BaseColumn):
    """`42 of 45`, which leads to the article's reach; of what is not published, in words."""

    cell_template_name = "cms/newsroom/stores_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        listed = getattr(instance, "listed_reach", None)
        url = reverse("cms_reach", args=[instance.pk]) if listed else ""
        return {**context, "listed": listed, "url": url}


class ArticlesIndexView(ExplorableIndexView):
    """Wagtail's list of a folder's pages, with the column for the newsroom."""

    base_columns = [*ExplorableIndexView.base_columns, StoresColumn("stores", label="Stores", width="12%")]

    def get_table(self, object_list: Iterable[Any]) -> Table:
        if is_newsroom(self.request.user):
            shared = [
                page
                for page in object_list
                if isinstance(page, ArticlePage) and page.path.startswith(self.parent_page.path)
            ]
            reaches = reaches_of(shared, timezone.now()) if shared else {}
            for page in shared:
                page.listed_reach = reaches[page.pk]  # type: ignore[attr-defined]
        return super().get_table(object_list)


class ArticlesViewSet(PageViewSet):
    """The folder's list; all else of the folder and of its articles is Wagtail's own."""

    model = ArticlesPage
    parent_models = [ArticlesPage]
    index_view_class = ArticlesIndexView
    filterset_class = GenericPageFilterSet

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Below the folder stand articles, and a search goes through all pages: the views' own model."""
        return super().get_common_view_kwargs(**{"model": self.UNDEFINED, **kwargs})


def register_articles() -> ArticlesViewSet:
    """The list of the folder of articles."""
    return ArticlesViewSet()
