"""Who asks with a token of a preview, and which store and moment that is then."""

from typing import Any

from django.http import HttpRequest
from rest_framework.request import Request

from api.hosts import asked_store
from api.previewing.seeing import Seen, seen_by
from api.protocol.bearer import preview_token_in
from api.protocol.errors import BadRequest
from stores.models import StorePage

NOT_KEPT = "private, no-store"


def seen_in(request: HttpRequest | Request) -> Seen | None:
    """What the request's token shows; None where it has none. Unauthorized for one that is not good."""
    token = preview_token_in(request.headers.get("Authorization", ""))
    return seen_by(token) if token else None


def store_of_preview(request: HttpRequest | Request, seen: Seen) -> StorePage:
    """The preview's store, which need not be named; 400 for another one."""
    names = [name for name in ("store", "site") if name in request.GET]
    hosted: Any = request
    if (names or hosted.store is not None) and asked_store(request).pk != seen.store.pk:
        text = f"This preview is at '{seen.store.slug}': name no other store."
        raise BadRequest(text, field=names[0] if names else None)
    return seen.store
