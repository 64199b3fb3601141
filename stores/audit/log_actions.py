"""What is said in Wagtail's own histories of the actions that the audit added."""

from typing import Any

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

from stores.audit.role_rights import GIVE, TAKE


class RemovePage(LogFormatter):
    """A log line of the store that names the page which is gone."""

    label = "Delete page below"

    def format_message(self, log_entry: Any) -> str:
        return f"Deleted “{log_entry.data.get('page', '')}”"


class ChangeRole(LogFormatter):
    """A log line that names the role."""

    def format_message(self, log_entry: Any) -> str:
        return f"{self.message}: {log_entry.data.get('role', '')}"


class GiveRole(ChangeRole):
    label = "Give a role"
    message = "Was given the role"


class TakeRole(ChangeRole):
    label = "Take a role"
    message = "Lost the role"


@hooks.register("register_log_actions")
def register_audit_actions(actions: LogActionRegistry) -> None:
    """Pages that are gone, dates from a file, roles."""
    actions.register_action("stores.remove_page")(RemovePage)
    actions.register_action("stores.import_dates", "Import dates", "Changed dated hours by a file")
    actions.register_action(GIVE)(GiveRole)
    actions.register_action(TAKE)(TakeRole)
