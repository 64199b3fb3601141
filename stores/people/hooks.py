"""Who works at a store, in the admin."""

from wagtail import hooks

from stores.desk.screens import HOOK, StoreScreen
from stores.people.network_views import network_people_urls
from stores.people.views import people_urls


@hooks.register(HOOK)
def people_screen() -> StoreScreen:
    """The store's screen of who works there."""
    return StoreScreen("stores_people", "People", "group", 60)


hooks.register("register_admin_urls", people_urls)
hooks.register("register_admin_urls", network_people_urls)
