"""Medical reviews in Wagtail's admin: the report, the history, and who is reminded."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab
from wagtail.admin.widgets import SwitchInput
from wagtail.log_actions import LogActionRegistry, LogFormatter

from cms.reviews.report import TITLE
from cms.reviews.reviewing import ACTION
from cms.reviews.views import review_urls
from cms.users.models import User
from stores.access.shells import NewsroomMenuItem
from stores.access.who import is_newsroom

hooks.register("register_admin_urls", review_urls)


@hooks.register("register_reports_menu_item")
def reviews_item() -> NewsroomMenuItem:
    """The newsroom's report of reviews that are due."""
    return NewsroomMenuItem(TITLE, reverse("cms_reviews"), name="reviews", icon_name="date", order=1205)


@hooks.register("register_log_actions")
def register_review_actions(actions: LogActionRegistry) -> None:
    """What is said in the history of an article."""

    @actions.register_action(ACTION)
    class ReviewedFormatter(LogFormatter):
        label = "Medical review"

        def format_message(self, entry: Any) -> str:
            new = entry.data.get("new", {})
            return f"Reviewed by {entry.data.get('reviewer', '')}; next due {new.get('due', '')}"


class RemindersForm(forms.ModelForm):
    """Whether somebody wants to be reminded."""

    class Meta:
        model = User
        fields = ["has_review_reminders"]
        widgets = {"has_review_reminders": SwitchInput}
        labels = {"has_review_reminders": "Medical reviews that are due or overdue"}
        help_texts = {"has_review_reminders": "Of articles that you created, and of those whose creator is gone."}


class RemindersPanel(BaseSettingsPanel):
    """Among Wagtail's notifications, for people of the newsroom."""

    name = "review_reminders"
    title = "Reminders"
    tab = notifications_tab
    order = 200
    form_class = RemindersForm

    def is_active(self) -> bool:
        return is_newsroom(self.user)


@hooks.register("register_account_settings_panel")
def reminders_panel(request: HttpRequest, user: Any, profile: Any) -> RemindersPanel:
    """Beside the notifications that Wagtail sends."""
    return RemindersPanel(request, user, profile)
