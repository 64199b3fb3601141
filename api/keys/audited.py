"""What histories say of keys."""

from collections.abc import Mapping
from typing import Any

from wagtail.log_actions import LogActionRegistry, LogFormatter

from api.keys.keeping import ACTION
from api.keys.models import ApiKey, NetworkAccess
from stores.audit.entries import per_field, register_entry
from stores.audit.kinds import Kind
from stores.audit.network_rows import register_audited
from stores.audit.words import Words


class KeyMessage(LogFormatter):
    """In Wagtail's own history of the store."""

    label = "API key"
    message = "An API key"

    def format_message(self, log_entry: Any) -> str:
        return f"The API key “{log_entry.data.get('key', '')}” was {log_entry.data.get('what', '')}"


def _key(label: str, data: Mapping[str, Any]) -> list[Words]:
    about = f"API key “{data.get('key', '')}”"
    if data.get("what") == "changed":
        return [Words(f"{about}, {each.about.lower()}", each.old, each.new) for each in per_field(label, data)]
    return [Words(f"{about} {data.get('what', '')}")]


def register_key_log(actions: LogActionRegistry) -> None:
    actions.register_action(ACTION)(KeyMessage)


register_entry(ACTION, Kind.PEOPLE, _key)
register_audited(ApiKey)
register_audited(NetworkAccess)
