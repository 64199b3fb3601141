"""The demo's pictures, drawn small."""

from io import BytesIO

import pytest
from PIL import Image

from cms.demo.drawing import MOTIFS, draw, logo_mark

SMALL = (96, 54)


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


@pytest.mark.parametrize("motif", MOTIFS)
def test_motif_is_drawn_in_the_size_that_was_asked_for_and_shows_something(motif: str) -> None:
    picture = opened(draw(motif, size=SMALL))
    assert (picture.format, picture.size) == ("JPEG", SMALL)
    colours = picture.convert("RGB").quantize(64).getcolors() or []
    assert len(colours) > 8


def test_the_same_call_gives_the_same_bytes() -> None:
    assert draw("mortar", size=SMALL) == draw("mortar", size=SMALL)


def test_no_two_motifs_look_alike() -> None:
    pictures = {draw(motif, size=SMALL) for motif in MOTIFS}
    assert len(pictures) == len(MOTIFS)


def test_unknown_motif_is_refused_with_the_known_ones() -> None:
    with pytest.raises(KeyError, match="no motif 'unicorn'; known: bones, bottle"):
        draw("unicorn")


@pytest.mark.parametrize("initials", ["P", "PP", "PPP"])
def test_logo_is_a_square_of_the_stores_colour(initials: str) -> None:
    picture = opened(logo_mark(initials, "#8a2f4b"))
    assert (picture.format, picture.size) == ("PNG", (512, 512))
    red, green, blue = picture.convert("RGB").getpixel((256, 500))
    assert red > blue > green


@pytest.mark.parametrize("initials", ["", "PPPP"])
def test_logo_of_another_number_of_letters_is_refused(initials: str) -> None:
    with pytest.raises(ValueError, match="one to three letters"):
        logo_mark(initials, "#8a2f4b")
