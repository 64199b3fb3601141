"""Who asks this request: for views, and for whatever limits and counts."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from rest_framework.request import Request

from api.keys.access import Access, KnownKey, access_of_database, lacks_scope, needs_scope
from api.protocol.errors import Forbidden, Unauthorized

ACCESS = "mortar.access"
"""The key of a request's environment where who may ask stands, as what stands before Django knows it."""
KEY = "mortar.key"
"""The same of the key that it was asked with, if it is good."""
STORE = "mortar.store"
"""The same of the id of the store that the answer is about, once a view has found it."""


def key_of(request: HttpRequest | Request) -> KnownKey | None:
    """The good key that the request was asked with, if any. A bad one never comes so far."""
    return request.META.get(KEY)


def access_of(request: HttpRequest | Request) -> Access:
    """Who may ask."""
    known: Access | None = request.META.get(ACCESS)
    return access_of_database() if known is None else known


def requires(request: HttpRequest | Request, scope: str) -> KnownKey:
    """The key of a request that nobody may make without one for this scope, however open the network is: 401, 403."""
    key = key_of(request)
    if key is None:
        raise Unauthorized(needs_scope(scope).detail)
    if scope not in key.scopes:
        raise Forbidden(lacks_scope(scope).detail)
    return key


def note_store(request: HttpRequest | Request, pk: int) -> None:
    """The answer is about this store: a store's key reads no other."""
    request.META[STORE] = pk
    key = key_of(request)
    if key is not None and key.store not in {None, pk}:
        raise Forbidden(OTHER_STORE)


OTHER_STORE = "This key reads one store alone, and this answer is not about that one."


IsGood = Callable[[HttpRequest], bool]
_tokens: dict[str, IsGood] = {}


def register_token(start: str, is_good: IsGood) -> None:
    """A Bearer that begins so is no key: another room says whether it is good. A good one needs no key beside it, a
    bad one is refused (401) before any view is run.
    """
    _tokens[start] = is_good


def judge_of(authorization: str) -> IsGood | None:
    """Who says whether what is shown is good; None where it is a key, or nothing."""
    scheme, _space, shown = authorization.partition(" ")
    if scheme.lower() != "bearer":
        return None
    return next((is_good for start, is_good in _tokens.items() if shown.strip().startswith(start)), None)


def may_have(environ: dict[str, Any], key: KnownKey) -> bool:
    """Whether a key may have the answer: that of a store only what is about that store."""
    return key.store is None or environ.get(STORE) == key.store
