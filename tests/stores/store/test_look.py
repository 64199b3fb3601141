"""Contrast of a store's colour, against figures that others publish."""

from colorsys import rgb_to_hsv
from math import floor

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from stores.models import StorePage
from stores.store.look import (
    color_distance,
    contrast,
    is_readable,
    nearest_readable,
    read_color,
    validate_logo,
    validate_readable_on_white,
)
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
    # Rounded down: 4.48 is no 4.5.
    ratio = floor(contrast(colour, "#ffffff") * 10) / 10
    with pytest.raises(ValidationError, match=rf"{colour}, .* a contrast of {ratio}, and 4.5 is needed") as refused:
        validate_readable_on_white(colour)
    assert refused.value.params == {
        "color": colour,
        "ratio": ratio,
        "needed": 4.5,
        "nearest": nearest_readable(colour),
    }


@pytest.mark.parametrize("colour", ["", "red", "#fff", "#FFFFFF", "#gggggg", "#fffffff"])
def test_what_is_no_colour_is_left_to_the_validator_of_colours(colour: str) -> None:
    validate_readable_on_white(colour)
    with pytest.raises(ValidationError):
        validate_accent(colour)


def test_accent_that_a_store_gets_by_default_is_readable() -> None:
    validate_readable_on_white(StorePage._meta.get_field("accent").get_default())


@given(colours)
def test_nearest_color_is_readable_and_stays_what_it_is(color: str) -> None:
    nearest = nearest_readable(color)
    validate_readable_on_white(nearest)
    assert nearest_readable(nearest) == nearest
    assert not is_readable(color) or nearest == color


@given(colours, st.integers(0, 255))
def test_no_darker_shade_of_the_color_is_nearer(color: str, part: int) -> None:
    """Each channel times the same part keeps the color's hue, and is a shade that somebody might try."""
    shade = "#" + "".join(f"{int(color[at : at + 2], 16) * part // 255:02x}" for at in (1, 3, 5))
    if is_readable(shade):
        assert color_distance(color, nearest_readable(color)) <= color_distance(color, shade) + 0.01


@pytest.mark.parametrize(
    ("color", "nearest"),
    [
        ("#777777", "#767676"),
        ("#ffffff", "#767676"),
        ("#ff0000", "#ee0000"),
        ("#ffcc00", "#917300"),
        ("#3584e4", "#2676d6"),
        ("#00ffff", "#018484"),
        ("#ff69b4", "#cf3c8a"),
        ("#a4c8cb", "#5c7c80"),
        ("#0b6e4f", "#0b6e4f"),
    ],
)
def test_nearest_color_keeps_its_hue(color: str, nearest: str) -> None:
    assert nearest_readable(color) == nearest
    hues = [rgb_to_hsv(*(int(each[at : at + 2], 16) for at in (1, 3, 5)))[0] for each in (color, nearest)]
    assert abs(hues[0] - hues[1]) < 0.03


def test_distance_of_colors_is_one_from_black_to_white() -> None:
    assert color_distance("#000000", "#ffffff") == pytest.approx(1, abs=1e-6)
    assert color_distance("#0b6e4f", "#0b6e4f") == 0


@pytest.mark.parametrize(
    ("text", "color"), [("#1A5FB4", "#1a5fb4"), ("1a5fb4", "#1a5fb4"), (" #15b ", "#1155bb"), ("#000000", "#000000")]
)
def test_color_is_read_as_people_type_it(text: str, color: str) -> None:
    assert read_color(text) == color


@pytest.mark.parametrize("text", ["", "#", "#12", "#1234", "rgb(1,2,3)", "red", "😀", "#12345g", "#1a5fb4ff", "##15b"])
def test_what_is_no_color_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="no color that we can read"):
        read_color(text)


@pytest.mark.parametrize("size", [(16, 9), (9, 16), (400, 10), (4000, 4000)])
def test_picture_that_can_be_seen_may_be_a_logo(size: tuple[int, int]) -> None:
    validate_logo(*size)


@pytest.mark.parametrize("size", [(1, 1), (15, 15), (20, 16000), (16000, 20)])
def test_picture_that_nobody_would_see_is_no_logo(size: tuple[int, int]) -> None:
    with pytest.raises(ValidationError, match="This picture is"):
        validate_logo(*size)
