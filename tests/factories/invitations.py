"""Invitations as they reach somebody: with the link that stands in the mail."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core import mail

from stores.models import Invitation, StorePage
from stores.people.inviting import invite

LINK = re.compile(r"http\S+/admin/invitation/#(\S+)")

Invite = Callable[..., str]
Committing = Callable[..., AbstractContextManager[list[Any]]]


def mailed_token() -> str:
    """The token in the link of the newest mail."""
    found = LINK.search(str(mail.outbox[-1].body))
    assert found
    return found[1]


@pytest.fixture
def invited(django_capture_on_commit_callbacks: Committing) -> Invite:
    """Invites as a person, and gives the token that was mailed."""

    def invited(by: Any, store: StorePage | None, email: str = "rosa@pitman.example", role: str = "staff") -> str:
        with django_capture_on_commit_callbacks(execute=True):
            invite(by=by, store=store, email=email, role=role)
        return mailed_token()

    return invited


@pytest.fixture
def committing(django_capture_on_commit_callbacks: Committing) -> Callable[[], Any]:
    """`with committing():` what waits for the commit is done at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def only_invitation() -> Invitation:
    """The one that there is."""
    return Invitation.objects.get()
