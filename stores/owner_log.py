"""What an owner's small views write into the store's history."""

from typing import Any

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter


class AboutDates(LogFormatter):
    """A log line that names the dated hours which the action was about."""

    def format_message(self, log_entry: Any) -> str:
        said = log_entry.data.get("new") or log_entry.data.get("old") or {}
        ends = said.get("ends_on") or "until further notice"
        return f"{self.message}: {said.get('label', '')} ({said.get('starts_on', '')} to {ends})"


class AddDates(AboutDates):
    label = "Add dated hours"
    message = "Added dated hours"


class ChangeDates(AboutDates):
    label = "Change dated hours"
    message = "Changed dated hours"


class RemoveDates(AboutDates):
    label = "Remove dated hours"
    message = "Removed dated hours"


class AboutLine(LogFormatter):
    """A log line that names the network's promo line which the action was about."""

    def format_message(self, log_entry: Any) -> str:
        return f"{self.message}: {log_entry.data.get('text', '')}"


class HideLine(AboutLine):
    label = "Hide promo line"
    message = "Hid the network's promo line"


class ShowLine(AboutLine):
    label = "Show promo line"
    message = "Showed the network's promo line again"


@hooks.register("register_log_actions")
def register_owner_actions(actions: LogActionRegistry) -> None:
    """Dated hours and the network's promo lines."""
    actions.register_action("stores.add_dated_hours")(AddDates)
    actions.register_action("stores.change_dated_hours")(ChangeDates)
    actions.register_action("stores.remove_dated_hours")(RemoveDates)
    actions.register_action("stores.hide_banner")(HideLine)
    actions.register_action("stores.show_banner")(ShowLine)
