"""What comes out of a look at what is shown."""

from dataclasses import dataclass
from datetime import datetime

from api.changes.events import Happening
from api.changes.state import ShownState


@dataclass(slots=True)
class Look:
    """What a look at what is shown gives: changes, how it is now, and when the clock changes it next."""

    told: list[Happening]
    state: ShownState
    until: datetime
