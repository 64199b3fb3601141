"""Cells that a spreadsheet would take for a formula: guarded with an apostrophe on the way out, and back again."""

import re

_FORMULA = re.compile(r"^'*[=+\-@\t\r]")
_NUMBER = re.compile(r"^-[0-9]+(\.[0-9]+)?\Z")


def guarded(text: str) -> str:
    """The text as a cell that no spreadsheet runs. A plain negative number stays one: it is no formula.

    Text that looks guarded already gets one apostrophe more, so that `without_guard` gives back every text.
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.match(text) else text


def is_formula_guarded(text: str) -> bool:
    return text.startswith("'") and bool(_FORMULA.match(text))


def without_guard(text: str) -> str:
    """What `guarded` was given."""
    return text[1:] if is_formula_guarded(text) else text
