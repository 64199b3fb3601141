"""The intake in Wagtail's admin: its screens, its place in the menu, and what the history says."""

from typing import Any

from django.urls import path, reverse
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

from cms.intake.deciding import ACTION
from cms.intake.desk.experts import ProposalsView
from cms.intake.desk.feeds import FeedsView, FeedView, FetchView
from cms.intake.desk.item import ItemView
from cms.intake.desk.items import DecideView, IntakeView
from stores.access.shells import NewsroomMenuItem


@hooks.register("register_admin_urls")
def register_intake() -> list[Any]:
    """The screens of the intake, below `/admin/`."""
    return [
        path("intake/", IntakeView.as_view(), name="cms_intake"),
        path("intake/results/", IntakeView.as_view(results_only=True), name="cms_intake_results"),
        path("intake/decide/", DecideView.as_view(), name="cms_intake_decide"),
        path("intake/items/<int:item_id>/", ItemView.as_view(), name="cms_intake_item"),
        path("intake/experts/", ProposalsView.as_view(), name="cms_intake_experts"),
        path("intake/feeds/", FeedsView.as_view(), name="cms_intake_feeds"),
        path("intake/feeds/results/", FeedsView.as_view(results_only=True), name="cms_intake_feeds_results"),
        path("intake/feeds/add/", FeedView.as_view(), name="cms_intake_feed_add"),
        path("intake/feeds/<int:feed_id>/", FeedView.as_view(), name="cms_intake_feed"),
        path("intake/feeds/<int:feed_id>/fetch/", FetchView.as_view(), name="cms_intake_fetch"),
    ]


@hooks.register("register_admin_menu_item")
def intake_item() -> NewsroomMenuItem:
    """The menu's entry of the intake."""
    return NewsroomMenuItem("Intake", reverse("cms_intake"), name="intake", icon_name="download", order=226)


@hooks.register("register_log_actions")
def register_intake_actions(actions: LogActionRegistry) -> None:
    """What is said in the history of an article."""

    @actions.register_action(ACTION)
    class IntakeFormatter(LogFormatter):
        label = "Intake"

        def format_message(self, entry: Any) -> str:
            return f"Intake: {entry.data.get('words', '')}"
