"""Pictures drawn of a store's name and color, for stores without a logo. Each is drawn once by a worker, and kept."""

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from unicodedata import combining, normalize

from PIL import Image, ImageDraw, ImageFont

CARD = (1200, 630)
"""What social networks show of a page."""
MARGIN = 90
LARGEST, SMALLEST, STEP = 120, 48, 8
"""Pixels of the name's letters: as large as it can be in three lines."""
LINES = 3
LINE_HEIGHT = 1.15
HIGH = 290
"""Pixels for all lines, below the cross."""
TOWN = 40
KEPT = 128
LETTERS = Path(__file__).parent / "fonts" / "DejaVuSansCondensed-Bold.ttf"
"""Latin with every accent, Greek and Cyrillic; where it is from stands beside it."""
NO_LETTER = "\uffff"
CUT = "…"

Font = ImageFont.FreeTypeFont


def _font(size: float) -> Font:
    """One for each picture: threads must not share it."""
    return ImageFont.truetype(LETTERS, size, layout_engine=ImageFont.Layout.BASIC)


def drawable(text: str) -> str:
    """As far as the font has its letters: one that it lacks without its accents, else not at all.

    Nothing, if no letter is left of a text that had some: "24" is no name of a store called so in another script.
    """
    font = _font(20)
    missing = bytes(font.getmask(NO_LETTER))
    whole = "".join(_drawable(char, font, missing) for char in normalize("NFC", text))
    drawn = " ".join(whole.split())
    is_named = any(char.isalpha() for char in drawn) or not any(char.isalpha() for char in text)
    return drawn if is_named else ""


def _drawable(char: str, font: Font, missing: bytes) -> str:
    if char.isspace():
        return " "
    bare = "".join(each for each in normalize("NFKD", char) if not combining(each))
    return next((each for each in (char, bare) if each and all(_has(font, part, missing) for part in each)), "")


def _has(font: Font, char: str, missing: bytes) -> bool:
    return char.isprintable() and bytes(font.getmask(char)) not in (missing, b"")


@lru_cache(KEPT)
def icon_png(letter: str, color: str, size: int) -> bytes:
    """A square with a letter in it, or with a cross where the font has no such letter. Systems round its corners."""
    picture = Image.new("RGB", (size, size), color)
    draw, middle = ImageDraw.Draw(picture), size / 2
    drawn = drawable(letter)
    if drawn:
        _letter(draw, drawn, size)
    else:
        _cross(draw, middle, middle, size * 0.28)
    return _written(picture, "PNG")


def _letter(draw: ImageDraw.ImageDraw, letter: str, size: int) -> None:
    """In the middle by what is seen of it: an accent counts, and none is cut off."""
    font = _font(size * 0.56)
    left, top, right, bottom = font.getbbox(letter)
    draw.text(((size - left - right) / 2, (size - top - bottom) / 2), letter, "#fff", font)


@lru_cache(KEPT)
def card_jpeg(name: str, town: str, color: str) -> bytes:
    """Name and town on the store's color, beside a cross."""
    picture = Image.new("RGB", CARD, color)
    draw, (width, height) = ImageDraw.Draw(picture), CARD
    _cross(draw, MARGIN + 45, MARGIN + 45, 45)
    lines, size = fitting(drawable(name), width - 2 * MARGIN)
    font, bottom = _font(size), height - MARGIN - 70
    for number, line in enumerate(reversed(lines)):
        draw.text((MARGIN, bottom - number * size * LINE_HEIGHT), line, "#fff", font, anchor="ls")
    font = _font(TOWN)
    place = _cut(drawable(town), font, width - 2 * MARGIN)
    draw.text((MARGIN, height - MARGIN), place, "#fff", font, anchor="ls")
    return _written(picture, "JPEG")


def fitting(name: str, width: float) -> tuple[list[str], int]:
    """The name in lines that are as wide at most, and the size of its letters.

    In the smallest, a word that is longer than a line is broken, and what is too much ends in "…".
    """
    for size in range(LARGEST, SMALLEST - 1, -STEP):
        font = _font(size)
        lines = _lines(name.split(), font, width)
        is_low = len(lines) <= LINES and len(lines) * size * LINE_HEIGHT <= HIGH
        if is_low and all(font.getlength(line) <= width for line in lines):
            return lines, size
    font = _font(SMALLEST)
    words = [part for word in name.split() for part in _broken(word, font, width)]
    lines = _lines(words, font, width)
    rest = lines[LINES - 1 :]
    return [*lines[: LINES - 1], *([_cut(" ".join(rest), font, width)] if rest else [])], SMALLEST


def _lines(words: list[str], font: Font, width: float) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _broken(word: str, font: Font, width: float) -> list[str]:
    """A word in parts that fit."""
    parts = [""]
    for char in word:
        if font.getlength(parts[-1] + char) > width:
            parts.append("")
        parts[-1] += char
    return parts


def _cut(text: str, font: Font, width: float) -> str:
    """The text, or as much of it as fits with a mark behind it."""
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(text + CUT) > width:
        text = text[:-1]
    return text.rstrip() + CUT


def _cross(draw: ImageDraw.ImageDraw, x: float, y: float, arm: float) -> None:
    thick = arm / 3
    draw.rectangle((x - arm, y - thick, x + arm, y + thick), "#fff")
    draw.rectangle((x - thick, y - arm, x + thick, y + arm), "#fff")


def _written(picture: Image.Image, form: str) -> bytes:
    file = BytesIO()
    picture.save(file, form, optimize=True)
    return file.getvalue()
