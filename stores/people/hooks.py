"""Who works at a store, in the admin."""

from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin import messages

from stores.access.display_names import display_name
from stores.desk.screens import HOOK, StoreScreen
from stores.people.network_views import network_people_urls
from stores.people.views import people_urls


@hooks.register(HOOK)
def people_screen() -> StoreScreen:
    """The store's screen of who works there."""
    return StoreScreen("stores_people", "People", "group", 60)


@hooks.register("after_edit_user")
def say_closed(request: HttpRequest, person: Any) -> None:
    """A role opens no account that is closed: whoever gives one reads that."""
    if not person.is_active and person.groups.exists():
        words = f"{display_name(person)} has a role, but the account is closed: tick “Active” to let them log in."
        button = messages.button(reverse("wagtailusers_users:edit", args=[person.pk]), "Edit")
        messages.warning(request, words, buttons=[button])


@hooks.register("after_bulk_action")
def say_closed_in_bulk(request: HttpRequest, action_type: str, objects: list[Any], bulk_action: Any) -> None:
    """The same, for several people at once."""
    if action_type == "assign_role":
        for person in get_user_model()._default_manager.filter(pk__in=[each.pk for each in objects]):
            say_closed(request, person)


hooks.register("register_admin_urls", people_urls)
hooks.register("register_admin_urls", network_people_urls)
