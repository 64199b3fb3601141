"""What is said in the history of an article that was offered to other stores."""

from typing import Any

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

from cms.offering.offering import ACTION


@hooks.register("register_log_actions")
def register_offer_action(actions: LogActionRegistry) -> None:
    """In Wagtail's own history of the article."""

    @actions.register_action(ACTION)
    class OfferFormatter(LogFormatter):
        label = "Change audience"

        def format_message(self, entry: Any) -> str:
            old, new = entry.data.get("old", {}), entry.data.get("new", {})
            return f"Audience: {old.get('audience', '')} → {new.get('audience', '')}"
