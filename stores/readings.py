"""What comes of reading what a person wrote: a value, or a refusal in words. Pure."""

from dataclasses import dataclass
from typing import Any


class Refused(ValueError):
    """What was written can't be understood safely: what is wanted instead, and the likely meaning if there is one.

    `suggestion` stands for the whole of what was written: pasted in its place, it is read.
    """

    def __init__(self, message: str, suggestion: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.suggestion = suggestion


def clipped(text: str, limit: int = 40) -> str:
    """A word of what was written, short enough to stand in a message."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


@dataclass(frozen=True, slots=True)
class Reading:
    """A value, what it reads as in words, and why it is not what stood there (empty: it is).

    `is_placeholder`: what stood there, such as `n/a`, stands for nothing; the value is empty.
    """

    value: Any
    read_as: str = ""
    notes: tuple[str, ...] = ()
    is_placeholder: bool = False
