"""The changes that can be made at several stores at once."""

from stores.many.hours_changes import CloseEarly, CloseForNow, OtherDates
from stores.many.line_change import AddLine
from stores.many.planning import ManyChange

CHANGES: tuple[ManyChange, ...] = (CloseEarly(), CloseForNow(), AddLine(), OtherDates())


def change_named(name: str) -> ManyChange | None:
    return next((change for change in CHANGES if change.name == name), None)
