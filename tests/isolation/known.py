"""Who asks is looked up once: requests of a crawl are rolled back, so who somebody is stays what the first one found.

A third of what a refusal costs is the person's session, groups and rights.
"""

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.contrib import auth
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

from stores.access.who import who_is

stock_load, stock_user = SessionStore.load, auth.get_user


@contextmanager
def known_people() -> Iterator[None]:
    """Each request gets a session and a person of its own, as the first with that session found them."""
    sessions: dict[str, bytes] = {}
    people: dict[str, bytes] = {}

    def load(store: Any) -> Any:
        key = store.session_key
        if key not in sessions:
            found = stock_load(store)
            if not found:
                return found
            sessions[key] = pickle.dumps(found)
        return pickle.loads(sessions[key])  # noqa: S301

    def get_user(request: HttpRequest) -> Any:
        key = str(request.session.session_key)
        if key not in people:
            user = stock_user(request)
            if not user.is_authenticated:
                return user
            user.get_all_permissions()
            who_is(user)
            hasattr(user, "wagtail_userprofile")
            people[key] = pickle.dumps(user)
        return pickle.loads(people[key])  # noqa: S301

    with mock.patch.object(SessionStore, "load", new=load), mock.patch.object(auth, "get_user", new=get_user):
        yield
