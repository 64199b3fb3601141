"""From the store's page in the admin to its small views."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from stores.models import StorePage
from stores.store_screens import store_screens
from stores.store_view import is_of_store


@hooks.register("register_page_header_buttons")
def store_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """For the store's people and network admins."""
    if not isinstance(page, StorePage) or not is_of_store(user, page.pk):
        return
    for priority, screen in enumerate(store_screens(), start=70):
        url = reverse(screen.view, args=[page.pk])
        yield Button(screen.label, url, icon_name=screen.icon, priority=priority)
