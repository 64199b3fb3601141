"""What the history says of a checklist."""

from typing import Any

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

from cms.checklists.ticks import ACTION


@hooks.register("register_log_actions")
def register_checklist_action(actions: LogActionRegistry) -> None:
    """What is said in the history of an article that was checked."""

    @actions.register_action(ACTION)
    class ChecklistFormatter(LogFormatter):
        label = "Checklist"

        def format_message(self, entry: Any) -> str:
            ticks = entry.data.get("ticked", ())
            return "Checked: " + "; ".join(f"{tick['text']} ({tick['name']}, {tick['at'][:10]})" for tick in ticks)
