"""One spelling of what people write and look for: `Mayagüez` and `mayaguez`, `night-heron` and `Night Heron`.

Texts are spelled so when they are put into a search index, and queries when they are asked, so that every database
finds the same. Nothing of it needs an extension of the database.
"""

import unicodedata
from typing import Any

from django.db.backends.signals import connection_created
from django.db.models import CharField, Func, Q, TextField, Value
from django.db.models.functions import Concat
from django.dispatch import receiver

from stores.stems import stem

MARKS = "[\u0300-\u036f]+"
PUNCTUATION = '-\u2010\u2011\u2013\u2014.,;:!?/\\&"\u201c\u201d()[]{}<>#_+*@|~=%$'
"""Hyphens and dashes, quotation marks, and what else stands between words."""
APOSTROPHES = "'\u2018\u2019"
"""These stand inside a word: `O'Neil` is `oneil`."""
_WITHOUT_APOSTROPHES = str.maketrans("", "", APOSTROPHES)

DIRECTIONS = {"n": "north", "s": "south", "e": "east", "w": "west"}
STREETS = {
    "st": "street",
    "ave": "avenue",
    "av": "avenue",
    "blvd": "boulevard",
    "rd": "road",
    "dr": "drive",
    "ln": "lane",
    "ct": "court",
    "hwy": "highway",
    "pkwy": "parkway",
    "pl": "place",
    "sq": "square",
    "ste": "suite",
    "mt": "mount",
    "ft": "fort",
}
SHORT_FORMS = {**DIRECTIONS, **STREETS}
LONG_FORMS: dict[str, list[str]] = {}
for _short, _long in SHORT_FORMS.items():
    LONG_FORMS.setdefault(_long, []).append(_short)

STOP_WORDS = frozenset(
    (
        *("a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "from", "how", "i", "in", "is", "it", "of"),
        *("on", "or", "that", "the", "this", "to", "was", "what", "when", "where", "which", "with", "you", "your"),
    )
)


def plain(text: str) -> str:
    """Words in lower case, apart by one space, without accents and punctuation."""
    folded = unicodedata.normalize("NFKD", text.translate(_WITHOUT_APOSTROPHES)).casefold()
    decomposed = unicodedata.normalize("NFKD", folded)
    letters = "".join(each for each in decomposed if not unicodedata.combining(each))
    return " ".join("".join(each if each.isalnum() else " " for each in letters).split())


def stemmed(text: str) -> str:
    """The same in English stems."""
    return " ".join(map(stem, plain(_without_possessives(text)).split()))


def _without_possessives(text: str) -> str:
    return text.replace("’s ", " ").replace("'s ", " ")


def stemmed_query(text: str) -> str:
    """A query in stems, without the words that every text has, unless there are no others."""
    words = plain(_without_possessives(f"{text} ")).split()
    telling = [word for word in words if word not in STOP_WORDS]
    return " ".join(map(stem, telling or words))


class PlainText(Func):
    """In the database what `plain` is here, with a space before each word; a run of spaces may stand between words."""

    function = "mortar_plain"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:
        (source,) = self.get_source_expressions()
        sql, params = compiler.compile(source)
        folded = f"replace(lower(normalize({sql}, NFKD)), '\u00df', 'ss')"
        # `translate` drops the letters for which it is given no other.
        taken, given = PUNCTUATION + APOSTROPHES, " " * len(PUNCTUATION)
        template = f"(' ' || translate(regexp_replace({folded}, %s, '', 'g'), %s, %s) || ' ')"
        return template, [*params, MARKS, taken, given]


def spaced(text: str | None) -> str:
    """What SQLite calls for PlainText."""
    return f" {plain(text or '')} "


@receiver(connection_created)
def teach_sqlite(*, connection: Any, **kwargs: Any) -> None:
    """SQLite has neither `normalize` nor `translate`: it calls Python."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("mortar_plain", 1, spaced, deterministic=True)


def fits(names: tuple[str, ...], query: str) -> tuple[dict[str, Any], Q]:
    """An annotation and a condition: rows in whose fields every word of the query begins a word.

    Directions and kinds of streets are found by their long and their short form.
    """
    parts: list[Any] = [Value(" ")]
    for name in names:
        parts += [name, Value(" ")]
    condition = Q()
    for word in plain(query).split():
        forms = [word, *LONG_FORMS.get(word, ()), *([SHORT_FORMS[word]] if word in SHORT_FORMS else [])]
        is_any = Q()
        for number, form in enumerate(forms):
            # A short form is a whole word: `st` is not in `stone`.
            is_any |= Q(plain_text__contains=f" {form}" if number == 0 and word not in SHORT_FORMS else f" {form} ")
        condition &= is_any
    return {"plain_text": PlainText(Concat(*parts, output_field=CharField()))}, condition
