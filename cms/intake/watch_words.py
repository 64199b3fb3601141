"""Words that the newsroom watches for: found however they are spelled, marked up or hyphenated."""

import re
import unicodedata
from collections.abc import Iterable

WITHIN = "*"
SHORT = 3
"""A word of so many characters is a whole word: `ED` is not in `editor`."""
BETWEEN = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")
"""`40mg` is `40 mg`."""
ALIKE = str.maketrans("\u2019\u2018\u2010\u2011\u2013\u2014", "''----")


def spelled(text: str) -> str:
    """A text in one spelling: without case, accents, soft hyphens and what else nobody sees, single spaces."""
    folded = unicodedata.normalize("NFKD", text.translate(ALIKE)).casefold()
    letters = (each for each in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(each))
    seen = "".join(each for each in letters if unicodedata.category(each) != "Cf")
    return " ".join(BETWEEN.sub(" ", seen).split())


def _pattern(word: str) -> re.Pattern[str] | None:
    """What finds a watched word: where a word begins, or with a star before it anywhere."""
    plain = spelled(word.removeprefix(WITHIN))
    if not plain:
        return None
    # In scripts without capitals words may stand without spaces, and signs stand beside anything.
    stands_anywhere = word.startswith(WITHIN) or not any(each.isdecimal() or each.islower() for each in plain)
    if stands_anywhere:
        return re.compile(re.escape(plain))
    begins = r"(?<![^\W_])" if plain[0].isalnum() else ""
    ends = r"(?!\d)" if plain[-1].isdecimal() else r"(?![^\W_])" if len(plain) <= SHORT and plain.isalnum() else ""
    return re.compile(f"{begins}{re.escape(plain)}{ends}")


def words_found(words: Iterable[str], texts: Iterable[str]) -> list[str]:
    """Those of the watched words that stand in the texts, as the newsroom wrote them."""
    patterns = [(word, _pattern(word)) for word in words]
    text = spelled("\n".join(texts)) if patterns else ""
    return [word for word, pattern in patterns if pattern is not None and pattern.search(text)]
