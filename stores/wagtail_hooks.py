"""The network in Wagtail's admin."""

from typing import Any

from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from stores import (  # noqa: F401  (their hooks register here)
    admin_api,
    approvals,
    audience_count,
    home_sections,
    narrowed_filters,
    narrowed_names,
    narrowing,
    onboarding,
    owner_log,
    people_log,
    preview_views,
    saving,
    store_buttons,
    token_feature,
)
from stores.admin_views import admin_urls
from stores.audience import audience_panel
from stores.audience_forms import AudienceForm
from stores.audit import hooks as audit_hooks  # noqa: F401  (the same)
from stores.dated_forms import HolidayClosureForm
from stores.holiday_views import HolidaysIndexView, holiday_urls
from stores.models import HolidayClosure, NetworkBanner, StoreGroup
from stores.tokens import tokens_help


@hooks.register("register_admin_urls")
def register_store_views() -> list[Any]:
    """Small views of one store."""
    return [*admin_urls(), *holiday_urls()]


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
    actions.register_action("stores.change_today", "Change today", "Changed today's hours")
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


class NetworkBannerViewSet(SnippetViewSet):
    """The network's promo lines."""

    model = NetworkBanner
    icon = "comment"
    menu_label = "Network promo lines"
    add_to_admin_menu = True
    menu_order = 242
    list_display = ["text", "audience", "store_may", "show_from", "show_until"]
    search_fields = ["text"]
    edit_handler = ObjectList(
        [
            FieldPanel("text", help_text=tokens_help(is_store_only=True)),
            FieldRowPanel([FieldPanel("style"), FieldPanel("sort_order"), FieldPanel("store_may")]),
            MultiFieldPanel(
                [FieldPanel("link_label"), FieldPanel("link_url"), FieldPanel("link_phone"), FieldPanel("link_path")],
                heading="Link",
            ),
            FieldRowPanel([FieldPanel("show_from"), FieldPanel("show_until"), FieldPanel("has_no_end")]),
            audience_panel("stores.change_networkbanner"),
        ],
        base_form_class=AudienceForm,
    )


class HolidayClosureViewSet(SnippetViewSet):
    """The network's holidays."""

    model = HolidayClosure
    icon = "date"
    menu_label = "Holidays"
    index_view_class = HolidaysIndexView
    add_to_admin_menu = True
    menu_order = 244
    list_display = ["label", "starts_on", "ends_on", "counter", "audience"]
    search_fields = ["label"]
    edit_handler = ObjectList(
        [
            FieldPanel("label"),
            FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on"), FieldPanel("has_no_end")]),
            FieldPanel("counter"),
            FieldPanel("slots"),
            audience_panel("stores.change_holidayclosure"),
        ],
        base_form_class=HolidayClosureForm,
    )


register_snippet(StoreGroupViewSet)
register_snippet(NetworkBannerViewSet)
register_snippet(HolidayClosureViewSet)
