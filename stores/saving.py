"""After a save, says what it changed on a store's site, and leads there. Wagtail's own words know of no store."""

from typing import Any

from django.contrib.messages import SUCCESS, get_messages
from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from stores.models import StorePage
from stores.site_changes import changes_between, sentence

ATTRIBUTE = "site_changes"
"""On the request, from the moment of a publish on: words of what it changes; None where the page was not live."""


@hooks.register("before_publish_page")
def note_changes(request: HttpRequest, page: Page) -> None:
    """The live rows are still the old ones now."""
    live = type(page)._default_manager.filter(pk=page.pk, live=True).first()
    if store_of(page) is not None:
        setattr(request, ATTRIBUTE, changes_between(live, page, request) if live else None)


@hooks.register("after_edit_page")
@hooks.register("after_create_page")
def tell(request: HttpRequest, page: Page) -> None:
    """Instead of Wagtail's line. Its lines about schedules, moderation and the like stay."""
    # A script asked, as for an automatic save: nobody reads a line then.
    store = store_of(page) if request.accepts("text/html") else None
    if store is None:
        return
    if page.go_live_at is None and hasattr(request, ATTRIBUTE):
        see = messages.button(address_at(store, page), "See it on the site", new_window=True)
        _replace(request, _published(page, getattr(request, ATTRIBUTE)), [see, _edit(page)])
    elif not any(name.startswith("action-") for name in request.POST):
        text = "The site has not changed." if page.live else "It is not on the site yet."
        draft = messages.button(reverse("wagtailadmin_pages:view_draft", args=[page.pk]), "View draft")
        _replace(request, f"“{page.get_admin_display_title()}” is saved as a draft. {text}", [draft, _edit(page)])


def store_of(page: Page) -> StorePage | None:
    """The store at or above the page."""
    paths = [page.path[:end] for end in range(Page.steplen, len(page.path) + 1, Page.steplen)]
    found: StorePage | None = StorePage.objects.with_profile().filter(path__in=paths).first()
    return found


def address_at(store: StorePage, page: Page) -> str:
    """Where patients read a page of the store, without asking all Sites for it."""
    return f"{store.root_url}{page.url_path[len(store.url_path) - 1 :]}"


def _published(page: Page, words: list[str] | None) -> str:
    if words is None:
        return f"“{page.title}” is on the site now."
    if not words:
        return f"“{page.title}” is published. Nothing on the site has changed."
    return f"“{page.title}” is published. Changed on the site: {sentence(words)}."


def _edit(page: Page) -> Any:
    return messages.button(reverse("wagtailadmin_pages:edit", args=[page.pk]), "Edit")


def _replace(request: HttpRequest, text: str, buttons: list[Any]) -> None:
    """In place of the last line that tells of success. Reading all lines takes them off; those that stay go on."""
    storage: Any = get_messages(request)
    lines = list(storage)
    last = next((line for line in reversed(lines) if line.level == SUCCESS), None)
    for line in lines:
        if line is not last:
            storage.add(line.level, line.message, line.extra_tags)
    messages.success(request, text, buttons=buttons)
