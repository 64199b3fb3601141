"""What a new second factor, or one that is taken away, means for sessions."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth import update_session_auth_hash
from django.dispatch import receiver
from django.http import HttpRequest

from cms.accounts.factors import MAIN, has_factor
from stores.upstream.allauth import clear_authentication_records, record_authentication


@receiver(authenticator_added)
def end_other_sessions(request: HttpRequest, user: Any, authenticator: Authenticator, **kwargs: Any) -> None:
    """Sessions that were opened with the password alone are over, but for this one, which has shown the factor."""
    if authenticator.type in MAIN:
        user.end_sessions()
        update_session_auth_hash(request, user)
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


@receiver(authenticator_removed)
def forget_what_was_given(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Who must have a factor and took the last one away has none to have given."""
    if not has_factor(user):
        clear_authentication_records(request)
