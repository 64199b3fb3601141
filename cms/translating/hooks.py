"""Languages in the admin: the screen, the way to it, and the history's words."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from cms.translating.translating import ACTION, TRANSLATED
from cms.translating.views import may_translate, translating_urls


@hooks.register("register_log_actions")
def register_language_actions(actions: LogActionRegistry) -> None:
    """What is said in the history of a page."""
    actions.register_action(ACTION, "Language", "Language or translations changed")


@hooks.register("register_page_header_buttons")
def translations_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """The way to a page's translations, from its own pages."""
    if isinstance(page, TRANSLATED) and may_translate(user, page):
        url = reverse("cms_translations", args=[page.pk])
        yield Button("Language and translations", url, icon_name="globe", priority=59)


hooks.register("register_admin_urls", translating_urls)
