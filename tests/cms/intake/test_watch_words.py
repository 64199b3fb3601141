"""Words that the newsroom watches for are found however they are spelled, and not where they only happen to stand."""

import pytest

from cms.intake.watch_words import words_found


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("Peña", "Ask PEN\u0303A."),
        ("Pena", "Ask Peña."),
        ("Placebex", "Place\u00adbex helps."),
        ("40 mg", "Take 40mg."),
        ("40mg", "Take 40\u00a0mg."),
        ("statin", "Statins help."),
        ("*statin", "Atorvastatin helps."),
        ("ED", "About ED."),
        ("don't", "Don\u2019t."),
        ("co-pay", "A co\u2011pay."),
        ("C++", "In c++."),
        ("(R)", "Placebex(R)"),
        ("®", "Placebex®"),
        ("薬局", "近くの薬局で"),
        ("A  B", "a\nb"),
    ],
)
def test_a_word_is_found_however_it_is_spelled(word: str, text: str) -> None:
    assert words_found(["none of it", word], [text]) == [word]


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("40 mg", "Take 140 mg."),
        ("dose 4", "A dose 40."),
        ("Rite", "We write."),
        ("ED", "The editor needed it."),
        ("a.c", "abc"),
        ("\\d+", "12"),
        ("*", "anything"),
        ("[", "("),
    ],
)
def test_a_word_is_not_found_in_others(word: str, text: str) -> None:
    assert words_found([word], [text]) == []
