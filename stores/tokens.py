"""Tokens: `{{ store.name }}` inside text, checked when saved, filled once at read time.

A closed list. Values go in as they are and are never read again, so a store that is called `{{ store.phone }}`
stays that. In HTML every value is escaped.
"""

import re
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.html import escape

TOKEN = re.compile(r"\{\{\s*([a-z]+\.[a-z_]+)\s*\}\}")
BRACES = re.compile(r"\{\{.*?(\}\}|$)", re.DOTALL)

# Token name -> what an editor reads about it.
_known: dict[str, str] = {
    "store.name": "the store's name",
    "store.phone": "its phone number",
    "store.fax": "its fax number",
    "store.address": "its address on one line",
    "store.street": "its street",
    "store.city": "its city",
    "store.state": "its state",
    "store.hours": "its regular hours on one line",
}


def register_tokens(tokens: Mapping[str, str]) -> None:
    """Add names (name -> meaning) to the closed list; called by a package's `ready()`."""
    _known.update(tokens)


def known_tokens() -> dict[str, str]:
    """Every token's name and meaning."""
    return dict(_known)


def unknown_tokens(text: str) -> list[str]:
    """What stands between double braces in `text` and is no known token, as written, in order."""
    found = []
    for match in BRACES.finditer(text):
        token = TOKEN.fullmatch(match.group(0))
        if token is None or token.group(1) not in _known:
            found.append(match.group(0))
    return found


def validate_tokens(text: str) -> None:
    """ValidationError that names each unknown token and the known ones."""
    unknown = unknown_tokens(text)
    if unknown:
        known = ", ".join("{{ " + name + " }}" for name in sorted(_known))
        raise ValidationError(f"Unknown token {', '.join(unknown)}. Known: {known}.", code="unknown_token")


def validate_store_tokens(text: str) -> None:
    """The same for a text that stands without an article: only the store's own tokens mean something there."""
    validate_tokens(text)
    others = [name for name in TOKEN.findall(text) if not name.startswith("store.")]
    if others:
        raise ValidationError(f"{{{{ {others[0]} }}}} says nothing here: only articles have it.", code="unknown_token")


def fill(text: str, values: Mapping[str, str], *, is_html: bool) -> str:
    """`text` with every token replaced by its value, once; a token without a value becomes nothing.

    `is_html`: `text` is HTML, so that values are escaped; else plain text in, plain text out.
    """

    def value(match: re.Match[str]) -> str:
        plain = values.get(match.group(1), "")
        return str(escape(plain)) if is_html else plain

    return TOKEN.sub(value, text) if "{{" in text else text
