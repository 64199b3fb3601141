"""From the store's page in the admin to its small views."""

from collections.abc import Iterator
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from stores.desk.home import NOTICE_HOOK, SECTION_HOOK
from stores.desk.saving import note_changes, tell
from stores.desk.screens import store_screens
from stores.desk.sections import EditsSection, ToDoSection, unpublished
from stores.desk.views import choose_urls, is_of_store
from stores.store.models.store import StorePage


@hooks.register("register_page_header_buttons")
def store_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Buttons to a store's small views, for the store's people and network admins."""
    if not isinstance(page, StorePage) or not is_of_store(user, page.pk):
        return
    for priority, screen in enumerate(store_screens(), start=70):
        url = reverse(screen.view, args=[page.pk])
        yield Button(screen.label, url, icon_name=screen.icon, priority=priority)


@hooks.register("insert_editor_js")
def load_form_scripts() -> SafeString:
    """One leads to the first field that is wrong, whatever tab it stands on; one names what has no label."""
    names = ("stores/errors.js", "stores/names.js")
    return format_html_join("", '<script src="{}"></script>', ((static(name),) for name in names))


hooks.register("before_publish_page", note_changes)
hooks.register("after_edit_page", tell)
hooks.register("after_create_page", tell)
hooks.register(SECTION_HOOK, ToDoSection)
hooks.register(NOTICE_HOOK, unpublished, order=30)
hooks.register(SECTION_HOOK, EditsSection)
hooks.register("register_admin_urls", choose_urls)
