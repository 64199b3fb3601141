"""Tokens: `{{ store.name }}` inside text, checked when saved, filled once at read time.

A closed list. Values go in as they are and are never read again, so a store that is called `{{ store.phone }}`
stays that. In HTML every value is escaped.
"""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from django.core.exceptions import ValidationError
from django.utils.html import escape

TOKEN = re.compile(r"\{\{\s*([a-z]+\.[a-z_]+)\s*\}\}")
BRACES = re.compile(r"\{\{.*?(\}\}|$)", re.DOTALL)

TOKENS_FEATURE = "tokens"
"""The rich-text editor's feature for texts in articles: every token."""
STORE_TOKENS_FEATURE = "store-tokens"
"""The rich-text editor's feature for texts that stand without an article: only the store's tokens."""

# Token name -> what an editor reads for it.
_known: dict[str, str] = {
    "store.name": "store's name",
    "store.phone": "store's phone number",
    "store.fax": "store's fax number",
    "store.address": "store's address on one line",
    "store.street": "store's street",
    "store.city": "store's city",
    "store.state": "store's state",
    "store.email": "store's email address",
    "store.legal_name": "legal name in the store's registration, else its name",
    "store.privacy_contact": "privacy contact in the store's registration, else its name and phone number",
    "store.hours": "store's regular hours on one line",
}


def register_tokens(tokens: Mapping[str, str]) -> None:
    """Add names (name -> meaning) to the closed list; called by a package's `ready()`."""
    _known.update(tokens)


def known_tokens() -> dict[str, str]:
    """Every token's name and meaning."""
    return dict(_known)


def store_token_names() -> list[str]:
    """The store's own tokens: what a text without an article may name."""
    return [name for name in _known if name.startswith("store.")]


def tokens_text(names: Iterable[str]) -> str:
    """The tokens as they are written, for whoever has no button: files, programs."""
    return ", ".join("{{ " + name + " }}" for name in names)


def tokens_in(text: str) -> list[str]:
    """The names of the tokens in a text."""
    return TOKEN.findall(text)


def isolated(text: str) -> str:
    """The text with marks around its tokens that keep a phone number whole among words that run from right to left.

    U+2066 and U+2069 of the Unicode Bidirectional Algorithm.
    """
    return TOKEN.sub("\u2066\\g<0>\u2069", text)


def unknown_tokens(text: str) -> list[str]:
    """What stands between double braces in `text` and is no known token, as written, in order."""
    found = []
    for match in BRACES.finditer(text):
        token = TOKEN.fullmatch(match.group(0))
        if token is None or token.group(1) not in _known:
            found.append(match.group(0))
    return found


def validate_tokens(text: str) -> None:
    """ValidationError that names each unknown token, and the one that was probably meant."""
    unknown = unknown_tokens(text)
    if unknown:
        names = [token.strip("{} \n\t") for token in unknown]
        close = dict.fromkeys(each for name in names for each in get_close_matches(name, _known, 1, 0.75))
        meant = f"Did you mean {tokens_text(close)}?" if close else "Insert one from the list beside the text."
        raise ValidationError(f"Unknown token {', '.join(unknown)}. {meant}", code="unknown_token")


def validate_store_tokens(text: str) -> None:
    """ValidationError for unknown tokens, and for those of articles, which a text without an article can't fill."""
    validate_tokens(text)
    others = [name for name in tokens_in(text) if not name.startswith("store.")]
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
