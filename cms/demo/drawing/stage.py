"""What every scene shares: its air, its ground, and the small things that float in it."""

from cms.demo.drawing.canvas import Canvas
from cms.demo.drawing.palette import WHITE, Colour, mixed
from cms.demo.drawing.shapes import Point, cross, curve, leaf, oval

SCENE = (1200, 675)


def stage(canvas: Canvas, top: Colour, bottom: Colour, disc: Colour, *, at: Point = (600, 330)) -> None:
    """A gradient sky and a large pale disc behind the motif, in two rings."""
    canvas.backdrop(top, bottom)
    canvas.fill(oval(*at, 330), disc, alpha=0.28)
    canvas.fill(oval(*at, 262), disc, alpha=0.55)


def ground(canvas: Canvas, colour: Colour, level: float = 560) -> None:
    """Two soft hills along the lower edge."""
    far = [(-80, level + 20), (180, level - 30), (520, level + 22), (860, level - 18), (1300, level + 10)]
    near = [(-80, level + 50), (260, level + 58), (640, level + 26), (980, level + 58), (1300, level + 30)]
    for ridge, tint in ((far, mixed(colour, WHITE, 0.35)), (near, colour)):
        canvas.fill([*curve(ridge, closed=False), (1300, 720), (-80, 720)], tint)


def table(canvas: Canvas, colour: Colour, level: float = 540) -> None:
    """A flat table top with a lit front edge."""
    canvas.fill([(-10, level), (1210, level), (1210, 700), (-10, 700)], colour)
    canvas.fill([(-10, level), (1210, level), (1210, level + 12), (-10, level + 12)], mixed(colour, WHITE, 0.4))


def crosses(canvas: Canvas, colour: Colour, *places: tuple[float, float, float]) -> None:
    """Plus signs at (x, y) with a size."""
    for x, y, size in places:
        canvas.fill(cross(x, y, size, size * 0.3), colour)


def dots(canvas: Canvas, colour: Colour, *places: tuple[float, float, float], alpha: float = 1) -> None:
    """Discs at (x, y) with a radius."""
    for x, y, radius in places:
        canvas.fill(oval(x, y, radius), colour, alpha=alpha)


def sprig(canvas: Canvas, foot: Point, colour: Colour, *, height: float = 150, lean: float = 0) -> None:
    """A stalk with pairs of leaves, standing on `foot`."""
    x, y = foot
    stem = curve([(x, y), (x + lean * 0.3, y - height * 0.5), (x + lean, y - height)], closed=False)
    canvas.stroke(stem, 5, mixed(colour, "#000000", 0.18))
    for step, part in ((8, 0.46), (15, 0.42), (22, 0.34)):
        px, py = stem[step]
        for angle in (-148, -32):
            canvas.fill(leaf(px, py, height * part, height * part * 0.24, angle + lean * 0.2), colour)
    canvas.fill(leaf(x + lean, y - height + 6, height * 0.34, height * 0.09, -90 + lean * 0.3), colour)
