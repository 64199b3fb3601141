"""Ids in forms and addresses that anybody may write."""

from collections.abc import Iterable

MOST_DIGITS = 18
"""What the database's largest whole numbers always have room for."""


def id_in(text: object) -> int | None:
    """The id that a text is, plain digits and no more of them than an id can have; None of anything else."""
    digits = str(text)
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= MOST_DIGITS else None


def ids_in(texts: Iterable[object]) -> set[int]:
    """The ids among texts; what is none counts for nothing."""
    return {found for found in map(id_in, texts) if found is not None}
