"""What of an uploaded picture is published."""

from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cms.media.cleaning import cleaned
from cms.media.limits import PictureRefused
from tests.factories.photos import (
    ARTIST,
    MOVING,
    RIGHTS,
    SECRET,
    STILL,
    drawn,
    exif,
    jpeg_of_an_agency,
    png,
    written,
)

WORDS = {0x013B: ARTIST, 0x8298: RIGHTS}


def opened(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def _distance(one: Any, other: Any) -> int:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("kind", STILL)
def test_upright_picture_loses_its_words_and_nothing_of_itself(kind: str) -> None:
    data = STILL[kind](1)
    assert SECRET.encode() in data
    clean = cleaned(data)
    assert SECRET.encode() not in clean
    assert opened(clean).tobytes() == opened(data).tobytes()
    assert dict(opened(clean).getexif()) == WORDS


@pytest.mark.parametrize("kind", STILL)
def test_picture_on_its_side_is_stored_upright(kind: str) -> None:
    clean = cleaned(STILL[kind](6))
    picture = opened(clean)
    assert (SECRET.encode() in clean, picture.size, dict(picture.getexif())) == (False, (8, 12), WORDS)
    # What was at the upper left of the picture as it lay is at the upper right.
    before, after = opened(STILL[kind](6)).convert("RGB"), picture.convert("RGB")
    assert _distance(before.getpixel((1, 1)), after.getpixel((6, 1))) < 20
    assert _distance(after.getpixel((6, 1)), after.getpixel((1, 1))) > 200


@pytest.mark.parametrize("kind", MOVING)
def test_animation_loses_its_words_and_no_frame(kind: str) -> None:
    data = MOVING[kind]()
    assert SECRET.encode() in data
    clean = cleaned(data)
    assert SECRET.encode() not in clean
    before: Any = Image.open(BytesIO(data))
    after: Any = Image.open(BytesIO(clean))
    assert (after.n_frames, after.info.get("loop"), after.info.get("duration")) == (
        2,
        before.info.get("loop"),
        before.info.get("duration"),
    )
    for frame in range(2):
        before.seek(frame)
        after.seek(frame)
        assert after.convert("RGBA").tobytes() == before.convert("RGBA").tobytes()


@pytest.mark.parametrize("data", [*(make(6) for make in STILL.values()), *(make() for make in MOVING.values())])
def test_what_is_clean_stays_as_it_is(data: bytes) -> None:
    clean = cleaned(data)
    assert cleaned(clean) == clean


def test_rights_of_an_agency_stay() -> None:
    clean = cleaned(jpeg_of_an_agency())
    assert (SECRET.encode() in clean, dict(opened(clean).getexif())) == (False, WORDS)


def test_rights_in_xmp_alone_stay() -> None:
    texts = {"exif": exif(with_rights=False)}
    assert dict(opened(cleaned(written(drawn(), "JPEG", **texts))).getexif()) == {}
    assert dict(opened(cleaned(png())).getexif()) == WORDS


def test_short_and_foreign_rights_are_kept_as_bytes() -> None:
    block = Image.Exif()
    block[0x013B], block[0x8298] = "Bo", "© Møller".encode()
    kept = opened(cleaned(written(drawn(), "JPEG", exif=block.tobytes()))).getexif()
    assert (kept[0x013B], kept[0x8298].encode("latin-1").decode()) == ("Bo", "© Møller")


def test_color_profile_stays_and_the_second_picture_of_a_phone_goes() -> None:
    profile = b"profile" * 10
    second = [drawn().rotate(180)]
    data = written(drawn(), "MPO", save_all=True, append_images=second, exif=exif(), icc_profile=profile)
    assert getattr(Image.open(BytesIO(data)), "n_frames", 1) == 2
    picture = opened(cleaned(data))
    assert (picture.format, getattr(picture, "n_frames", 1), picture.info["icc_profile"]) == ("JPEG", 1, profile)


def test_animation_on_its_side_is_refused() -> None:
    frames = [drawn(), drawn().rotate(180)]
    data = written(frames[0], "WEBP", save_all=True, append_images=frames[1:], exif=exif(6))
    with pytest.raises(PictureRefused, match="animation lies on its side"):
        cleaned(data)


def test_format_that_is_not_ours_is_refused() -> None:
    with pytest.raises(PictureRefused, match="BMP is not among"):
        cleaned(written(drawn(), "BMP"))


@pytest.mark.parametrize("data", [b"", b"\xff\xd8", b"not a picture", png()[:60]])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(PictureRefused):
        cleaned(data)


@given(
    data=st.sampled_from([*(make(1) for make in STILL.values()), *(make() for make in MOVING.values())]),
    cut=st.floats(0, 1),
    noise=st.binary(max_size=6),
)
def test_damaged_file_is_refused_or_stays_a_picture_without_words(data: bytes, cut: float, noise: bytes) -> None:
    """Cut short anywhere, or with some bytes that are others."""
    at = int(cut * len(data))
    for broken in (data[:at], data[:at] + noise + data[at + len(noise) :]):
        try:
            clean = cleaned(broken)
        except PictureRefused:
            continue
        assert Image.open(BytesIO(clean)).size


def test_avif_without_a_picture_is_refused() -> None:
    """Its decoder says so in an error of its own."""
    data = STILL["avif"](1)
    at = data.index(b"pitm")
    with pytest.raises(PictureRefused):
        cleaned(data[: at + 8] + b"\0\x09" + data[at + 10 :])


@pytest.mark.parametrize("kept", [0.3, 0.9, 0.9999])
def test_jpeg_that_was_cut_off_is_refused(kept: float) -> None:
    """With an end put behind it, decoders show it as whole, and gray where it is not."""
    noise = written(Image.effect_noise((320, 240), 80).convert("RGB"), "JPEG", quality=90)
    with pytest.raises(PictureRefused, match="ends too early"):
        cleaned(noise[: int(len(noise) * kept)])
