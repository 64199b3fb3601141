"""Removals in the admin: what histories say of them, and no writing through the admin's API."""

from typing import Any

from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.staticfiles import versioned_static
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.log_actions import LogActionRegistry, LogFormatter

from stores.removal.losses import ACTION, removal_text


@hooks.register("register_log_actions")
def register_removal_actions(actions: LogActionRegistry) -> None:
    """What Wagtail's own histories say of a removal."""

    @actions.register_action(ACTION)
    class TakeAway(LogFormatter):
        label = "What went along"

        def format_message(self, log_entry: Any) -> str:
            return removal_text(log_entry.data)


@hooks.register("insert_global_admin_js")
def removal_js() -> str:
    """Says on the upload screen what a deletion would take along."""
    return format_html('<script src="{}" defer></script>', versioned_static("stores/removal.js"))


class ReadOnlyPages(PagesAdminAPIViewSet):
    """Wagtail's own screens only read here; its actions would copy, move, publish and delete past every rule."""

    actions: dict[str, Any] = {}


@hooks.register("construct_admin_api", order=1000)
def register_pages(router: WagtailAPIRouter) -> None:
    """Under Wagtail's own name, after Wagtail's own."""
    router.register_endpoint("pages", ReadOnlyPages)
