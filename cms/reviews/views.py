"""Saying that a medical review was done today, and where the screens of reviews are."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput

from cms.articles.models.articles import ArticlePage
from cms.reviews.report import TITLE, ReviewsView
from cms.reviews.reviewing import mark_reviewed, may_review, next_due
from stores.access.shells import NewsroomMixin
from stores.access.who import actor_of


class ReviewedForm(forms.Form):
    """When the next review is due."""

    due_on = forms.DateField(label="Next review due", widget=AdminDateInput)


class ReviewedView(NewsroomMixin, FormView):
    """Says that an article was reviewed today: its new dates are live at once."""

    template_name = "cms/reviews/reviewed.html"
    form_class = ReviewedForm
    page_title = "Reviewed today"
    header_icon = "date"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = ArticlePage.objects.in_library().select_related("reviewed_by", "provider")
        self.article: ArticlePage = get_object_or_404(rows, pk=kwargs["article_id"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_review(request.user, self.article):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.article.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        report = {"url": reverse("cms_reviews"), "label": TITLE}
        return [*self.breadcrumbs_items, report, {"url": "", "label": self.article.title}]

    def get_initial(self) -> dict[str, Any]:
        return {"due_on": next_due(self.article, timezone.localdate())}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(article=self.article, today=timezone.localdate(), **kwargs)

    def form_valid(self, form: ReviewedForm) -> HttpResponse:
        by = actor_of(self.request)
        today, due_on = timezone.localdate(), form.cleaned_data["due_on"]
        try:
            mark_reviewed(by=by, article=self.article, on=today, due_on=due_on)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, f"'{self.article.title}' was reviewed today. Next review: {due_on:%B %-d, %Y}.")
        return redirect("cms_reviews")


def review_urls() -> list[Any]:
    """The report, and the screen of one article, below `/admin/`."""
    return [
        path("reports/reviews/", ReviewsView.as_view(), name="cms_reviews"),
        path("reports/reviews/results/", ReviewsView.as_view(results_only=True), name="cms_reviews_results"),
        path("reports/reviews/<int:article_id>/", ReviewedView.as_view(), name="cms_reviewed"),
    ]
