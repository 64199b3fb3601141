"""Scenes about the body: cells, the heart, blood, infection, and what protects us."""

from math import cos, radians, sin
from random import Random

from cms.demo.drawing.canvas import Canvas, Pose
from cms.demo.drawing.palette import (
    AMBER,
    BLUE,
    BLUSH,
    BRICK,
    CORAL,
    CREAM,
    DEEP,
    FOAM,
    ICE,
    INK,
    LILAC,
    MINT,
    PINE,
    PLUM,
    ROSE,
    RUST,
    SAND,
    SEA,
    SKY,
    TEAL,
    WHITE,
    Colour,
    mixed,
)
from cms.demo.drawing.shapes import Shape, arc, box, cross, curve, distance, drop, heart, oval, turned
from cms.demo.drawing.stage import crosses, dots, stage, table


def immune(canvas: Canvas) -> None:
    """A cell, ringed by Y-shaped antibodies that dock onto it."""
    stage(canvas, ICE, MINT, WHITE, at=(600, 338))
    for x, y, angle, size in ((150, 150, 150, 0.7), (1060, 130, 205, 0.8), (1075, 545, -40, 0.7), (130, 530, 60, 0.8)):
        _antibody(canvas, Pose(x, y, angle, size), mixed(SEA, WHITE, 0.45), mixed(SEA, WHITE, 0.6), size)
    cell = [_around(600, 338, _wobbly(step * 3), step * 3) for step in range(120)]
    canvas.shadow(cell, dy=26)
    canvas.blend(cell, ROSE, CORAL)
    canvas.fill(oval(566, 300, 172, 138), WHITE, alpha=0.16, within=cell)
    canvas.blend(oval(614, 352, 66, 59), CORAL, BRICK)
    dots(canvas, BRICK, (526, 296, 12), (562, 428, 9), (680, 274, 10), (512, 388, 7), alpha=0.55)
    canvas.fill(oval(597, 334, 20, 15), ROSE, alpha=0.6)
    for angle, body in ((-150, TEAL), (-92, DEEP), (-32, TEAL), (28, DEEP), (90, TEAL), (150, DEEP)):
        canvas.fill(oval(*_around(600, 338, _wobbly(angle) + 3, angle), 14), BRICK)
        _antibody(canvas, Pose(*_around(600, 338, 230, angle), angle - 90), body, AMBER, 1)
    crosses(canvas, WHITE, (300, 90, 34), (905, 600, 34), (925, 215, 22), (262, 404, 22))


def shield(canvas: Canvas) -> None:
    """A shield with a tick; germs stay outside."""
    stage(canvas, FOAM, SKY, WHITE)
    outline = _shield(600, 340, 1)
    canvas.shadow(outline, dy=26)
    canvas.blend(outline, SEA, PINE)
    inner = _shield(600, 338, 0.84)
    canvas.blend(inner, mixed(SEA, WHITE, 0.3), TEAL)
    canvas.fill(box(600, 60, 300, 560), PINE, alpha=0.22, within=inner)
    canvas.stroke([(520, 342), (580, 402), (690, 274)], 38, WHITE)
    for x, y, size, colour in GERMS:
        _germ(canvas, x, y, size, colour)
    for start, end in ((160, 178), (184, 192), (-16, -2), (4, 9)):
        canvas.stroke(arc(600, 330, 262, start, end), 7, WHITE)
    crosses(canvas, WHITE, (150, 420, 30), (1070, 320, 30), (820, 90, 22))


def pulse(canvas: Canvas) -> None:
    """A heart, crossed by the line of its beat, and the dial of a blood pressure cuff."""
    stage(canvas, CREAM, BLUSH, WHITE, at=(560, 330))
    line = [(-20, 352), (428, 352), (466, 290), (514, 416), (600, 196), (634, 408), (664, 352), (1220, 352)]
    canvas.stroke(line, 12, ROSE)
    shape = heart(560, 336, 400)
    canvas.shadow(shape, dy=26)
    canvas.blend(shape, CORAL, BRICK)
    canvas.fill(oval(452, 226, 84, 56), WHITE, alpha=0.2, within=shape)
    canvas.fill(turned(box(560, 60, 420, 640), 14, (560, 336)), BRICK, alpha=0.35, within=shape)
    canvas.stroke(line, 14, WHITE, within=shape)
    _dial(canvas, 920, 330, 112)
    crosses(canvas, CORAL, (176, 150, 40), (262, 520, 26), (800, 92, 26))
    dots(canvas, AMBER, (212, 236, 9), (1076, 140, 12), (730, 574, 10))


def droplet(canvas: Canvas) -> None:
    """A blood drop and a glucose meter that shows a steady line."""
    stage(canvas, CREAM, SAND, WHITE, at=(560, 320))
    table(canvas, mixed(SAND, AMBER, 0.45), 556)
    canvas.fill(oval(452, 570, 150, 16), INK, alpha=0.12, soft=6)
    shape = drop(452, 396, 138)
    canvas.shadow(shape, dy=14)
    canvas.blend(shape, CORAL, BRICK)
    canvas.fill(oval(404, 372, 20, 44), WHITE, alpha=0.45)
    canvas.fill(oval(410, 440, 12, 14), WHITE, alpha=0.45)
    meter = box(670, 190, 236, 384, 54)
    canvas.shadow(meter)
    canvas.blend(meter, WHITE, mixed(ICE, SKY, 0.5))
    screen = box(698, 222, 180, 170, 22)
    canvas.fill(screen, PINE)
    canvas.fill(box(698, 290, 180, 46), SEA, alpha=0.35, within=screen)
    wave = curve([(708, 330), (742, 296), (778, 318), (816, 286), (868, 306)], closed=False)
    canvas.stroke(wave, 8, WHITE, within=screen)
    dots(canvas, AMBER, (816, 288, 12))
    dots(canvas, TEAL, (788, 474, 42))
    canvas.fill(cross(788, 474, 38, 12), WHITE)
    canvas.fill(box(764, 560, 48, 66, 6), WHITE)
    canvas.fill(box(776, 598, 24, 28, 3), CORAL)
    for x, y, angle in ((196, 572, -8), (268, 580, 10), (234, 513, 4)):
        _sugar(canvas, Pose(x, y, angle))
    crosses(canvas, WHITE, (250, 170, 36), (1020, 200, 36), (1064, 430, 24))


def petri(canvas: Canvas) -> None:
    """Bacteria on a dish: around two of the discs nothing grows."""
    canvas.backdrop(mixed(LILAC, WHITE, 0.5), ICE)
    for radius in (420, 350):
        canvas.fill(oval(600, 338, radius), WHITE, alpha=0.4)
    dish = oval(600, 338, 272)
    canvas.shadow(dish, dy=24)
    canvas.fill(dish, mixed(SKY, WHITE, 0.4))
    canvas.fill(oval(600, 338, 254), WHITE)
    agar = oval(600, 338, 240)
    canvas.blend(agar, SAND, mixed(SAND, AMBER, 0.55))
    zones = ((506, 270, 88), (694, 304, 66), (560, 458, 34), (700, 452, 24))
    _colonies(canvas, zones)
    for x, y, radius in zones:
        canvas.fill(oval(x, y, radius), mixed(SAND, WHITE, 0.5), alpha=0.8)
        canvas.shadow(oval(x, y, 20), dy=5, soft=4)
        canvas.fill(oval(x, y, 20), WHITE)
        canvas.fill(oval(x, y, 11), TEAL)
    canvas.stroke(arc(600, 338, 254, 196, 250), 10, WHITE, alpha=0.8)
    for x, y, angle, colour in ((170, 200, -28, TEAL), (1040, 470, 24, CORAL), (1016, 172, -50, BLUE)):
        _rod(canvas, Pose(x, y, angle), colour)
    dots(canvas, PLUM, (250, 470, 14), (200, 508, 10), (930, 318, 9), (994, 330, 13), alpha=0.35)


def _around(x: float, y: float, radius: float, angle: float) -> tuple[float, float]:
    return x + radius * cos(radians(angle)), y + radius * sin(radians(angle))


def _wobbly(angle: float) -> float:
    """The radius of a living cell's edge at an angle in degrees."""
    return 152 + 5 * sin(radians(angle * 2)) + 4 * cos(radians(angle * 3))


def _antibody(canvas: Canvas, pose: Pose, body: Colour, tips: Colour, size: float) -> None:
    width = 21 * size
    for side in (-1, 1):
        canvas.stroke(pose([(side * 40, -6), (side * 62, -40)]), width * 0.8, tips)
        canvas.stroke(pose([(side * 5, 92), (side * 5, 24), (side * 40, -48)]), width, body)


GERMS: tuple[tuple[float, float, float, Colour], ...] = (
    (232, 200, 62, CORAL),
    (330, 474, 40, ROSE),
    (968, 168, 46, ROSE),
    (944, 452, 70, CORAL),
)


def _germ(canvas: Canvas, x: float, y: float, radius: float, colour: Colour) -> None:
    for step in range(10):
        angle = step * 36 + radius
        foot, tip = _around(x, y, radius, angle), _around(x, y, radius * 1.36, angle)
        canvas.stroke([foot, tip], radius * 0.13, colour)
        canvas.fill(oval(*tip, radius * 0.12), colour)
    canvas.blend(oval(x, y, radius), mixed(colour, WHITE, 0.15), mixed(colour, BRICK, 0.35))
    canvas.fill(oval(x - radius * 0.3, y - radius * 0.3, radius * 0.3), WHITE, alpha=0.3)
    canvas.fill(oval(x + radius * 0.3, y + radius * 0.25, radius * 0.18), BRICK, alpha=0.35)


def _shield(x: float, y: float, size: float) -> Shape:
    half = [(0, -236), (64, -206), (168, -178), (174, -40), (138, 96), (68, 186), (0, 236)]
    right = [*half[:1], *curve(half[:3], closed=False), *curve(half[2:], closed=False)]
    return Pose(x, y, 0, size)([*right, *((-px, py) for px, py in reversed(right))])


def _dial(canvas: Canvas, x: float, y: float, radius: float) -> None:
    hose = [(x, y + radius), (x - 6, y + 190), (x + 90, y + 240), (x + 70, y + 380)]
    canvas.stroke(curve(hose, closed=False), 20, INK)
    face = oval(x, y, radius)
    canvas.shadow(face)
    canvas.fill(face, INK)
    canvas.fill(oval(x, y, radius * 0.87), WHITE)
    for start, end, colour in ((150, 250, SEA), (254, 312, AMBER), (316, 390, CORAL)):
        canvas.stroke(arc(x, y, radius * 0.66, start, end), 15, colour)
    canvas.stroke([(x, y), _around(x, y, radius * 0.56, 224)], 9, INK)
    canvas.fill(oval(x, y, 14), INK)


def _sugar(canvas: Canvas, pose: Pose) -> None:
    cube = pose(box(-30, -30, 60, 60, 8))
    canvas.shadow(cube, dy=8, soft=8)
    canvas.fill(cube, WHITE)
    canvas.fill(pose(box(-30, 6, 60, 24, 8)), SKY, alpha=0.5)


def _colonies(canvas: Canvas, zones: tuple[tuple[float, float, float], ...]) -> None:
    """Colonies in a spiral of even spacing, none inside a zone."""
    jitter = Random(7)
    for step in range(330):
        x, y = _around(600, 338, 12.6 * step**0.5, step * 137.508)
        if any(distance((x, y), (zx, zy)) < radius + 10 for zx, zy, radius in zones):
            continue
        radius = jitter.uniform(3.5, 7.5)
        canvas.fill(oval(x, y, radius), RUST, alpha=0.75)
        canvas.fill(oval(x - 1.5, y - 1.5, radius * 0.4), CREAM, alpha=0.7)


def _rod(canvas: Canvas, pose: Pose, colour: Colour) -> None:
    for side in (-1, 1):
        tail = [(side * 66, 0), (side * 92, -16), (side * 112, 12), (side * 136, -6)]
        canvas.stroke(pose(curve(tail, closed=False)), 5, colour, alpha=0.6)
    hull = pose(box(-70, -30, 140, 60, 30))
    canvas.shadow(hull, dy=10, soft=10)
    canvas.fill(hull, colour)
    canvas.fill(pose(box(-52, -20, 80, 14, 7)), WHITE, alpha=0.35)
    dots(canvas, WHITE, *((*pose([(px, py)])[0], 6) for px, py in ((-26, 8), (6, 12), (34, 2))), alpha=0.5)
