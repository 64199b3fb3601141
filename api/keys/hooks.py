"""Keys in Wagtail's admin."""

from typing import Any

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from api.keys.audited import register_key_log
from api.keys.views import KEYS, key_urls
from stores.access.shells import NetworkMenuItem
from stores.desk.screens import HOOK, StoreScreen


@hooks.register(HOOK)
def keys_screen() -> StoreScreen:
    """The store's screen of them, behind all others: few need it."""
    return StoreScreen("api_store_keys", KEYS.title, KEYS.icon, 95)


@hooks.register("register_admin_urls")
def register_keys() -> list[Any]:
    return key_urls()


@hooks.register("register_admin_menu_item")
def network_keys_item() -> NetworkMenuItem:
    """Those of the network."""
    return NetworkMenuItem(KEYS.title, KEYS.list_url(None), name="api-keys", icon_name=KEYS.icon, order=245)


@hooks.register("register_log_actions")
def register_key_actions(actions: LogActionRegistry) -> None:
    register_key_log(actions)
