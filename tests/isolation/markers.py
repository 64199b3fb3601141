"""Words and numbers by which planted things are known wherever they come out.

A marker is one word of letters and digits, so that no escaping, tagging or diff tears it: `xq7bsecretdraft`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

NEIGHBOUR = "b"
OWN = "a"
LIBRARY = "l"

FIRST_ID = {"people": 44_000_001, OWN: 55_000_001, LIBRARY: 66_000_001, NEIGHBOUR: 77_000_001, "ghost": 99_000_001}
"""Every planted row has an id of its owner's million, so that an id alone tells whose it is."""

WORD = {OWN: "wombat", NEIGHBOUR: "quokka", LIBRARY: "numbat", "ghost": "bilby"}
"""A word in every text of an owner: what searches ask for. Seeing it is no leak: a search form repeats it."""

MARKER = re.compile(r"xq7([abl])(open|secret|unused)[a-z0-9]+", re.IGNORECASE)
ID = re.compile(r"(?<![\d.])(44|55|66|77|99)0{2}\d{4}(?!\d)")
_MILLION = {str(first)[:2]: owner for owner, first in FIRST_ID.items()}


@dataclass(frozen=True, slots=True, order=True)
class Sign:
    """One thing that gave itself away: a marker or an id. `kind` is open, secret, unused or id."""

    owner: str
    kind: str
    text: str

    def __str__(self) -> str:
        return self.text


def opened(owner: str, what: str) -> str:
    """A marker of something that anybody may read at its own store."""
    return f"xq7{owner}open{what}"


def secret(owner: str, what: str) -> str:
    """A marker of something that only its owner and the newsroom may read."""
    return f"xq7{owner}secret{what}"


def unused(owner: str, what: str) -> str:
    """A marker of something that is no secret in the admin, but that no public page shows."""
    return f"xq7{owner}unused{what}"


def signs_in(text: str) -> set[Sign]:
    """Every marker and planted id in a text."""
    found = {Sign(match[1].lower(), match[2].lower(), match[0].lower()) for match in MARKER.finditer(text)}
    return found | {Sign(_MILLION[match[1]], "id", match[0]) for match in ID.finditer(text)}


def without_echo(signs: Iterable[Sign], *asked: str) -> set[Sign]:
    """Signs that the asker did not bring along: a page may repeat what it was asked for."""
    brought = {sign.text for text in asked for sign in signs_in(text)}
    return {sign for sign in signs if sign.text not in brought}
