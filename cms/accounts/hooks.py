"""The way from one's account in the admin to one's second factor."""

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks

from cms.accounts.ended import session_script

hooks.register("insert_global_admin_js", session_script)


@hooks.register("register_account_menu_item")
def second_factor(request: HttpRequest) -> dict[str, str]:
    """The account's entry for second factors; Wagtail shows it under "More actions"."""
    return {
        "url": reverse("mfa_index"),
        "label": "Second factor",
        "help_text": "An app, passkeys and recovery codes, besides your password.",
    }
