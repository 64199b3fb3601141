"""How large a picture may be."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ImageFile

from cms.media.cleaning import cleaned
from cms.media.fields import PictureUploadField
from cms.media.limits import PictureRefused, check_size, measured, too_large
from tests.factories.photos import MOVING, SECRET, STILL, drawn, jpeg, png, png_head, written


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


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the formats that something decoded."""
    found: list[str] = []
    stock = ImageFile.ImageFile.load

    def load(picture: ImageFile.ImageFile) -> object:
        found.append(str(picture.format))
        return stock(picture)

    monkeypatch.setattr(ImageFile.ImageFile, "load", load)
    return found


UPRIGHT = {
    **{f"{name}.{'jpg' if name in {'cmyk', 'gray'} else name}": make(1) for name, make in STILL.items()},
    # The two other formats that move, Wagtail's form does not know.
    **{f"moving.{name}": MOVING[name]() for name in ("gif", "webp")},
    "plain.png": written(drawn(), "PNG"),
    "plain.jpg": written(drawn(), "JPEG"),
}


@pytest.mark.parametrize("name", UPRIGHT)
def test_upright_picture_is_taken_without_being_decoded(name: str, decoded: list[str]) -> None:
    PictureUploadField().clean(SimpleUploadedFile(name, UPRIGHT[name]))
    assert decoded == []


def with_exif_at_the_end(data: bytes) -> bytes:
    """A PNG whose EXIF stands behind its pixels, where its format allows it."""
    at = data.index(b"eXIf") - 4
    chunk = data[at : at + 12 + int.from_bytes(data[at : at + 4], "big")]
    return data.replace(chunk, b"").replace(data[-12:], chunk + data[-12:])


def test_exif_behind_the_pixels_of_a_png_counts_and_goes(decoded: list[str]) -> None:
    data = with_exif_at_the_end(png(6))
    assert data.index(b"eXIf") > data.index(b"IDAT")
    assert measured(BytesIO(data)) == (8, 12)
    assert decoded == []
    clean = cleaned(data)
    assert measured(BytesIO(clean)) == (8, 12)
    assert SECRET.encode() not in clean
    assert b"Ada Lens" in clean
