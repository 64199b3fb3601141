"""Words that have a plain one: what is listed makes sense to a writer, and is found in all its forms."""

import re

import pytest

from cms.plain_words.words import LONG_WORDS

BY_NAME = {word.name: word for word in LONG_WORDS}


def finds(name: str, text: str) -> bool:
    return re.search(rf"\b(?:{BY_NAME[name].pattern})\b", text, re.IGNORECASE) is not None


def test_each_word_finds_itself_and_has_an_id_of_its_own() -> None:
    assert all(finds(word.name, word.name) for word in LONG_WORDS)
    assert len({word.slug for word in LONG_WORDS}) == len(LONG_WORDS)
    assert all(re.fullmatch(r"[a-z-]+", word.slug) for word in LONG_WORDS)


def test_what_is_offered_instead_is_no_long_word_itself() -> None:
    for word in LONG_WORDS:
        assert not [other.name for other in LONG_WORDS if finds(other.name, word.plain)], word


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("utilize", "The utilization of it"),
        ("hypertension", "Hypertensive people"),
        ("assist", "Assistance is near"),
        ("prior to", "prior to a meal"),
    ],
)
def test_forms_of_a_word_are_found(name: str, text: str) -> None:
    assert finds(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [("renal", "adrenal glands"), ("prior to", "a prior tooth"), ("obtain", "obtainable"), ("physician", "physics")],
)
def test_parts_of_other_words_are_not(name: str, text: str) -> None:
    assert not finds(name, text)
