"""Forms of one English word have one stem, and words that differ keep theirs apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stores.stems import stem

ALIKE = (
    ("child", "children"),
    ("vaccine", "vaccines", "vaccinate", "vaccinated", "vaccinating", "vaccination", "vaccinations"),
    ("allergy", "allergies"),
    ("pharmacy", "pharmacies"),
    ("medication", "medications"),
    ("walk", "walks", "walking", "walked"),
    ("run", "running", "runs"),
    ("hope", "hoping", "hoped"),
    ("tooth", "teeth"),
    ("woman", "women"),
    ("refill", "refills", "refilled", "refilling"),
    ("prescribe", "prescribes", "prescribed", "prescribing"),
    ("infection", "infections", "infect", "infected"),
    ("treat", "treats", "treated", "treating"),
)
PORTER = {
    "caresses": "caress", "ponies": "poni", "ties": "ti", "caress": "caress", "cats": "cat", "feed": "feed",
    "agreed": "agre", "plastered": "plaster", "bled": "bled", "motoring": "motor", "sing": "sing",
    "conflated": "conflat", "troubled": "troubl", "sized": "size", "hopping": "hop", "falling": "fall",
    "hissing": "hiss", "fizzed": "fizz", "failing": "fail", "filing": "file", "happy": "happi", "sky": "sky",
    "relational": "relat", "conditional": "condit", "rational": "ration", "digitizer": "digit",
    "radically": "radic", "vietnamization": "vietnam", "operator": "oper", "feudalism": "feudal",
    "decisiveness": "decis", "hopefulness": "hope", "sensibiliti": "sensibl", "triplicate": "triplic",
    "electrical": "electr", "goodness": "good", "revival": "reviv", "allowance": "allow", "airliner": "airlin",
    "adjustable": "adjust", "irritant": "irrit", "replacement": "replac", "adoption": "adopt",
    "homologous": "homolog", "effective": "effect", "probate": "probat", "rate": "rate", "cease": "ceas",
    "controll": "control", "roll": "roll",
}  # fmt: skip
"""Examples of Porter's paper."""


@pytest.mark.parametrize("forms", ALIKE)
def test_forms_of_a_word_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize(("word", "expected"), PORTER.items())
def test_stem_is_that_of_the_paper(word: str, expected: str) -> None:
    assert stem(word) == expected


@pytest.mark.parametrize(("one", "other"), [("flu", "flue"), ("heart", "hearing"), ("shot", "shoe"), ("new", "news2")])
def test_other_words_keep_their_own(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789éü", max_size=30))
def test_every_word_has_one_and_it_is_never_longer_by_more_than_an_e(word: str) -> None:
    assert len(stem(word)) <= max(len(word) + 1, 6)
    assert not word or stem(word)
