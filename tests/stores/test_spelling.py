"""Texts and queries have one spelling, in Python and in the database."""

import pytest
from django.db.models import Value
from django.db.models.functions import Concat

from stores.models import StorePage
from stores.spelling import PlainText, fits, plain, stemmed, stemmed_query
from tests.factories.stores import make_store


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mayagüez", "mayaguez"),
        ("MAYAGU\u0308EZ", "mayaguez"),
        ("Night-Heron", "night heron"),
        ("S. Broadway", "s broadway"),
        ("O'Neil's", "oneils"),
        ("Straße", "strasse"),
        ("ＦＬＵ", "flu"),
        ("  a\u00a0b\n", "a b"),
        ("Ponce–Cayey / №1", "ponce cayey no1"),
        ("", ""),
    ],
)
def test_spelling_knows_no_case_accent_or_punctuation(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_words_that_every_text_has_are_asked_for_only_where_there_are_no_others() -> None:
    assert stemmed_query("What to do about the flu") == "do about flu"
    assert stemmed_query("what is it") == stemmed("what is it")
    assert stemmed_query("the child's fever") == "child fever"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["Mayagüez", "Night-Heron", "S. Broadway", "O'Neil", "Café — “Sol”", "Straße", "ÉCOLE", "a_b%c\\d", "№ 1"]
)
def test_database_spells_as_python_does(text: str) -> None:
    make_store("pitman")
    spelled = PlainText(Concat(Value(text), Value("")))
    found = StorePage.objects.annotate(spelled=spelled).values_list("spelled", flat=True).get()
    assert found.split() == plain(text).split()
    assert found.startswith(" ")
    assert found.endswith(" ")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("mayaguez", True),
        ("MAYAGÜEZ", True),
        ("night-heron", True),
        ("night heron", True),
        ("heron night", True),
        ("heron may", True),
        ("S. Broadway", True),
        ("south broadway", True),
        ("broadway avenue", True),
        ("broadway ave.", True),
        ("00680", True),
        ("eron", False),
        ("n broadway", False),
        ("night hawk", False),
        ("%", True),
    ],
)
def test_store_is_found_by_the_beginnings_of_its_words(query: str, is_found: bool) -> None:
    make_store(
        "heron", title="Night-Heron Pharmacy", city="Mayagüez", street="1200 S Broadway Ave", postal_code="00680"
    )
    annotation, condition = fits(("title", "city", "street", "postal_code"), query)
    assert StorePage.objects.annotate(**annotation).filter(condition).exists() is is_found
