"""Who is behind a user name or an e-mail address, and a password."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.db.models import Q
from django.http import HttpRequest


def account_at(login: str) -> Any:
    """Whoever has this user name, else this e-mail address; None for nobody. One query."""
    found = get_user_model()._default_manager.filter(Q(username=login) | Q(email__iexact=login))
    return min(found, key=lambda user: user.get_username() != login, default=None)


class NameOrEmailBackend(ModelBackend):
    """One query and one hash for everybody, known or not, active or not: the time of the answer tells nothing.

    allauth's own backend hashes twice for some and once for others.
    """

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Any:
        """The person, or None; `email` may be given instead of `username`."""
        login = username or kwargs.get("email")
        if not login or password is None:
            return None
        user = account_at(login)
        if user is None:
            get_user_model()().set_password(password)
            return None
        return user if user.check_password(password) and self.user_can_authenticate(user) else None
