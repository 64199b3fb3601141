"""Webhooks in Wagtail's admin."""

from typing import Any

from wagtail import hooks

from api.webhooks.history import register_webhook_actions
from api.webhooks.views import WEBHOOKS, webhook_urls
from stores.access.shells import NetworkMenuItem
from stores.desk.screens import HOOK, StoreScreen


@hooks.register(HOOK)
def webhooks_screen() -> StoreScreen:
    """The store's screen of them, the last of all: few need it."""
    return StoreScreen("api_store_webhooks", WEBHOOKS.title, WEBHOOKS.icon, 90)


hooks.register("register_log_actions", register_webhook_actions)


@hooks.register("register_admin_urls")
def register_webhooks() -> list[Any]:
    return webhook_urls()


@hooks.register("register_admin_menu_item")
def network_webhooks_item() -> NetworkMenuItem:
    """Those of the network."""
    return NetworkMenuItem(
        WEBHOOKS.title, WEBHOOKS.list_url(None), name="webhooks", icon_name=WEBHOOKS.icon, order=244
    )
