"""Where the words of a search stand in a text: as HTML with `<mark>`, everything else escaped. Pure."""

import re
from collections.abc import Collection, Iterable, Iterator
from html import escape, unescape

from django.utils.html import strip_tags

from stores.spelling import stemmed, stemmed_query

WORD = re.compile(r"\w+(?:['\u2018\u2019]\w+)*")
APART = re.compile(r"(?=</?(?:p|h\d|[uod]l|li|d[td]|br|hr|div|blockquote|table|tr|t[hd])\b)")
"""Where a tag stands that parts words; others may stand within one."""
BEFORE, LONGEST = 60, 200
"""Letters before the first word that was found, and of a whole excerpt."""


def stems_of(words: str) -> frozenset[str]:
    """What is looked for in a text."""
    return frozenset(stemmed_query(words).split())


def marked(text: str, stems: Collection[str]) -> str:
    """The text with its words that were looked for in `<mark>`."""
    pieces, end = [], 0
    for found in _found(text, stems):
        pieces += [escape(text[end : found.start()]), "<mark>", escape(found.group()), "</mark>"]
        end = found.end()
    return "".join(pieces) + escape(text[end:])


def excerpt(texts: Iterable[str], stems: Collection[str]) -> str:
    """The stretch of the first text that has one of the words, marked; without any, the beginning of the first."""
    first = ""
    for text in texts:
        first = first or text
        found = next(_found(text, stems), None)
        if found is not None:
            return marked(_stretch(text, found.start()), stems)
    return marked(_stretch(first, 0), stems)


def words_of_html(html: str) -> str:
    """Rich text as one line of words."""
    return " ".join(unescape(strip_tags(APART.sub(" ", html))).split())


def _found(text: str, stems: Collection[str]) -> Iterator[re.Match[str]]:
    return (found for found in WORD.finditer(text) if set(stemmed(found.group()).split()) & set(stems))


def _stretch(text: str, at: int) -> str:
    """Around a place, from a word's beginning to a word's end, with an ellipsis where something is left out."""
    start = text.find(" ", at - BEFORE, at) + 1 if at > BEFORE else 0
    start = start or (at if at > BEFORE else 0)
    end = len(text)
    if end > start + LONGEST:
        last = text.rfind(" ", start, start + LONGEST)
        end = last if last > at else start + LONGEST
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")
