"""Webhooks in Wagtail's admin."""

from typing import Any

from django.urls import reverse
from wagtail import hooks

from api.webhooks.history import register_webhook_actions
from api.webhooks.views import TITLE, webhook_urls
from stores.access.shells import NetworkMenuItem
from stores.desk.screens import HOOK, StoreScreen


@hooks.register(HOOK)
def webhooks_screen() -> StoreScreen:
    """The store's screen of them, the last of all: few need it."""
    return StoreScreen("api_store_webhooks", TITLE, "site", 90)


hooks.register("register_log_actions", register_webhook_actions)


@hooks.register("register_admin_urls")
def register_webhooks() -> list[Any]:
    return webhook_urls()


@hooks.register("register_admin_menu_item")
def network_webhooks_item() -> NetworkMenuItem:
    """Those of the network."""
    return NetworkMenuItem(TITLE, reverse("api_network_webhooks"), name="webhooks", icon_name="site", order=244)
