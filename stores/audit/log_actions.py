"""What Wagtail's own histories say of the network's actions."""

from typing import Any

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


def register_audit_actions(actions: LogActionRegistry) -> None:
    """Registers what Wagtail's histories say of pages that are gone, dates from a file, and roles."""
    actions.register_action("stores.remove_page")(RemovePage)
    actions.register_action("stores.import_dates", "Import dates", "Changed dated hours by a file")
    actions.register_action(GIVE)(GiveRole)
    actions.register_action(TAKE)(TakeRole)


class AboutDates(LogFormatter):
    """A log line that names the dated hours which the action was about."""

    def format_message(self, log_entry: Any) -> str:
        values = log_entry.data.get("new") or log_entry.data.get("old") or {}
        ends = values.get("ends_on") or "until further notice"
        return f"{self.message}: {values.get('label', '')} ({values.get('starts_on', '')} to {ends})"


class AddDates(AboutDates):
    label = "Add dated hours"
    message = "Added dated hours"


class ChangeDates(AboutDates):
    label = "Change dated hours"
    message = "Changed dated hours"


class RemoveDates(AboutDates):
    label = "Remove dated hours"
    message = "Removed dated hours"


class AboutBanner(LogFormatter):
    """A log line that names the network's promo line which the action was about."""

    def format_message(self, log_entry: Any) -> str:
        return f"{self.message}: {log_entry.data.get('text', '')}"


class HideBanner(AboutBanner):
    label = "Hide promo line"
    message = "Hid the network's promo line"


class ShowBanner(AboutBanner):
    label = "Show promo line"
    message = "Showed the network's promo line again"


def register_owner_actions(actions: LogActionRegistry) -> None:
    """Registers what a store's history says of dated hours and of the network's promo lines."""
    actions.register_action("stores.add_dated_hours")(AddDates)
    actions.register_action("stores.change_dated_hours")(ChangeDates)
    actions.register_action("stores.remove_dated_hours")(RemoveDates)
    actions.register_action("stores.hide_banner")(HideBanner)
    actions.register_action("stores.show_banner")(ShowBanner)


class AboutInvitation(LogFormatter):
    """A log line that names the address and the role."""

    def format_message(self, log_entry: Any) -> str:
        data = log_entry.data
        return f"{self.message}: {data.get('email', '')} ({data.get('role', '')})"


class Invite(AboutInvitation):
    label = "Invite"
    message = "Invited"


class SendAgain(AboutInvitation):
    label = "Send invitation again"
    message = "Sent the invitation again"


class Revoke(AboutInvitation):
    label = "Revoke invitation"
    message = "Revoked the invitation"


class Accept(AboutInvitation):
    label = "Accept invitation"
    message = "Accepted the invitation"


def register_invitation_actions(actions: LogActionRegistry) -> None:
    """Registers what a store's history says of invitations."""
    actions.register_action("stores.invite")(Invite)
    actions.register_action("stores.send_invitation_again")(SendAgain)
    actions.register_action("stores.revoke_invitation")(Revoke)
    actions.register_action("stores.accept_invitation")(Accept)


class AboutPerson(LogFormatter):
    """A log line that names the person whom the action was about."""

    def format_message(self, log_entry: Any) -> str:
        return f"{self.message}: {log_entry.data.get('user', '')}"


class AppointOwner(AboutPerson):
    label = "Appoint owner"
    message = "Appointed as owner"


class AppointStaff(AboutPerson):
    label = "Appoint staff"
    message = "Appointed as staff"


class Dismiss(AboutPerson):
    label = "Dismiss"
    message = "Dismissed"


def register_store_actions(actions: LogActionRegistry) -> None:
    """Registers what a store's history says of closing it, of today's hours, and of who was appointed or dismissed."""
    actions.register_action("stores.close", "Close", "Closed for good")
    actions.register_action("stores.change_today", "Change today", "Changed today's hours")
    actions.register_action("stores.appoint_owner")(AppointOwner)
    actions.register_action("stores.appoint_staff")(AppointStaff)
    actions.register_action("stores.dismiss_owner")(Dismiss)


def _value_text(value: Any) -> str:
    """A value of the log in words."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {_value_text(each)}" for name, each in value.items())
    if isinstance(value, list):
        return "|".join(map(str, value)) or "nothing"
    return str(value or "nothing")


class FromOldToNew(LogFormatter):
    """A log line that says what was there before."""

    def format_message(self, log_entry: Any) -> str:
        data = log_entry.data
        return f"{self.message} from {_value_text(data.get('old'))} to {_value_text(data.get('new'))}"


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


def register_network_actions(actions: LogActionRegistry) -> None:
    """Registers what a store's history says of changes of its registration and host."""
    actions.register_action("stores.change_registration")(ChangeRegistration)
    actions.register_action("stores.change_host")(ChangeHost)
    actions.register_action("stores.release_host")(ReleaseHost)
