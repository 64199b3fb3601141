"""Network health in Wagtail's admin."""

from typing import Any

from django.urls import reverse
from wagtail import hooks

from cms.watching.views import network_health_urls
from stores.access.shells import NetworkMenuItem


@hooks.register("register_admin_urls")
def register_network_health() -> list[Any]:
    """Its one screen."""
    return network_health_urls()


@hooks.register("register_admin_menu_item")
def network_health_item() -> NetworkMenuItem:
    """The menu's entry."""
    return NetworkMenuItem(
        # A name that does not begin like the menu of stores, which would be marked as open with it.
        "Network health",
        reverse("cms_network_health"),
        name="health",
        icon_name="cogs",
        order=245,
    )
