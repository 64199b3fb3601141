"""Recalls in the admin: the form, the receipts, and what keeps a recalled article offline."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from cms.articles.models.articles import ArticlePage
from cms.recalls.views import may_recall, recall_urls
from stores.access.shells import NewsroomMenuItem
from stores.access.who import is_newsroom


@hooks.register("register_log_actions")
def register_recall_actions(actions: LogActionRegistry) -> None:
    """What is said in the history of an article."""
    actions.register_action("cms.recall", "Recall", "Withdrawn from all stores")


@hooks.register("register_reports_menu_item")
def recalls_item() -> NewsroomMenuItem:
    """The newsroom's report of recalls."""
    return NewsroomMenuItem("Recalls", reverse("cms_recalls"), name="recalls", icon_name="warning", order=1200)


@hooks.register("register_page_header_buttons")
def header_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """The button to recall, in the header of an article's own pages."""
    return recall_button(page, user)


@hooks.register("register_page_listing_more_buttons")
def listing_button(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """The button to recall, in lists of pages."""
    return recall_button(page, user)


def recall_button(page: Page, user: Any) -> Iterator[Button]:
    """The button to recall a live article, for who may do that."""
    if isinstance(page, ArticlePage) and is_newsroom(user) and page.live and may_recall(user, page):
        yield Button("Withdraw …", reverse("cms_recall", args=[page.pk]), icon_name="warning", priority=61)


@hooks.register("before_bulk_action")
def keep_recalled_offline(
    request: HttpRequest, action_type: str, objects: list[Any], bulk_action: Any
) -> HttpResponse | None:
    """What was recalled is published from its own edit page only, where one says that one knows."""
    if action_type != "publish" or not objects or not isinstance(objects[0], Page):
        return None
    for page in objects:
        below = ArticlePage.objects.descendant_of(page, inclusive=True)
        recalled = below.filter(live=False, recalls__isnull=False).first()
        if recalled is not None:
            messages.error(
                request,
                f"'{recalled.title}' was withdrawn. Publish it from its own page. Nothing was done.",
            )
            return redirect(bulk_action.next_url)
    return None


hooks.register("register_admin_urls", recall_urls)
