"""What the newsroom has in Wagtail's admin to see and to mend what stores carry."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms import article_explorer  # noqa: F401  (its hook registers here)
from cms.article_count import count_urls
from cms.models import ArticlePage
from cms.network_board_views import network_board_urls
from cms.newsroom import NewsroomMenuItem, is_newsroom
from cms.reach_views import reach_urls
from cms.recall_views import may_recall, recall_urls


@hooks.register("register_admin_urls")
def register_newsroom_screens() -> list[Any]:
    """Below `/admin/`."""
    return [*count_urls(), *reach_urls(), *network_board_urls(), *recall_urls()]


@hooks.register("register_admin_menu_item")
def network_board_item() -> NewsroomMenuItem:
    """All stores at a glance."""
    url = reverse("cms_network_board")
    return NewsroomMenuItem("Network board", url, name="network-board", icon_name="table", order=225)


@hooks.register("register_reports_menu_item")
def recalls_item() -> NewsroomMenuItem:
    """Receipts."""
    return NewsroomMenuItem("Recalls", reverse("cms_recalls"), name="recalls", icon_name="warning", order=1200)


def _buttons(page: Page, user: Any) -> Iterator[Button]:
    if not isinstance(page, ArticlePage) or not is_newsroom(user):
        return
    # The explorer's list of shared articles has asked for all of them.
    if hasattr(page, "listed_reach") or page.is_in_library:
        yield Button("Reach", reverse("cms_reach", args=[page.pk]), icon_name="globe", priority=60)
    if page.live and may_recall(user, page):
        yield Button("Recall …", reverse("cms_recall", args=[page.pk]), icon_name="warning", priority=61)


@hooks.register("register_page_header_buttons")
def header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """On the article's own pages."""
    return _buttons(page, user)


@hooks.register("register_page_listing_more_buttons")
def listing_buttons(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """In lists of pages."""
    return _buttons(page, user)


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
                request, f"'{recalled.title}' was recalled. Publish it from its own page. Nothing was done."
            )
            return redirect(bulk_action.next_url)
    return None
