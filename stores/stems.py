"""The stem of an English word, by M. F. Porter's rules of 1980: `children's` aside, what two forms share."""

import re
from functools import lru_cache

CONSONANT = "(?:[^aeiouy]|(?<=[aeiou])y|^y)"
VOWEL = "(?:[aeiou]|(?<=[^aeiou])y)"
_MEASURE = re.compile(f"{VOWEL}+{CONSONANT}+")
_HAS_VOWEL = re.compile(VOWEL)
_DOUBLE = re.compile(r"([^aeiouy])\1$")
_SHORT = re.compile(f"{CONSONANT}{VOWEL}[^aeiouwxy]$")
_PLAIN = re.compile(r"[a-z]{3,}")

STEP_2 = {
    "ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize", "abli": "able", "alli": "al",
    "entli": "ent", "eli": "e", "ousli": "ous", "ization": "ize", "ation": "ate", "ator": "ate", "alism": "al",
    "iveness": "ive", "fulness": "ful", "ousness": "ous", "aliti": "al", "iviti": "ive", "biliti": "ble",
}  # fmt: skip
STEP_3 = {"icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": ""}
STEP_4 = (
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate", "iti",
    "ous", "ive", "ize",
)  # fmt: skip
IRREGULAR = {
    "children": "child", "men": "man", "women": "woman", "feet": "foot", "teeth": "tooth", "mice": "mouse",
    "people": "person", "lives": "life", "knives": "knife", "halves": "half", "leaves": "leaf",
}  # fmt: skip
"""Plurals that no rule makes, of words that patients look for."""


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of a word in lower case; a word with a digit or a foreign letter, or a short one, is its own."""
    word = IRREGULAR.get(word, word)
    if not _PLAIN.fullmatch(word):
        return word
    for step in (_plural, _past, _final_y, _second, _third, _fourth, _last_e):
        word = step(word)
    return word


def _measure(start: str) -> int:
    """How often a vowel and then a consonant follow each other: Porter's m."""
    return len(_MEASURE.findall(start))


def _plural(word: str) -> str:
    if word.endswith(("sses", "ies")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _past(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) else word
    for ending in ("ed", "ing"):
        start = word.removesuffix(ending)
        if start != word and _HAS_VOWEL.search(start):
            return _mended(start)
    return word


def _mended(start: str) -> str:
    """What is left without `ed` or `ing` gets the `e` that it lost, or loses the letter that was doubled."""
    if start.endswith(("at", "bl", "iz")):
        return f"{start}e"
    if _DOUBLE.search(start) and start[-1] not in "lsz":
        return start[:-1]
    return f"{start}e" if _measure(start) == 1 and _SHORT.search(start) else start


def _final_y(word: str) -> str:
    return f"{word[:-1]}i" if word.endswith("y") and _HAS_VOWEL.search(word[:-1]) else word


def _replaced(word: str, endings: dict[str, str]) -> str:
    ending = max((each for each in endings if word.endswith(each)), key=len, default="")
    start = word[: len(word) - len(ending)]
    return start + endings[ending] if ending and _measure(start) else word


def _second(word: str) -> str:
    return _replaced(word, STEP_2)


def _third(word: str) -> str:
    return _replaced(word, STEP_3)


def _fourth(word: str) -> str:
    ending = max((each for each in STEP_4 if word.endswith(each)), key=len, default="")
    start = word[: len(word) - len(ending)]
    if not ending or _measure(start) < 2 or (ending == "ion" and not start.endswith(("s", "t"))):
        return word
    return start


def _last_e(word: str) -> str:
    start = word[:-1]
    if word.endswith("e"):
        measure = _measure(start)
        if measure > 1 or (measure == 1 and not _SHORT.search(start)):
            word = start
    return word[:-1] if word.endswith("ll") and _measure(word) > 1 else word
