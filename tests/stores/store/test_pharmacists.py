"""Whom patients read of as the pharmacist in charge, of two who may say it."""

import pytest

from stores.models import StorePage, StoreRegistration
from stores.store.pharmacists import Pharmacist, is_same_person, pharmacist_of, why_not_shown

# A page asks for the id of its type as it is made.
pytestmark = pytest.mark.django_db


def store_with(name: str, *, registered: str = "", license_number: str = "") -> StorePage:
    """Nothing is saved; the line and the photo are of whom the store names."""
    store = StorePage(pharmacist_name=name, pharmacist_line="Here since 2011.", pharmacist_photo_id=7)
    store.registration = StoreRegistration(pharmacist_in_charge=registered, pharmacist_license=license_number)
    return store


def test_nobody_is_named() -> None:
    assert pharmacist_of(store_with("")) is None
    assert why_not_shown(store_with("")) == ""


def test_whom_the_store_names_stands_where_nobody_is_registered() -> None:
    assert pharmacist_of(store_with("Sam Sample")) == Pharmacist("Sam Sample", "Here since 2011.", 7, "")


def test_registered_name_goes_before_and_keeps_line_and_photo_of_the_same_person() -> None:
    store = store_with("sam  sample", registered="Sam Sample, PharmD", license_number="28RI1")
    assert pharmacist_of(store) == Pharmacist("Sam Sample, PharmD", "Here since 2011.", 7, "28RI1")
    assert why_not_shown(store).startswith("The network has registered Sam Sample, PharmD: photo and line are shown")


@pytest.mark.parametrize("named", ["Dana Reyes", ""])
def test_line_and_photo_never_stand_beside_another_person(named: str) -> None:
    store = store_with(named, registered="Sam Sample")
    assert pharmacist_of(store) == Pharmacist("Sam Sample", "", None, "")
    assert why_not_shown(store).startswith("Not shown") is bool(named)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("Noémie Sample, PharmD", "NOÉMIE SAMPLE", True),
        ("Sam Sample, PharmD, BCPS", "Sam Sample, RPh", True),
        ("Sam Sample", "Sam Samples", False),
        ("Sam Sample", "", False),
    ],
)
def test_titles_tell_nobody_apart(one: str, other: str, is_same: bool) -> None:
    assert is_same_person(one, other) is is_same
