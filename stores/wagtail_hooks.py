"""The network in Wagtail's admin."""

from typing import Any

from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from stores import admin_api, narrowed_filters, narrowing  # noqa: F401  (their hooks register here)
from stores.models import StoreGroup


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


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """What the network's own actions write into a store's history."""
    actions.register_action("stores.close", "Close", "Closed for good")
    actions.register_action("stores.appoint_owner")(AppointOwner)
    actions.register_action("stores.appoint_staff")(AppointStaff)
    actions.register_action("stores.dismiss_owner")(Dismiss)


class StoreGroupViewSet(SnippetViewSet):
    """Store groups."""

    model = StoreGroup
    icon = "group"
    menu_label = "Store groups"
    add_to_admin_menu = True
    menu_order = 240
    list_display = ["name", "slug"]
    search_fields = ["name"]
    panels = [FieldPanel("name"), FieldPanel("slug")]


register_snippet(StoreGroupViewSet)
