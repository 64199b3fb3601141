"""What invitations write into the store's history."""

from typing import Any

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter


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


@hooks.register("register_log_actions")
def register_invitation_actions(actions: LogActionRegistry) -> None:
    """Who was asked to come, by whom, and who came."""
    actions.register_action("stores.invite")(Invite)
    actions.register_action("stores.send_invitation_again")(SendAgain)
    actions.register_action("stores.revoke_invitation")(Revoke)
    actions.register_action("stores.accept_invitation")(Accept)
