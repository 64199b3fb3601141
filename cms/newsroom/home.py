"""The newsroom's home: what waits for editors and network admins, capped, with a way to all of it."""

from typing import Any, cast

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Table
from wagtail.admin.views.home import UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel

from cms.newsroom.waiting import (
    DRAFTS,
    IN_REVIEW,
    LICENCES,
    MY_DRAFTS,
    PICTURES,
    REVIEWS_DUE,
    SCHEDULED,
    STORES,
    WaitingList,
)
from cms.newsroom.week import WeekPanel
from cms.users.models import User
from stores.access.who import is_newsroom
from stores.hours.holidays.newsroom_views import answer_rows

ROWS = 5
BOARD_VIEW = "cms_network_board"
"""All stores side by side, where there is such a view."""
UNCAPPED = (WorkflowObjectsToModeratePanel, UserObjectsInWorkflowModerationPanel)
"""Wagtail's panels that list everything in every store's workflow, with queries for each."""


class NewsroomPanel(Component):
    """One of the newsroom's lists: its first rows, how many there are, and the way to all of them."""

    template_name = "cms/newsroom/home_panel.html"

    class Media:
        css = {"all": ["stores/admin.css"]}

    def __init__(self, request: HttpRequest, shown: WaitingList, order: int) -> None:
        self.shown, self.order = shown, order
        self.name = shown.name
        # The admin lets nobody in who is not logged in.
        found = shown.find(cast(User, request.user), timezone.now())
        self.count = found.count()
        self.rows = list(found[:ROWS]) if self.count else []
        self.links = [(f"All {self.count}", shown.url)] if self.count > ROWS else []

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            "name": self.name,
            "heading": self.shown.heading,
            "icon": self.shown.icon,
            "count": self.count,
            "table": Table(self.shown.columns, self.rows),
            "links": self.links,
            "request": parent_context["request"],
        }


class DraftsPanel(NewsroomPanel):
    """The newsroom's drafts, with a way to the person's own."""

    def __init__(self, request: HttpRequest, shown: WaitingList, order: int) -> None:
        super().__init__(request, shown, order)
        has_own = any(page.is_mine for page in self.rows)
        if self.count > ROWS:
            self.links = [("My drafts", MY_DRAFTS.url), *self.links] if has_own else self.links


class ReviewsPanel(NewsroomPanel):
    """Medical reviews that are due, with a way to the report of them."""

    def __init__(self, request: HttpRequest, shown: WaitingList, order: int) -> None:
        super().__init__(request, shown, order)
        self.links = [*self.links, ("Report", reverse("cms_reviews"))]


class StoresPanel(NewsroomPanel):
    """Stores that need attention, with a way to the board of all stores."""

    def __init__(self, request: HttpRequest, shown: WaitingList, order: int) -> None:
        super().__init__(request, shown, order)
        board = _url_of(BOARD_VIEW)
        if board:
            self.links = [*self.links, ("All stores side by side", board)]


class HolidaysPanel(Component):
    """Holidays that are near, and how many stores have said what they do on them."""

    name = "newsroom_holidays"
    template_name = "cms/newsroom/home_holidays.html"

    def __init__(self, order: int) -> None:
        self.order = order
        self.rows = [row for row in answer_rows() if row.answers.silent]
        self.count = len(self.rows)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"name": self.name, "rows": self.rows, "url": reverse("stores_holiday_answers")}


class NothingPanel(Component):
    """Says that nothing waits, on a quiet day."""

    name = "newsroom_nothing"
    order = 100
    template_name = "cms/newsroom/home_nothing.html"


def _url_of(view: str) -> str | None:
    try:
        return reverse(view)
    except NoReverseMatch:
        return None


PANELS: tuple[tuple[type[NewsroomPanel], WaitingList], ...] = (
    (ReviewsPanel, REVIEWS_DUE),
    (NewsroomPanel, LICENCES),
    (NewsroomPanel, IN_REVIEW),
    (DraftsPanel, DRAFTS),
    (NewsroomPanel, SCHEDULED),
    (NewsroomPanel, PICTURES),
    (StoresPanel, STORES),
)


def newsroom_home(request: HttpRequest, panels: list[Any]) -> None:
    """Put the newsroom's lists on the home of editors and network admins, above what stays of Wagtail's panels."""
    if not is_newsroom(request.user):
        return
    made: list[Any] = [make(request, shown, order) for order, (make, shown) in enumerate(PANELS, start=100)]
    made.insert(0, HolidaysPanel(order=99))
    kept = [panel for panel in panels if not isinstance(panel, UNCAPPED)]
    panels[:] = [WeekPanel(request), *([panel for panel in made if panel.count] or [NothingPanel()]), *kept]
