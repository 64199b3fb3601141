"""Marks for stores: initials on a tile in the store's own colour."""

from cms.demo.drawing.canvas import Canvas
from cms.demo.drawing.palette import INK, WHITE, Colour, is_light, mixed
from cms.demo.drawing.shapes import cross, oval

LOGO_SIZE = 512


def logo(initials: str, accent: Colour) -> Canvas:
    """A square tile with one to three letters. ValueError for a bad colour or another number of letters."""
    if not 1 <= len(initials) <= 3:
        raise ValueError(f"a logo holds one to three letters, not {initials!r}")
    ink = INK if is_light(accent) else WHITE
    canvas = Canvas((LOGO_SIZE, LOGO_SIZE), (LOGO_SIZE, LOGO_SIZE))
    canvas.backdrop(mixed(accent, WHITE, 0.12), accent)
    canvas.fill(oval(436, 70, 220), WHITE, alpha=0.1)
    canvas.fill(oval(80, 470, 230), INK, alpha=0.1)
    canvas.write(initials.upper(), (256, 296), (250, 214, 158)[len(initials) - 1], ink)
    canvas.fill(cross(256, 112, 80, 28), ink)
    return canvas
