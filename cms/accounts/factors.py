"""Second factors: who must have one, who has one, and whether a session has given it."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from stores.access.who import is_newsroom
from stores.upstream.allauth import get_authentication_records

MAIN = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""The second factors proper; recovery codes only stand in for one of these."""


def must_have_factor(user: Any) -> bool:
    """Whether the setting SECOND_FACTOR_FOR means this person, who is logged in."""
    if settings.SECOND_FACTOR_FOR == "newsroom":
        return is_newsroom(user)
    return bool(settings.SECOND_FACTOR_FOR == "everybody")


def has_factor(user: Any, *types: str) -> bool:
    """Whether the person has set up an app or a passkey, or one of these types."""
    factors = Authenticator.objects.filter(user_id=user.pk, type__in=types or MAIN)
    return bool(user.is_authenticated and factors.exists())


def has_given_factor(request: HttpRequest) -> bool:
    """Whether this session was opened, or confirmed later, with a second factor. No query."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))
