"""A reader of `changes/`, who goes on from the token that each answer gives."""

from datetime import datetime
from typing import Any

from api.changes.following import bring_up, feed_of
from api.changes.tokens import item_of
from stores.models import StorePage
from tests.api.caching.test_triggers import commit


class Listener:
    """Somebody who listens to one store, or to the network (None), at moments that the test gives."""

    def __init__(self, store: StorePage | None, at: datetime) -> None:
        commit()
        self.store, self.feed = store, feed_of(store, at)
        bring_up(self.feed, at)

    def hears(self, at: datetime) -> list[dict[str, Any]]:
        """What is new."""
        commit()
        self.feed.refresh_from_db()
        return [item_of(self.feed, event) for event in bring_up(self.feed, at)]

    def told(self, at: datetime) -> list[tuple[str, str, Any]]:
        """The same in short: type, action and kind, and which."""
        return [(f"{each['type']} {each['action']}", each["kind"], each["object_id"]) for each in self.hears(at)]
