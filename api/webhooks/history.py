"""Webhooks in who changed what: a store's in the store's history, the network's in the network's. Never a secret."""

from collections.abc import Mapping
from typing import Any

from wagtail.log_actions import LogActionRegistry, log

from api.webhooks.models import Webhook
from stores.access.who import Actor
from stores.audit.entries import per_field, register_entry
from stores.audit.kinds import Kind
from stores.audit.network_rows import CREATE, DELETE, EDIT, register_audited
from stores.audit.words import Words

ACTION = "api.webhook"

Said = Mapping[str, Any]


def said_of(hook: Webhook) -> dict[str, Any]:
    """What a webhook is."""
    return {"name": hook.name, "address": hook.told_url, "told of": list(hook.type_list)}


def note(hook: Webhook, by: Actor | None, old: Said, new: Said) -> None:
    """What was done, by whom; None: by nobody, when calls have failed too long."""
    values = {"old": dict(old), "new": dict(new)}
    if hook.store is not None:
        log(hook.store, ACTION, user=by, data={"webhook": hook.name, **values})
    else:
        log(hook, EDIT if old and new else CREATE if new else DELETE, user=by, data=values)


def words_of(label: str, data: Mapping[str, Any]) -> list[Words]:
    """`Webhook “Our website”, address: https://… → https://…`"""
    what = f"Webhook “{data.get('webhook', '')}”"
    old, new = data.get("old") or {}, data.get("new") or {}
    if not old or not new:
        return [Words(f"{what} is new" if new else f"{what} was deleted")]
    return [Words(f"{what}, {each.about.lower()}", each.old, each.new) for each in per_field(label, data)]


def register_webhook_actions(actions: LogActionRegistry) -> None:
    """What Wagtail's own history of a store says."""
    actions.register_action(ACTION, "Change webhook", "Changed a webhook")


register_entry(ACTION, Kind.REGISTRATION, words_of)
register_audited(Webhook)
