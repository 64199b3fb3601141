"""The newsroom's folder of articles in the explorer: filtered by what they are, with the stores that carry each."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.forms import RadioSelect, Select
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django_filters.filters import ChoiceFilter, ModelChoiceFilter
from wagtail.admin.ui.tables import BaseColumn, Table
from wagtail.admin.views.pages.listing import ExplorableIndexView, GenericPageFilterSet
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from cms.articles.models.articles import ArticlePage
from cms.articles.models.experts import ExpertPage
from cms.articles.models.library import ArticlesPage
from cms.articles.models.providers import Provider
from cms.articles.models.topics import Topic
from cms.carrying.counts import reaches_of
from stores.access.who import is_newsroom
from stores.choices import AudienceKind
from stores.models import StoreGroup


def of_articles(pages: QuerySet[Page], name: str, value: Any) -> QuerySet[Page]:
    """Pages whose articles have the value. By id, because a search refuses filters on what it does not index."""
    return pages.filter(pk__in=ArticlePage.objects.filter(**{name: value}).values("pk"))


def _filter_by(field_name: str, label: str, rows: QuerySet[Any]) -> ModelChoiceFilter:
    return ModelChoiceFilter(field_name=field_name, label=label, queryset=rows, widget=Select, method=of_articles)


class ArticlesFilterSet(GenericPageFilterSet):
    """Wagtail's filters of pages, and those of articles."""

    topic = _filter_by("topics", "Topic", Topic.objects.all())
    provider = _filter_by("provider", "Provider", Provider.objects.all())
    expert = _filter_by("article_experts__expert", "Expert", ExpertPage.objects.order_by("title"))
    audience = ChoiceFilter(label="Audience", choices=AudienceKind.choices, widget=RadioSelect, method=of_articles)
    group = _filter_by("audience_groups", "For the group", StoreGroup.objects.all())

    class Meta(GenericPageFilterSet.Meta):
        fields: list[str] = []


class StoresColumn(BaseColumn):
    """`42 of 45`, which leads to the article's reach; of what is not published, in words."""

    cell_template_name = "cms/newsroom/stores_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        listed = getattr(instance, "listed_reach", None)
        url = reverse("cms_reach", args=[instance.pk]) if listed else ""
        return {**context, "listed": listed, "url": url}


def found_in_listing(request: HttpRequest) -> QuerySet[Any] | list[int]:
    """Ids of the articles that the list of a folder shows on all of its pages, with its search and its filters.

    Nothing where a filter says nonsense, as the list itself does.
    """
    pages = Page.objects.filter(pk__in=ArticlePage.objects.in_library().values("pk"))
    narrowed = ArticlesFilterSet(request.GET, queryset=pages, request=request)
    if not narrowed.is_valid():
        return []
    query = request.GET.get("q", "").replace("\x00", "").strip()
    if not query:
        return narrowed.qs.order_by().values("pk")
    return [page.pk for page in narrowed.qs.order_by().autocomplete(query, order_by_relevance=False)]


class ArticlesIndexView(ExplorableIndexView):
    """Wagtail's list of a folder's pages, with the column for the newsroom, and what it does with many at once."""

    template_name = "cms/newsroom/articles.html"
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

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_offer=is_newsroom(self.request.user), **kwargs)


class ArticlesViewSet(PageViewSet):
    """The folder's list; all else of the folder and of its articles is Wagtail's own."""

    model = ArticlesPage
    parent_models = [ArticlesPage]
    index_view_class = ArticlesIndexView
    filterset_class = ArticlesFilterSet

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Below the folder stand articles, and a search goes through all pages: the views' own model."""
        return super().get_common_view_kwargs(**{"model": self.UNDEFINED, **kwargs})


def register_articles() -> ArticlesViewSet:
    """The list of the folder of articles."""
    return ArticlesViewSet()
