"""Guesses at passwords and codes: counted by the account that they are at, and by where they come from.

The account is its row: no spelling of a host, a port, a user name or an address begins to count anew.
"""

import unicodedata
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from cms.accounts.backends import account_at
from stores.upstream.allauth import RateLimitUsage, consume

FROM_ADDRESS, AT_ACCOUNT = "failed_from_address", "login_failed"


def one_spelling(text: str) -> str:
    """`text` without what case and Unicode leave open: full-width letters, ligatures, `STRASSE` and `straße`."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).strip()


def key_of_login(login: str) -> str:
    """What failures are counted by. A name that nobody has is counted, too: the answers must not tell.

    The account is found as a login finds it, by the database's own idea of case: to PostgreSQL an `i` without its
    dot is an `I`.
    """
    person = account_at(login)
    return key_of_account(person) if person is not None else f"nobody:{one_spelling(login)}"


def key_of_account(person: Any) -> str:
    return f"account:{person.pk}"


class Guess:
    """One guess at a secret of somebody who is logged in, counted once however often a form is asked."""

    def __init__(self, request: HttpRequest, person: Any) -> None:
        self.request, self.person = request, person
        self.usages: list[RateLimitUsage] = []
        self.refusal: ValidationError | None = None

    def count(self) -> None:
        """ValidationError after too many."""
        try:
            if not self.usages and self.refusal is None:
                self.usages.append(count_from_address(self.request))
                self.usages.append(_count(self.request, AT_ACCOUNT, key=key_of_account(self.person)))
        except ValidationError as error:
            self.refusal = error
        if self.refusal is not None:
            raise self.refusal

    def was_right(self) -> None:
        """It costs nothing, then."""
        for usage in self.usages:
            usage.rollback()


def count_from_address(request: HttpRequest) -> RateLimitUsage:
    """One guess from this address; roll it back when it was right. ValidationError after too many."""
    return _count(request, FROM_ADDRESS)


def _count(request: HttpRequest, action: str, key: str | None = None) -> RateLimitUsage:
    usage = consume(request, app="allauth.account", action=action, key=key)
    if usage is None:
        raise get_adapter(request).validation_error("too_many_login_attempts")
    return usage
