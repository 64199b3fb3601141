"""What people are called where others read it: never by an e-mail address."""

from typing import Any

from wagtail.admin.utils import get_user_display_name


def display_name(user: Any) -> str:
    """First and last name, else the user name, without what follows an @; empty for nobody."""
    return short_name(str(get_user_display_name(user))) if user is not None else ""


def short_name(name: str) -> str:
    """`sam` for `sam@example.com`, everything else as it is."""
    local, at, domain = name.strip().partition("@")
    return local if at and "." in domain and " " not in name.strip() else name.strip()
