"""Pictures of a store's name: whatever it is called, they are drawn, and by the same words only once."""

from io import BytesIO

import pytest
from PIL import Image, ImageFont

from frontend_templates.drawing import CARD, LETTERS, LINES, MARGIN, SMALLEST, card_jpeg, drawable, fitting, icon_png

WIDE = CARD[0] - 2 * MARGIN
LONG = "The Very Long Name of a Pharmacy " * 5


@pytest.mark.parametrize(
    "text",
    ["José’s Farmacia Peña", "Łódź", "Nhà thuốc Phước Lộc", "Аптека", "Φαρμακείο", "“Rx” — No. 1", "24", "Ñ", "—"],
)
def test_names_are_drawn_letter_by_letter(text: str) -> None:
    assert drawable(text) == text


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Jose\u0301", "José"),
        ("Ｒｘ Drugs", "Rx Drugs"),
        ("Ỽ Drugs 药房", "Drugs"),
        ("药房 24", ""),
        ("药", ""),
        ("A\u202eB\ue000C", "ABC"),
        ("", ""),
    ],
)
def test_letters_that_the_font_lacks_are_written_plain_or_left_out(text: str, drawn: str) -> None:
    assert drawable(text) == drawn


@pytest.mark.parametrize("name", ["A", "Pitman Pharmacy", "W" * 90, LONG, "药房", "Peña y Hijos " + "Ñ" * 200])
def test_every_name_is_drawn_within_the_card_once(name: str) -> None:
    card = card_jpeg(name, "Pitman, NJ", "#0b6e4f")
    picture = Image.open(BytesIO(card))
    assert picture.size == CARD
    assert card_jpeg(name, "Pitman, NJ", "#0b6e4f") is card
    lines, size = fitting(drawable(name), WIDE)
    font = ImageFont.truetype(LETTERS, size, layout_engine=ImageFont.Layout.BASIC)
    assert len(lines) <= LINES
    assert size >= SMALLEST
    assert all(font.getlength(line) <= WIDE for line in lines)
    ground = Image.new("L", (MARGIN - 10, CARD[1]), picture.convert("L").getpixel((5, 5)))
    right = picture.convert("L").crop((CARD[0] - MARGIN + 10, 0, *CARD))
    assert max(abs(one - other) for one, other in zip(right.tobytes(), ground.tobytes(), strict=True)) < 8


def test_name_that_is_cut_says_so() -> None:
    assert fitting(LONG, WIDE)[0][-1].endswith("…")
    assert fitting("W" * 90, WIDE)[0][-1].endswith("W…")
    assert fitting("Pitman Pharmacy", WIDE)[0] == ["Pitman", "Pharmacy"]


def test_town_of_any_length_stays_within_the_card() -> None:
    picture = Image.open(BytesIO(card_jpeg("Pitman Pharmacy", "W" * 80, "#0b6e4f"))).convert("L")
    strip = picture.crop((CARD[0] - MARGIN + 10, CARD[1] - MARGIN - 40, *CARD)).tobytes()
    assert max(strip) - min(strip) < 8


def test_icon_without_a_letter_has_a_cross() -> None:
    icon = Image.open(BytesIO(icon_png("药", "#0b6e4f", 192)))
    assert icon.size == (192, 192)
    assert icon.convert("RGB").getpixel((96, 60)) == (255, 255, 255)


def test_icon_shows_an_accent_whole() -> None:
    plain, accented = (Image.open(BytesIO(icon_png(letter, "#000000", 192))).convert("L") for letter in "NÑ")
    (_left, top, _right, bottom), (_x, high, _y, low) = (
        icon.point(lambda value: 255 * (value > 128)).getbbox() or (0, 0, 0, 0) for icon in (plain, accented)
    )
    assert low - high > bottom - top
    assert abs((192 - low) - high) <= 2
