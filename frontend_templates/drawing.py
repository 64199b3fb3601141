"""Pictures drawn of a store's name and color, for stores without a logo. Each is drawn once by a worker, and kept."""

from functools import lru_cache
from io import BytesIO
from unicodedata import combining, normalize

from PIL import Image, ImageDraw, ImageFont

CARD = (1200, 630)
"""What social networks show of a page."""
MARGIN = 90
LARGEST, SMALLEST, STEP = 120, 48, 8
"""Pixels of the name's letters: as large as it can be in three lines."""
LINES = 3
HIGH = 290
"""Pixels for all lines, below the cross."""
KEPT = 128
PLAIN = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"})


def drawable(text: str) -> str:
    """As far as Pillow's own font has its letters: without accents, and without what is no Latin."""
    bare = "".join(each for each in normalize("NFKD", text.translate(PLAIN)) if not combining(each))
    return " ".join("".join(each for each in bare if " " <= each <= "~").split())


@lru_cache(KEPT)
def icon_png(letter: str, color: str, size: int) -> bytes:
    """A square with a letter in it, or with a cross where the font has no such letter. Systems round its corners."""
    picture = Image.new("RGB", (size, size), color)
    draw, middle = ImageDraw.Draw(picture), size / 2
    if drawable(letter):
        font, bold = ImageFont.load_default(size * 0.56), size / 40
        draw.text((middle, middle), drawable(letter), "#fff", font, anchor="mm", stroke_width=bold, stroke_fill="#fff")
    else:
        _cross(draw, middle, middle, size * 0.28)
    return _written(picture, "PNG")


@lru_cache(KEPT)
def card_jpeg(name: str, town: str, color: str) -> bytes:
    """Name and town on the store's color, beside a cross."""
    picture = Image.new("RGB", CARD, color)
    draw, (width, height) = ImageDraw.Draw(picture), CARD
    _cross(draw, MARGIN + 45, MARGIN + 45, 45)
    lines, size = _fitting(drawable(name), width - 2 * MARGIN)
    font, bold = ImageFont.load_default(size), size / 40
    bottom = height - MARGIN - 70
    for number, line in enumerate(reversed(lines)):
        at = (MARGIN, bottom - number * size * 1.15)
        draw.text(at, line, "#fff", font, anchor="ls", stroke_width=bold, stroke_fill="#fff")
    draw.text((MARGIN, height - MARGIN), drawable(town), "#fff", ImageFont.load_default(40), anchor="ls")
    return _written(picture, "JPEG")


def _fitting(name: str, width: float) -> tuple[list[str], int]:
    """The name in lines, and the size of its letters. What does not fit in the smallest is cut off."""
    for size in range(LARGEST, SMALLEST - 1, -STEP):
        lines = _lines(name, size, width)
        if (
            len(lines) <= LINES
            and len(lines) * size * 1.15 <= HIGH
            and all(_width(line, size) <= width for line in lines)
        ):
            return lines, size
    return _lines(name, SMALLEST, width)[:LINES], SMALLEST


def _lines(name: str, size: int, width: float) -> list[str]:
    lines: list[str] = []
    for word in name.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _width(line: str, size: int) -> float:
    return ImageFont.load_default(size).getlength(line) + size / 20


def _cross(draw: ImageDraw.ImageDraw, x: float, y: float, arm: float) -> None:
    thick = arm / 3
    draw.rectangle((x - arm, y - thick, x + arm, y + thick), "#fff")
    draw.rectangle((x - thick, y - arm, x + thick, y + arm), "#fff")


def _written(picture: Image.Image, form: str) -> bytes:
    file = BytesIO()
    picture.save(file, form, optimize=True)
    return file.getvalue()
