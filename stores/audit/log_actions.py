"""What Wagtail's own histories say of the network's actions."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from wagtail.log_actions import LogActionRegistry, LogFormatter

from stores.audience.history import ACTION as FOLLOW
from stores.audience.history import moves_in_words
from stores.audit.accounts import CLOSE, OPEN
from stores.audit.role_rights import GIVE, TAKE

Ending = Callable[[Mapping[str, Any]], str]


class EndedMessage(LogFormatter):
    """A message that ends with what the entry's data say."""

    def __init__(self, label: str, message: str, ending: Ending) -> None:
        self.label = label
        self.message = message
        self.ending = ending

    def format_message(self, log_entry: Any) -> str:
        return self.message + self.ending(log_entry.data)


def _nothing(data: Mapping[str, Any]) -> str:
    return ""


def _named(name: str, start: str = ": ", end: str = "") -> Ending:
    """One value of the data, between `start` and `end`."""
    return lambda data: f"{start}{data.get(name, '')}{end}"


def _dates(data: Mapping[str, Any]) -> str:
    values = data.get("new") or data.get("old") or {}
    ends = values.get("ends_on") or "until further notice"
    return f": {values.get('label', '')} ({values.get('starts_on', '')} to {ends})"


def _invitation(data: Mapping[str, Any]) -> str:
    return f": {data.get('email', '')} ({data.get('role', '')})"


def _file(data: Mapping[str, Any]) -> str:
    """`: Replaced the picture “Logo”, used on: Pitman Pharmacy`"""
    places = ", ".join(data.get("used_on") or ())
    return f": {data.get('what', '')} the {data.get('kind', 'file')} “{data.get('file', '')}”, used on: {places}"


def _value_text(value: Any) -> str:
    """A value of the log in words."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {_value_text(each)}" for name, each in value.items())
    if isinstance(value, list):
        return "|".join(map(str, value)) or "nothing"
    return str(value or "nothing")


def _old_and_new(data: Mapping[str, Any]) -> str:
    return f" from {_value_text(data.get('old'))} to {_value_text(data.get('new'))}"


def _moves(data: Mapping[str, Any]) -> str:
    return "; ".join(moves_in_words(data))


ACTIONS: tuple[tuple[str, str, str, Ending], ...] = (
    ("stores.remove_page", "Delete page below", "Deleted", _named("page", " “", "”")),
    ("stores.import_dates", "Import dates", "Changed dated hours by a file", _nothing),
    (GIVE, "Give a role", "Was given the role", _named("role")),
    (TAKE, "Take a role", "Lost the role", _named("role")),
    (OPEN, "Open an account", "The account was opened again", _nothing),
    (CLOSE, "Close an account", "The account was closed", _nothing),
    ("stores.add_dated_hours", "Add dated hours", "Added dated hours", _dates),
    ("stores.change_dated_hours", "Change dated hours", "Changed dated hours", _dates),
    ("stores.remove_dated_hours", "Remove dated hours", "Removed dated hours", _dates),
    ("stores.confirm_holiday", "Confirm holiday", "Confirmed the holiday", _named("label")),
    ("stores.take_back_holiday", "Take back holiday", "Took back the confirmation of", _named("label")),
    ("stores.change_today", "Change today", "Changed today's hours", _nothing),
    ("stores.hide_banner", "Hide promo line", "Hid the network's promo line", _named("text")),
    ("stores.show_banner", "Show promo line", "Showed the network's promo line again", _named("text")),
    ("stores.change_file", "Change file", "A file in use", _file),
    ("stores.change_shared_file", "Change file", "A file in use", _file),
    ("stores.invite", "Invite", "Invited", _invitation),
    ("stores.send_invitation_again", "Send invitation again", "Sent the invitation again", _invitation),
    ("stores.revoke_invitation", "Revoke invitation", "Revoked the invitation", _invitation),
    ("stores.accept_invitation", "Accept invitation", "Accepted the invitation", _invitation),
    ("stores.appoint_owner", "Appoint owner", "Appointed as owner", _named("user")),
    ("stores.appoint_staff", "Appoint staff", "Appointed as staff", _named("user")),
    ("stores.dismiss_owner", "Dismiss", "Dismissed", _named("user")),
    ("stores.change_registration", "Change registration", "Changed the registration", _old_and_new),
    ("stores.change_host", "Change host", "Changed the host", _old_and_new),
    ("stores.release_host", "Release host", "Released the former host", _named("old", " ")),
    ("stores.close", "Close", "Closed for good", _nothing),
    (FOLLOW, "Follow a rule", "", _moves),
)
"""Action, label, message, and how the message ends."""


def register_actions(actions: LogActionRegistry) -> None:
    """Registers what a store's history says of what happened there, and a person's of their roles."""
    for action, label, message, ending in ACTIONS:
        actions.register_action(action)(partial(EndedMessage, label, message, ending))
