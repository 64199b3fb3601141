"""Templates in Wagtail's admin: in the menu, and beside an article."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms.article_templates.views import TITLE, may_begin, template_urls
from cms.articles.models.articles import ArticlePage
from cms.articles.models.library import ArticlesPage
from stores.access.shells import NewsroomMenuItem

hooks.register("register_admin_urls", template_urls)


@hooks.register("register_admin_menu_item")
def templates_item() -> NewsroomMenuItem:
    """The menu's entry."""
    url = reverse("cms_article_templates")
    return NewsroomMenuItem(TITLE, url, name="article-templates", icon_name="copy", order=229)


@hooks.register("register_page_header_buttons")
def template_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """The ways to make a template of a shared article, and to begin one in the library's folder."""
    if isinstance(page, ArticlesPage) and may_begin(user):
        yield Button("New from template", reverse("cms_article_templates"), icon_name="copy", priority=61)
    elif isinstance(page, ArticlePage) and page.pk and may_begin(user) and page.is_in_library:
        yield Button("Save as template", reverse("cms_make_template", args=[page.pk]), icon_name="copy", priority=61)
