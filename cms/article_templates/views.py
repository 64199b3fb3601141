"""The templates, and an article begun from one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages

from cms.article_templates.beginning import begin_article, make_template
from cms.article_templates.models import ArticleTemplate
from cms.articles.models.articles import ArticlePage
from cms.articles.models.library import ArticlesPage
from stores.access.shells import NewsroomMixin
from stores.access.who import actor_of, is_newsroom
from stores.ids import id_in

TITLE = "Article templates"


def may_begin(user: Any) -> bool:
    """Whoever of the newsroom may add articles to the library."""
    folder = ArticlesPage.objects.first() if is_newsroom(user) else None
    return folder is not None and bool(folder.permissions_for_user(user).can_add_subpage())


class _WritersMixin(NewsroomMixin):
    """404 for whoever may add no article to the library."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_begin(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class BeginForm(forms.Form):
    """What the new article is called."""

    title = forms.CharField(max_length=255)


class TemplatesView(_WritersMixin, TemplateView):
    """All templates. POST `begin` or `delete` with a template's id."""

    page_title = TITLE
    header_icon = "copy"
    template_name = "cms/article_templates/templates.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": TITLE}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        folder = ArticlesPage.objects.get()
        return super().get_context_data(templates=ArticleTemplate.objects.all(), folder=folder, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("delete"):
            template = self._named(request.POST["delete"])
            template.delete()
            messages.success(request, f"The template '{template}' is deleted. Articles that began with it stay.")
            return redirect("cms_article_templates")
        template, form = self._named(request.POST.get("begin", "")), BeginForm(request.POST)
        if not form.is_valid():
            messages.error(request, "Say what the new article is called, in at most 255 characters.")
            return redirect("cms_article_templates")
        title = form.cleaned_data["title"]
        article = begin_article(by=actor_of(request), template=template, title=title, on=timezone.localdate())
        return redirect("wagtailadmin_pages:edit", article.pk)

    @staticmethod
    def _named(pk: str) -> ArticleTemplate:
        template: ArticleTemplate = get_object_or_404(ArticleTemplate, pk=id_in(pk))
        return template


class NameForm(forms.Form):
    """What a new template is called."""

    name = forms.CharField(max_length=120, help_text="Such as: Weekly question and answer.")


class MakeView(_WritersMixin, FormView):
    """Makes a template of what an article says now."""

    page_title = "Save as template"
    header_icon = "copy"
    template_name = "cms/article_templates/make.html"
    form_class = NameForm

    @cached_property
    def article(self) -> ArticlePage:
        article: ArticlePage = get_object_or_404(ArticlePage.objects.in_library(), pk=self.kwargs["article_id"])
        return article

    def get_page_subtitle(self) -> str:
        return self.article.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        templates = {"url": reverse("cms_article_templates"), "label": TITLE}
        return [*self.breadcrumbs_items, templates, {"url": "", "label": self.article.get_admin_display_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(article=self.article, **kwargs)

    def form_valid(self, form: NameForm) -> HttpResponse:
        try:
            template = make_template(name=form.cleaned_data["name"], article=self.article)
        except ValidationError as error:
            form.add_error(None, " ".join(error.messages))
            return self.form_invalid(form)
        messages.success(self.request, f"'{template}' is a template now.")
        return redirect("cms_article_templates")


def template_urls() -> list[Any]:
    """The screens, below `/admin/`."""
    return [
        path("article-templates/", TemplatesView.as_view(), name="cms_article_templates"),
        path("article-templates/of/<int:article_id>/", MakeView.as_view(), name="cms_make_template"),
    ]
