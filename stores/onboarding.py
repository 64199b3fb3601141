"""What network admins have in Wagtail's admin beside it: their menu, their views, and what the history says of them."""

from typing import Any

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter


def _said(value: Any) -> str:
    """A value of the log in words."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {_said(each)}" for name, each in value.items())
    if isinstance(value, list):
        return "|".join(map(str, value)) or "nothing"
    return str(value or "nothing")


class FromOldToNew(LogFormatter):
    """A log line that says what was there before."""

    def format_message(self, log_entry: Any) -> str:
        data = log_entry.data
        return f"{self.message} from {_said(data.get('old'))} to {_said(data.get('new'))}"


class ChangeRegistration(FromOldToNew):
    label = "Change registration"
    message = "Changed the registration"


class ChangeHost(FromOldToNew):
    label = "Change host"
    message = "Changed the host"


class ReleaseHost(LogFormatter):
    label = "Release host"

    def format_message(self, log_entry: Any) -> str:
        return f"Released the former host {log_entry.data.get('old', '')}"


@hooks.register("register_log_actions")
def register_network_actions(actions: LogActionRegistry) -> None:
    """What network admins' own actions write into a store's history."""
    actions.register_action("stores.change_registration")(ChangeRegistration)
    actions.register_action("stores.change_host")(ChangeHost)
    actions.register_action("stores.release_host")(ReleaseHost)
