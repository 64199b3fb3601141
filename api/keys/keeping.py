"""What people do with keys: make one, change it, give it another secret, revoke it; and whether one is needed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import log

from api.keys.models import ONLY, ApiKey, NetworkAccess
from stores.access.who import Actor
from stores.models import StorePage

MOST = 20
"""Keys that are not revoked, of one store and of the network."""
ACTION = "api.key"
"""What happened to a store's key, in the store's history."""


def _log(key: ApiKey, what: str, by: Actor | None, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """In the store's history, or the network's. Never a secret, nor what we keep of it."""
    if key.store_id is not None:
        log(key.store, ACTION, user=by, data={"key": key.name, "what": what, "old": old, "new": new})
    else:
        verb = "wagtail.create" if what == "made" else "wagtail.edit"
        log(key, verb, user=by, data={"old": old, "new": new if what in {"made", "changed"} else {"key": what}})


def _facts(key: ApiKey) -> dict[str, Any]:
    return {
        "name": key.name,
        "for": key.scope_list,
        "expires": f"{key.expires_at:%Y-%m-%d}" if key.expires_at else "never",
        "requests a second": key.per_second,
    }


@transaction.atomic
def make_key(
    *,
    by: Actor | None,
    store: StorePage | None,
    at: datetime,
    name: str,
    scopes: list[str],
    expires_at: datetime | None = None,
    per_second: int | None = None,
) -> tuple[ApiKey, str]:
    """A key, and how it is written, which nobody is shown again."""
    if ApiKey.objects.of(store).standing().count() >= MOST:
        raise ValidationError(f"There are {MOST} keys already: revoke one that is no longer used.")
    key = ApiKey(store=store, name=name, scopes=" ".join(scopes), expires_at=expires_at, per_second=per_second)
    key.created_at, key.created_by = at, by
    written = key.renew()
    key.save()
    _log(key, "made", by, {}, _facts(key))
    return key, written


def _locked(key: ApiKey) -> ApiKey:
    return ApiKey.objects.select_for_update(of=("self",)).select_related("store").get(pk=key.pk)


@transaction.atomic
def change_key(key: ApiKey, *, by: Actor | None, given: Mapping[str, Any]) -> None:
    """Name, scopes, end, limit: good at once."""
    locked = _locked(key)
    before = _facts(locked)
    for name, value in given.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(given))
    if (after := _facts(locked)) != before:
        _log(locked, "changed", by, before, after)


@transaction.atomic
def rotate_key(key: ApiKey, *, by: Actor | None, at: datetime, overlap: timedelta) -> str:
    """Another secret; the one before is good for as long as `overlap`."""
    locked = _locked(key)
    if locked.revoked_at is not None:
        raise ValidationError("It is revoked.")
    locked.old_prefix, locked.old_digest = (locked.prefix, locked.digest) if overlap else ("", "")
    locked.old_until = at + overlap if overlap else None
    written = locked.renew()
    locked.rotated_at = at
    locked.save(update_fields=["prefix", "digest", "old_prefix", "old_digest", "old_until", "rotated_at"])
    _log(locked, "given another secret", by, {}, {})
    return written


@transaction.atomic
def revoke_key(key: ApiKey, *, by: Actor | None, at: datetime) -> None:
    """Refused from now on, by every worker; not to be taken back."""
    locked = _locked(key)
    if locked.revoked_at is None:
        locked.revoked_at, locked.old_prefix, locked.old_digest, locked.old_until = at, "", "", None
        locked.save(update_fields=["revoked_at", "old_prefix", "old_digest", "old_until"])
        _log(locked, "revoked", by, {}, {})


def network_access() -> NetworkAccess:
    return NetworkAccess.objects.first() or NetworkAccess(pk=ONLY)


@transaction.atomic
def let_anybody_read(is_open: bool, *, by: Actor | None) -> None:
    """Whether the API is read without a key."""
    row = NetworkAccess.objects.select_for_update().first() or NetworkAccess(pk=ONLY)
    before, row.anonymous_read = row.anonymous_read, is_open
    row.save()
    if before != is_open:
        name = "read without a key"
        log(row, "wagtail.edit", user=by, data={"old": {name: before}, "new": {name: is_open}})
