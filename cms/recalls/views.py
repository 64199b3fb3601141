"""Recall in the admin: withdraw an article from every store, see and keep the receipt."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F, Prefetch, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, StatusFlagColumn, Table, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import HeaderButton

from cms.articles.addresses import path_for
from cms.articles.models.articles import ArticlePage
from cms.carrying.counts import ListedReach, reaches_of
from cms.carrying.reach import ArticleReach
from cms.recalls.models import Recall
from cms.recalls.recalling import published_copies, published_translations, recall_article
from cms.recalls.receipts import StoreNumber, names_of, recalled_by, receipt_csv, receipt_rows
from cms.users.models import User
from stores.access.shells import NewsroomMixin
from stores.access.who import is_newsroom
from stores.languages import name_of_language
from stores.models import StorePage

PER_PAGE = 50
_TOGETHER = Prefetch("together", Recall.objects.defer("stores").order_by("language", "pk"))


def may_recall(user: Any, article: ArticlePage) -> bool:
    """Who may publish it, of the newsroom and the network: an editor in the library, a network admin anywhere.

    An owner takes a local article offline by unpublishing it.
    """
    return is_newsroom(user) and bool(article.permissions_for_user(user).can_publish())


class RecallForm(forms.Form):
    """Why the article is recalled."""

    reason = forms.CharField(
        label="Why",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Shown on the receipt and to anyone who republishes it.",
    )
    copies = forms.ModelMultipleChoiceField(
        ArticlePage.objects.none(),
        label="Copies that are withdrawn with it",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Leave one out only if it does not say the same any more.",
    )

    translations = forms.ModelMultipleChoiceField(
        ArticlePage.objects.none(),
        label="Languages that are withdrawn with it",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Leave one out only if it does not say what is wrong.",
    )
    field_order = ("reason", "translations", "copies")

    def __init__(
        self, *args: Any, copies: list[ArticlePage], translations: list[ArticlePage], at: datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer("copies", copies, _copy_label)
        reaches = reaches_of(translations, at) if translations else {}
        self._offer("translations", translations, lambda each: _translation_label(each, reaches[each.pk]))

    def _offer(self, name: str, articles: list[ArticlePage], label: Callable[[ArticlePage], str]) -> None:
        """All of them, unless somebody leaves one out; no field where there are none."""
        if not articles:
            del self.fields[name]
            return
        field: Any = self.fields[name]
        field.queryset = ArticlePage.objects.filter(pk__in=[each.pk for each in articles]).order_by("title", "pk")
        field.initial = [each.pk for each in articles]
        field.label_from_instance = label


def _translation_label(article: ArticlePage, listed: ListedReach) -> str:
    """`La gripe (Spanish, carried by 12 of 45 stores)`"""
    return f"{article.title} ({name_of_language(article.language)}, carried by {listed.reach})"


def _copy_label(copy: ArticlePage) -> str:
    """`Flu shots (/health/flu-shots-2/, Library)`: where it stands tells two of one title apart."""
    store = StorePage.objects.above(copy.path).first()
    what = ", an alias" if copy.alias_of_id else ""
    return f"{copy.title} ({path_for(ArticlePage, copy.slug)}, {store.title if store else 'library'}{what})"


class RecallView(NewsroomMixin, FormView):
    """Asks why, and withdraws the article. Nothing is deleted: drafts stay."""

    page_title = "Withdraw from all stores"
    header_icon = "warning"
    template_name = "cms/recalls/recall.html"
    form_class = RecallForm

    @cached_property
    def article(self) -> ArticlePage:
        articles = ArticlePage.objects.select_related("provider")
        article: ArticlePage = get_object_or_404(articles, pk=self.kwargs["article_id"])
        if not may_recall(self.request.user, article):
            raise Http404
        return article

    def get_page_subtitle(self) -> str:
        return self.article.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = {"url": reverse("wagtailadmin_pages:edit", args=[self.article.pk]), "label": self.article.title}
        return [*self.breadcrumbs_items, edit, {"url": "", "label": "Withdraw from all stores"}]

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().get(*args, **kwargs) if self.article.live else self._is_offline()

    def get_form_kwargs(self) -> dict[str, Any]:
        found = {"copies": published_copies(self.article), "translations": published_translations(self.article)}
        return {**super().get_form_kwargs(), **found, "at": timezone.now()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reach = ArticleReach.load(self.article, timezone.now()).numbers()
        return super().get_context_data(article=self.article, reach=reach, **kwargs)

    def form_valid(self, form: RecallForm) -> HttpResponse:
        by, reason = cast(User, self.request.user), form.cleaned_data["reason"]
        try:
            copies = list(form.cleaned_data.get("copies") or ())
            recall = recall_article(
                by=by,
                article=self.article,
                reason=reason,
                at=timezone.now(),
                copies=copies,
                translations=form.cleaned_data.get("translations") or (),
            )
        except ValidationError:
            return self._is_offline()
        spoken = [f"'{each.title}' ({each.language_name})" for each in recall.parts[1:]]
        also = f" So {'is' if len(spoken) == 1 else 'are'} {', '.join(spoken)}." if spoken else ""
        if copies:
            told = "So is one copy, with" if len(copies) == 1 else f"So are {len(copies)} copies, each with"
            also = f"{also} {told} a receipt of its own."
        messages.success(self.request, f"'{recall.title}' is withdrawn: no store shows it.{also} This is the receipt.")
        return redirect("cms_receipt", recall.pk)

    def form_invalid(self, form: RecallForm) -> HttpResponse:
        return super().form_invalid(form) if self.article.live else self._is_offline()

    def _is_offline(self) -> HttpResponse:
        """Sent twice, or somebody else was faster: there is one receipt, the first."""
        recall = self.article.recalls.defer("stores").first()
        if recall is None:
            messages.warning(self.request, f"'{self.article.title}' is not published: no store shows it.")
            return redirect("wagtailadmin_pages:edit", self.article.pk)
        messages.warning(self.request, "It is offline already. This is the receipt of the last withdrawal.")
        return redirect("cms_receipt", recall.pk)


class RecallsView(NewsroomMixin, generic.IndexView):
    """All recalls, the latest first."""

    model = Recall
    any_permission_required = None
    page_title = "Withdrawals"
    header_icon = "warning"
    template_name = "cms/newsroom/listing.html"
    index_url_name = "cms_recalls"
    index_results_url_name = "cms_recalls_results"
    verbose_name_plural = "withdrawals"
    paginate_by = PER_PAGE
    default_ordering = "-recalled_at"
    is_searchable = True
    search_fields = ["title", "reason"]
    columns = [
        TitleColumn("title", label="Article", sort_key="title", url_name="cms_receipt"),
        DateColumn("recalled_at", label="Withdrawn", sort_key="recalled_at"),
        Column("by", label="By"),
        Column("reason", label="Why"),
        Column("number", label="Stores"),
        Column("with_it", label="With it"),
        StatusFlagColumn("is_live", label="Now", true_label="Published again", false_label="Withdrawn"),
    ]

    def get_base_queryset(self) -> QuerySet[Recall]:
        recalls = Recall.objects.filter(receipt__isnull=True).select_related("recalled_by").defer("stores")
        return recalls.prefetch_related(_TOGETHER).annotate(
            number=StoreNumber(F("stores")), is_live=F("article__live")
        )

    def get_table(self, object_list: Iterable[Recall]) -> Table:
        names = names_of(object_list)
        for recall in object_list:
            recall.by = names.get(recall.pk, "")  # type: ignore[attr-defined]
            others = [f"{each.title} ({each.language_name})" for each in recall.together.all()]
            recall.with_it = ", ".join(others) or "–"  # type: ignore[attr-defined]
        return super().get_table(object_list)

    def order_queryset(self, queryset: QuerySet[Recall]) -> QuerySet[Recall]:
        return queryset.order_by(self.ordering, "-pk")


class ReceiptMixin(NewsroomMixin):
    """The receipt that the URL names, or on which that stands."""

    kwargs: dict[str, Any]

    @cached_property
    def recall(self) -> Recall:
        recalls = Recall.objects.select_related("recalled_by", "article", "receipt__recalled_by", "receipt__article")
        recall: Recall = get_object_or_404(recalls, pk=self.kwargs["recall_id"])
        return recall.receipt or recall

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(recall=self.recall, by=recalled_by(self.recall), **kwargs)


class ReceiptView(ReceiptMixin, TemplateView):
    """The receipt on the screen, its stores page by page."""

    page_title = "Receipt of a withdrawal"
    header_icon = "warning"
    template_name = "cms/recalls/receipt.html"

    def get_page_subtitle(self) -> str:
        return self.recall.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        recalls = {"url": reverse("cms_recalls"), "label": "Recalls"}
        return [*self.breadcrumbs_items, recalls, {"url": "", "label": self.recall.title}]

    @cached_property
    def header_buttons(self) -> list[Any]:
        files = (("cms_receipt_csv", "Download", "download"), ("cms_receipt_print", "Print", "doc-empty"))
        return [
            HeaderButton(label, url=reverse(view, args=[self.recall.pk]), icon_name=icon, priority=place)
            for place, (view, label, icon) in enumerate(files)
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(receipt_rows(self.recall), PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(page=page, **kwargs)


class ReceiptPrintView(ReceiptMixin, TemplateView):
    """The receipt with all of its stores, for paper."""

    template_name = "cms/recalls/receipt_print.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rows=receipt_rows(self.recall), **kwargs)


class ReceiptFileView(ReceiptMixin, View):
    """The receipt as CSV."""

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        name = f"recall-{self.recall.pk}-{self.recall.slug}".encode("ascii", "ignore").decode()
        headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
        return HttpResponse(receipt_csv(self.recall), content_type="text/csv; charset=utf-8", headers=headers)


def recall_urls() -> list[Any]:
    """The screens of recalls and their receipts, below `/admin/`."""
    return [
        path("articles/<int:article_id>/recall/", RecallView.as_view(), name="cms_recall"),
        path("recalls/", RecallsView.as_view(), name="cms_recalls"),
        path("recalls/results/", RecallsView.as_view(results_only=True), name="cms_recalls_results"),
        path("recalls/<int:recall_id>/", ReceiptView.as_view(), name="cms_receipt"),
        path("recalls/<int:recall_id>/print/", ReceiptPrintView.as_view(), name="cms_receipt_print"),
        path("recalls/<int:recall_id>/csv/", ReceiptFileView.as_view(), name="cms_receipt_csv"),
    ]
