"""How large a picture may be."""

from io import BytesIO

import pytest

from cms.media.limits import PictureRefused, check_size, measured, too_large
from tests.factories.photos import jpeg, png_head


@pytest.mark.parametrize("size", [(1, 1), (16_383, 20), (20, 16_383), (8_192, 7_324), (9_248, 6_200)])
def test_size_that_every_format_holds_is_taken(size: tuple[int, int]) -> None:
    check_size(BytesIO(png_head(*size)))


@pytest.mark.parametrize(
    ("size", "words"),
    [
        ((20, 17_000), "20 × 17,000 pixels"),
        ((16_384, 1), "16,384 × 1 pixels"),
        ((11_000, 11_000), "11,000 × 11,000 pixels"),
        ((8_192, 7_325), "8,192 × 7,325 pixels"),
        ((16_000, 16_000), "too many pixels"),
    ],
)
def test_larger_one_is_refused_in_words_and_not_decoded(size: tuple[int, int], words: str) -> None:
    with pytest.raises(PictureRefused, match=f"{words}.* at most 16,383 pixels on a side and 60 million in all"):
        check_size(BytesIO(png_head(*size)))


def test_size_is_that_of_the_picture_as_shown() -> None:
    assert measured(BytesIO(jpeg(1, size=(12, 8)))) == (12, 8)
    assert measured(BytesIO(jpeg(6, size=(12, 8)))) == (8, 12)


def test_what_may_be_has_no_words() -> None:
    assert too_large(16_383, 3_000) == ""
