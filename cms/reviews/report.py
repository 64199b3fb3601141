"""The report of medical reviews that are due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.forms import RadioSelect, Select
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django_filters.filters import ChoiceFilter, ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, Table, TitleColumn
from wagtail.admin.views import generic

from cms.articles.models.articles import ArticlePage
from cms.articles.models.experts import ExpertPage
from cms.articles.models.providers import Provider
from cms.articles.models.topics import Topic
from cms.carrying.counts import ListedReach, reaches_of
from cms.reviews.due import LONGEST, Due, due_text, only, reviews_due
from cms.reviews.reviewing import may_review
from stores.access.shells import NewsroomMixin

TITLE = "Medical reviews"
PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One article whose review is due. `listed_reach`: the stores that carry it."""

    article: ArticlePage
    listed_reach: ListedReach
    today: date
    may_review: bool = False

    @property
    def pk(self) -> int:
        return self.article.pk

    @property
    def title(self) -> str:
        return self.article.title

    @property
    def topics(self) -> str:
        return ", ".join(topic.name for topic in self.article.topics.all())

    @property
    def when(self) -> str:
        return due_text(self.article.review_due_on, self.today)

    @property
    def stores(self) -> int:
        return self.listed_reach.reach.carried

    @property
    def edit_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.pk])


class ReviewsFilterSet(WagtailFilterSet):
    """Narrows the report to some of what is due, a topic, a provider and a reviewer."""

    due = ChoiceFilter(
        label="Due",
        choices=Due.choices,
        empty_label="Overdue, or within 90 days",
        widget=RadioSelect,
        method="only_due",
    )
    topic = ModelChoiceFilter(label="Topic", field_name="topics", queryset=Topic.objects.all(), widget=Select)
    provider = ModelChoiceFilter(label="Provider", queryset=Provider.objects.all(), widget=Select)
    reviewed_by = ModelChoiceFilter(
        label="Reviewer",
        queryset=ExpertPage.objects.filter(reviewed_articles__isnull=False).distinct().order_by("title"),
        widget=Select,
    )

    class Meta:
        model = ArticlePage
        fields: list[str] = []

    def only_due(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return only(rows, value, timezone.localdate())


class DueColumn(BaseColumn):
    """The day, how far it is, and the button of whoever may say that it was reviewed."""

    cell_template_name = "cms/reviews/due_cell.html"


class CarriedColumn(BaseColumn):
    """`42 of 45`, which leads to the article's reach."""

    cell_template_name = "cms/newsroom/stores_cell.html"

    def get_cell_context_data(self, instance: ReviewRow, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {**context, "listed": instance.listed_reach, "url": reverse("cms_reach", args=[instance.pk])}


class ReviewsView(NewsroomMixin, generic.IndexView):
    """Published articles whose review is overdue, or due within 90 days. A page costs the same for any network."""

    model = ArticlePage
    page_title = TITLE
    header_icon = "date"
    template_name = "cms/newsroom/listing.html"
    results_template_name = "cms/reviews/reviews_results.html"
    index_url_name = "cms_reviews"
    index_results_url_name = "cms_reviews_results"
    any_permission_required = None
    paginate_by = PER_PAGE
    verbose_name_plural = "articles"
    default_ordering = "review_due_on"
    is_searchable = True
    base_filterset_class = WagtailFilterSet
    filterset_class = ReviewsFilterSet
    list_filter: list[str] = []
    columns = [
        TitleColumn("title", label="Article", sort_key="title", get_url=lambda row: row.edit_url),
        DueColumn("review_due_on", label="Due", sort_key="review_due_on"),
        Column("article.reviewed_by", label="Reviewer", accessor="article.reviewed_by"),
        Column("topics", label="Topics"),
        Column("article.provider", label="Provider", accessor="article.provider"),
        Column("reviewed_on", label="Last review", sort_key="reviewed_on", accessor="article.reviewed_on"),
        CarriedColumn("stores", label="Stores"),
    ]
    list_export = [
        "article.title",
        "article.reviewed_by",
        "topics",
        "article.provider",
        "article.reviewed_on",
        "article.review_due_on",
        "when",
        "stores",
    ]
    export_headings = {
        "article.title": "Article",
        "article.reviewed_by": "Reviewer",
        "topics": "Topics",
        "article.provider": "Provider",
        "article.reviewed_on": "Last review",
        "article.review_due_on": "Due",
        "when": "When",
        "stores": "Stores",
    }

    @cached_property
    def at(self) -> datetime:
        return timezone.now()

    def get_filename(self) -> str:
        return "reviews"

    def get_base_queryset(self) -> QuerySet[ArticlePage]:
        due = reviews_due(timezone.localdate(self.at), LONGEST).select_related("reviewed_by", "provider")
        return due.defer("body", "sources", "corrections").prefetch_related("topics")

    def search_queryset(self, queryset: QuerySet[ArticlePage]) -> QuerySet[ArticlePage]:
        words = self.search_query.replace("\x00", "").strip()[:100] if self.search_query else ""
        return queryset.filter(title__icontains=words) if words else queryset

    def order_queryset(self, queryset: QuerySet[ArticlePage]) -> QuerySet[ArticlePage]:
        return queryset.order_by(self.ordering, "pk")

    def rows_of(self, articles: Iterable[ArticlePage]) -> list[ReviewRow]:
        """What the table and the file show of these articles."""
        articles = list(articles)
        reaches = reaches_of(articles, self.at) if articles else {}
        # Of the library's articles whoever may publish one may publish each.
        may = bool(articles) and may_review(self.request.user, articles[0])
        today = timezone.localdate(self.at)
        return [ReviewRow(each, reaches[each.pk], today, may) for each in articles]

    def get_table(self, object_list: Iterable[ArticlePage]) -> Table:
        return super().get_table(self.rows_of(object_list))

    def as_spreadsheet(self, queryset: Iterable[ArticlePage], spreadsheet_format: str) -> HttpResponseBase:
        answer: HttpResponseBase = super().as_spreadsheet(self.rows_of(queryset), spreadsheet_format)
        return answer
