"""Pictures of a store's name: whatever it is called, they are drawn, and by the same words only once."""

from io import BytesIO

import pytest
from PIL import Image

from frontend_templates.drawing import CARD, LINES, MARGIN, SMALLEST, _fitting, card_jpeg, drawable, icon_png


@pytest.mark.parametrize(
    ("text", "drawn"), [("José’s Farmacia", "Jose's Farmacia"), ("Ñ", "N"), ("药房 24", "24"), ("—", "-"), ("药", "")]
)
def test_letters_that_the_font_lacks_are_written_plain_or_left_out(text: str, drawn: str) -> None:
    assert drawable(text) == drawn


@pytest.mark.parametrize("name", ["A", "Pitman Pharmacy", "W" * 90, "The Very Long Name of a Pharmacy " * 5, "药房"])
def test_every_name_is_drawn_within_the_card_once(name: str) -> None:
    card = card_jpeg(name, "Pitman, NJ", "#0b6e4f")
    assert Image.open(BytesIO(card)).size == CARD
    assert card_jpeg(name, "Pitman, NJ", "#0b6e4f") is card
    lines, size = _fitting(drawable(name), CARD[0] - 2 * MARGIN)
    assert len(lines) <= LINES
    assert size >= SMALLEST


def test_icon_without_a_letter_has_a_cross() -> None:
    icon = Image.open(BytesIO(icon_png("药", "#0b6e4f", 192)))
    assert icon.size == (192, 192)
    assert icon.convert("RGB").getpixel((96, 60)) == (255, 255, 255)
