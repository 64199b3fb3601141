"""The ways to the screens of several stores, and what an owner is told of what the network did."""

from collections.abc import Iterator

from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from stores.access.shells import NewsroomMenuItem
from stores.desk.home import LINK_HOOK, NOTICE_HOOK, StoreHome
from stores.many.reach import several_stores_of
from stores.many.told import told_of_steps
from stores.many.views import TITLE, many_urls


@hooks.register("register_admin_menu_item")
def several_stores_item() -> MenuItem:
    """The newsroom's entry; owners have theirs on the home."""
    return NewsroomMenuItem(TITLE, reverse("stores_many"), name="several-stores", icon_name="list-ul", order=226)


@hooks.register(LINK_HOOK)
def several_stores_link(home: StoreHome) -> Iterator[dict[str, str]]:
    """On the home of who owns several."""
    if several_stores_of(home.request.user) is not None:
        yield {"url": reverse("stores_many"), "label": TITLE}


hooks.register(NOTICE_HOOK, told_of_steps, order=5)
hooks.register("register_admin_urls", many_urls)
