"""Contrast of a store's colour, against figures that others publish."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from stores.models import StorePage
from stores.store.look import contrast, validate_readable_on_white
from stores.validators import validate_accent

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("colour", "ratio"),
    [
        ("#000000", 21.0),
        ("#ffffff", 1.0),
        ("#767676", 4.54),  # the lightest grey that passes AA on white
        ("#777777", 4.48),
        ("#595959", 7.0),  # the lightest grey that passes AAA on white
        ("#ff0000", 4.0),
        ("#008000", 5.14),
        ("#0000ff", 8.59),
        ("#ffff00", 1.07),
    ],
)
def test_contrast_with_white_is_as_published(colour: str, ratio: float) -> None:
    assert contrast(colour, "#ffffff") == pytest.approx(ratio, abs=0.005)


@given(colours, colours)
def test_contrast_is_the_same_both_ways_and_within_one_and_twenty_one(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.0000001


@given(colours)
def test_colour_has_no_contrast_with_itself(colour: str) -> None:
    assert contrast(colour, colour) == 1


@pytest.mark.parametrize("colour", ["#767676", "#000000", "#0b6e4f"])
def test_readable_colour_is_accepted(colour: str) -> None:
    validate_readable_on_white(colour)


@pytest.mark.parametrize("colour", ["#777777", "#ffffff", "#ff0000", "#ffff00"])
def test_pale_colour_is_refused_with_its_ratio(colour: str) -> None:
    with pytest.raises(ValidationError, match=rf"{colour} has a contrast of {contrast(colour, '#ffffff'):.1f}"):
        validate_readable_on_white(colour)


@pytest.mark.parametrize("colour", ["", "red", "#fff", "#FFFFFF", "#gggggg", "#fffffff"])
def test_what_is_no_colour_is_left_to_the_validator_of_colours(colour: str) -> None:
    validate_readable_on_white(colour)
    with pytest.raises(ValidationError):
        validate_accent(colour)


def test_accent_that_a_store_gets_by_default_is_readable() -> None:
    validate_readable_on_white(StorePage._meta.get_field("accent").get_default())
