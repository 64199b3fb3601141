"""When the database last answered anybody in this process: a sign that it is there, for which nobody asks it."""

from time import monotonic

_heard = [float("-inf")]


def note_answer() -> None:
    """The database has just answered a statement."""
    _heard[0] = monotonic()


def heard_at() -> float:
    """When that was last, on the monotonic clock."""
    return _heard[0]
