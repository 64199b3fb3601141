"""What a feed tells of one change, as plain data. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Action = Literal["published", "changed", "withdrawn"]
By = Literal["write", "clock"]


def action_of(was: bool, now: bool) -> Action:
    """What has become of something that was shown, or is."""
    if was and now:
        return "changed"
    return "published" if now else "withdrawn"


TYPES = ("publish", "change", "withdraw", "banner", "hours", "clock")
"""By which whoever listens chooses what to hear."""
_TYPE_OF_ACTION = {"published": "publish", "changed": "change", "withdrawn": "withdraw"}

KINDS = (
    *("article", "expert", "standard", "health_news", "banner", "hours", "store", "site"),
    *("provider", "topic", "tag", "image", "document", "media", "redirect"),
)
"""What an event may be about. `site`: everything may have changed; `media`: which pictures are public."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One change. `object_id` as the API gives it: of promo lines a text such as `store-9`; of `site` none.

    `paths`: addresses on the store's site that show it, as far as it has some of its own. `store`: the slug of the
    store, in the network's feed of what is one store's.
    """

    action: Action
    kind: str
    at: datetime
    tags: Collection[str]
    object_id: int | str | None = None
    paths: Collection[str] = ()
    by: By = "write"
    counters: dict[str, Any] = field(default_factory=dict)
    store: str | None = None

    @property
    def type(self) -> str:
        if self.by == "clock":
            return "clock"
        return self.kind if self.kind in {"banner", "hours"} else _TYPE_OF_ACTION[self.action]

    def body(self) -> dict[str, Any]:
        """As it is kept, and as everybody hears it."""
        return {
            "type": self.type,
            "action": self.action,
            "kind": self.kind,
            "object_id": self.object_id,
            "by": self.by,
            "at": self.at.isoformat(),
            "store": self.store,
            "paths": sorted(self.paths),
            "tags": sorted(self.tags),
            "counters": self.counters or None,
        }


def everything_may_have_changed(at: datetime, tags: Iterable[str]) -> Happening:
    """Of so much at once that it is not told one by one: read everything anew."""
    return Happening("changed", "site", at, {"hosts", *tags})
