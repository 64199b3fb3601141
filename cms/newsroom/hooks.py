"""What the newsroom has in Wagtail's admin to see and to mend what stores carry."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms.articles.models.articles import ArticlePage
from cms.newsroom.accessible_views import TITLE as ACCESSIBLE
from cms.newsroom.accessible_views import accessible_report_urls
from cms.newsroom.article_count import count_urls
from cms.newsroom.article_explorer import register_articles
from cms.newsroom.calendar_views import calendar_urls
from cms.newsroom.duties_views import TITLE, duty_urls
from cms.newsroom.home import newsroom_home
from cms.newsroom.network_board import network_board_urls
from cms.newsroom.offering_views import offer_urls
from cms.newsroom.reach_views import reach_urls
from cms.newsroom.repeated import tell_repetitions
from cms.newsroom.waiting_views import waiting_urls
from stores.access.shells import NewsroomMenuItem
from stores.access.who import is_newsroom


@hooks.register("register_admin_urls")
def register_newsroom_screens() -> list[Any]:
    """All of the newsroom's screens."""
    reports = [*accessible_report_urls(), *duty_urls(), *offer_urls(), *reach_urls()]
    return [*calendar_urls(), *count_urls(), *reports, *network_board_urls(), *waiting_urls()]


@hooks.register("register_admin_menu_item")
def network_board_item() -> NewsroomMenuItem:
    """The menu's entry of the network board."""
    url = reverse("cms_network_board")
    return NewsroomMenuItem("Network board", url, name="network-board", icon_name="table", order=225)


@hooks.register("register_admin_menu_item")
def calendar_item() -> NewsroomMenuItem:
    """The menu's entry of the calendar."""
    return NewsroomMenuItem("Calendar", reverse("cms_calendar"), name="calendar", icon_name="calendar-alt", order=226)


@hooks.register("register_reports_menu_item")
def duties_item() -> NewsroomMenuItem:
    """The newsroom's report of notices that stores lack."""
    return NewsroomMenuItem(TITLE, reverse("cms_duties"), name="duties", icon_name="clipboard-list", order=1210)


@hooks.register("register_reports_menu_item")
def accessible_item() -> NewsroomMenuItem:
    """The newsroom's report of what some patients can't use."""
    url = reverse("cms_accessible")
    return NewsroomMenuItem(ACCESSIBLE, url, name="accessible", icon_name="glasses", order=1220)


def _reach_button(page: Page, user: Any) -> Iterator[Button]:
    if not isinstance(page, ArticlePage) or not is_newsroom(user):
        return
    # The explorer's list of shared articles has asked for all of them.
    if hasattr(page, "listed_reach") or page.is_in_library:
        yield Button("Reach", reverse("cms_reach", args=[page.pk]), icon_name="globe", priority=60)


@hooks.register("register_page_header_buttons")
def header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """The button to an article's reach, in the header of its own pages."""
    return _reach_button(page, user)


@hooks.register("register_page_listing_more_buttons")
def listing_buttons(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """The button to an article's reach, in lists of pages."""
    return _reach_button(page, user)


hooks.register("register_admin_viewset", register_articles)
hooks.register("construct_homepage_panels", newsroom_home)
# After the line that tells of the save itself.
hooks.register("after_create_page", tell_repetitions, order=10)
hooks.register("after_edit_page", tell_repetitions, order=10)
