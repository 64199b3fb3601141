"""Six people, head and shoulders, for the sample experts. Nobody real."""

from collections.abc import Callable
from dataclasses import dataclass

from cms.demo.drawing.canvas import Canvas
from cms.demo.drawing.palette import (
    AMBER,
    BLUE,
    BRICK,
    CORAL,
    CREAM,
    DEEP,
    INK,
    LILAC,
    PLUM,
    ROSE,
    SEA,
    SKY,
    TEAL,
    WHITE,
    Colour,
    mixed,
)
from cms.demo.drawing.shapes import Shape, arc, box, curve, oval

PORTRAIT = (600, 600)


@dataclass(frozen=True)
class Person:
    """How a person looks: colours, a function that draws the hair behind the head, and one for the hair on it."""

    skin: Colour
    hair: Colour
    shirt: Colour
    air: tuple[Colour, Colour]
    behind: Callable[[Canvas, Colour], None]
    on_top: Callable[[Canvas, Colour], None]
    has_glasses: bool = False
    has_beard: bool = False


def portrait(canvas: Canvas, person: Person) -> None:
    """Draw a person in a white coat, in front of two pale rings."""
    canvas.backdrop(*person.air)
    for radius in (290, 225):
        canvas.fill(oval(300, 280, radius), WHITE, alpha=0.22)
    person.behind(canvas, person.hair)
    _clothes(canvas, person)
    shade = _shaded(person.skin)
    head = _head()
    for x in (203, 397):
        canvas.fill(oval(x, 266, 18, 26), shade)
    canvas.fill(head, person.skin)
    if person.has_beard:
        jaw = [
            (196, 226),
            (214, 276),
            (258, 312),
            (300, 304),
            (342, 312),
            (386, 276),
            (404, 226),
            (420, 420),
            (180, 420),
        ]
        canvas.fill(curve(jaw), person.hair, within=head)
    _face(canvas, person)
    person.on_top(canvas, person.hair)


def _head() -> Shape:
    return curve(
        [
            (300, 136),
            (358, 152),
            (392, 204),
            (394, 268),
            (376, 326),
            (340, 366),
            (300, 380),
            (260, 366),
            (224, 326),
            (206, 268),
            (208, 204),
            (242, 152),
        ]
    )


def _shaded(skin: Colour) -> Colour:
    return mixed(mixed(skin, BRICK, 0.16), INK, 0.1)


def _clothes(canvas: Canvas, person: Person) -> None:
    shade = _shaded(person.skin)
    body = curve([(46, 660), (70, 524), (150, 466), (248, 432), (352, 432), (450, 466), (530, 524), (554, 660)])
    canvas.shadow(body, dy=-4, soft=14, alpha=0.16)
    canvas.blend(body, WHITE, mixed(SKY, WHITE, 0.55))
    opening = [(238, 424), (300, 600), (362, 424)]
    canvas.fill(opening, person.shirt)
    canvas.fill([(256, 340), (344, 340), (350, 440), (300, 486), (250, 440)], shade)
    canvas.fill([(256, 340), (344, 340), (346, 384), (300, 412), (254, 384)], mixed(shade, INK, 0.14))
    for side in (-1, 1):
        collar = [(50, -178), (84, -186), (66, -96), (0, 0)]
        canvas.fill([(300 + side * x, 606 + y) for x, y in collar], mixed(SKY, WHITE, 0.35))
        fold = [(300 + side * x, y) for x, y in ((186, 640), (176, 590), (180, 548))]
        canvas.stroke(curve(fold, closed=False), 5, mixed(SKY, BLUE, 0.12))
    canvas.fill(box(392, 536, 66, 70, 8), mixed(SKY, WHITE, 0.3))
    canvas.fill(box(406, 516, 9, 44, 4), person.shirt)
    canvas.fill(box(424, 522, 9, 38, 4), INK)


def _face(canvas: Canvas, person: Person) -> None:
    line = mixed(person.skin, INK, 0.72)
    blush = mixed(person.skin, CORAL, 0.55)
    for side in (-1, 1):
        x = 300 + side * 40
        canvas.fill(oval(x + side * 16, 300, 20, 13), blush, alpha=0.4, soft=5)
        canvas.fill(oval(x, 262, 7.5, 9), INK)
        canvas.fill(oval(x + 2.5, 259, 2.4), WHITE)
        brow = [(x - 19 * side, 235), (x, 228), (x + 20 * side, 236)]
        canvas.stroke(curve(brow, closed=False), 6.5, mixed(person.hair, INK, 0.3))
    nose = [(302, 268), (310, 294), (297, 299)]
    canvas.stroke(curve(nose, closed=False), 5, mixed(person.skin, BRICK, 0.45))
    if person.has_beard:
        canvas.stroke(arc(300, 318, 26, 28, 152, 16), 7, mixed(person.skin, BRICK, 0.3))
    else:
        canvas.stroke(arc(300, 312, 28, 28, 152, 20), 6, mixed(line, BRICK, 0.5))
    if person.has_glasses:
        for x in (258, 342):
            canvas.fill(box(x - 31, 238, 62, 50, 20), WHITE, alpha=0.22)
            outline = box(x - 31, 238, 62, 50, 20)
            canvas.stroke([*outline, outline[0]], 5.5, INK)
        canvas.stroke([(289, 258), (311, 258)], 5.5, INK)
        for side in (-1, 1):
            canvas.stroke([(300 + side * 73, 254), (300 + side * 96, 250)], 5.5, INK)


def _curls_behind(canvas: Canvas, hair: Colour) -> None:
    for step in range(15):
        ring = arc(300, 232, 128, 140 + step * 18.6, 141 + step * 18.6, 132)
        canvas.fill(oval(*ring[0], 50), hair)
    canvas.fill(oval(300, 232, 136), hair)


def _curls_on_top(canvas: Canvas, hair: Colour) -> None:
    for x, y, radius in ((222, 178, 30), (256, 152, 32), (300, 142, 34), (344, 152, 32), (378, 178, 30)):
        canvas.fill(oval(x, y, radius), hair)
    for x, y in ((236, 110), (300, 90), (364, 112), (190, 176), (408, 182)):
        canvas.stroke(arc(x, y, 20, 190, 300), 5, mixed(hair, WHITE, 0.2))
    for x in (198, 402):
        canvas.fill(oval(x, 304, 8, 11), AMBER)


def _nothing_behind(canvas: Canvas, hair: Colour) -> None:
    """Short hair: nothing of it shows behind the neck."""


def _short_on_top(canvas: Canvas, hair: Colour) -> None:
    crop = [
        (200, 262),
        (192, 196),
        (214, 136),
        (268, 104),
        (340, 100),
        (390, 134),
        (408, 196),
        (400, 262),
        (390, 222),
        (372, 186),
        (320, 178),
        (268, 184),
        (226, 176),
        (212, 216),
    ]
    canvas.fill(curve(crop), hair)
    canvas.stroke(curve([(246, 132), (300, 118), (356, 132)], closed=False), 7, mixed(hair, WHITE, 0.16))


def _bob_behind(canvas: Canvas, hair: Colour) -> None:
    outline = [
        (300, 140),
        (374, 150),
        (414, 220),
        (426, 310),
        (418, 386),
        (300, 400),
        (182, 386),
        (174, 310),
        (186, 220),
        (226, 150),
    ]
    canvas.fill(curve(outline), mixed(hair, INK, 0.16))


def _bob_on_top(canvas: Canvas, hair: Colour) -> None:
    left = [
        (262, 106),
        (200, 136),
        (172, 214),
        (168, 310),
        (182, 388),
        (214, 372),
        (212, 290),
        (222, 222),
        (258, 172),
        (284, 140),
    ]
    right = [
        (250, 112),
        (320, 94),
        (388, 122),
        (426, 206),
        (432, 304),
        (418, 388),
        (386, 372),
        (390, 290),
        (376, 214),
        (330, 180),
        (276, 150),
    ]
    for side in (left, right):
        canvas.fill(curve(side), hair)
    canvas.stroke(curve([(276, 128), (342, 138), (388, 190), (404, 262)], closed=False), 7, mixed(hair, WHITE, 0.35))


def _bun_behind(canvas: Canvas, hair: Colour) -> None:
    canvas.fill(oval(300, 86, 58, 52), mixed(hair, WHITE, 0.06))
    canvas.stroke(arc(300, 92, 36, 200, 330, 28), 6, mixed(hair, WHITE, 0.24))


def _bun_on_top(canvas: Canvas, hair: Colour) -> None:
    left = [(304, 120), (236, 124), (198, 178), (196, 268), (210, 244), (232, 196), (288, 158)]
    right = [(296, 120), (364, 124), (402, 178), (404, 268), (390, 244), (368, 196), (312, 158), (300, 140)]
    for side in (left, right):
        canvas.fill(curve(side), hair)
    canvas.stroke(curve([(320, 134), (360, 152), (382, 190)], closed=False), 6, mixed(hair, WHITE, 0.24))
    for x in (200, 400):
        canvas.fill(oval(x, 300, 6), CREAM)


def _long_behind(canvas: Canvas, hair: Colour) -> None:
    outline = [(300, 96), (392, 124), (430, 230), (440, 360), (452, 470), (404, 520), (196, 520), (148, 470),
               (160, 360), (170, 230), (208, 124)]  # fmt: skip
    canvas.fill(curve(outline), mixed(hair, INK, 0.14))


def _long_on_top(canvas: Canvas, hair: Colour) -> None:
    left = [(316, 108), (230, 112), (180, 176), (172, 300), (166, 430), (196, 470), (212, 380), (208, 280), (230, 200),
            (290, 152)]  # fmt: skip
    right = [(290, 108), (372, 112), (420, 176), (430, 300), (436, 430), (404, 470), (390, 380), (394, 280),
             (372, 206), (310, 150)]  # fmt: skip
    for side in (left, right):
        canvas.fill(curve(side), hair)
    for strand in ([(312, 128), (372, 152), (404, 230), (412, 330)], [(206, 210), (190, 300), (188, 390)]):
        canvas.stroke(curve(strand, closed=False), 6, mixed(hair, WHITE, 0.24))


def _fringe_behind(canvas: Canvas, hair: Colour) -> None:
    for x in (206, 394):
        canvas.fill(oval(x, 246, 30, 54), hair)


def _fringe_on_top(canvas: Canvas, hair: Colour) -> None:
    """A bald head: a light on top, and short hair above the ears."""
    canvas.fill(oval(276, 164, 40, 16), WHITE, alpha=0.3)
    for side in (-1, 1):
        patch = [(96, -52), (108, -20), (104, 24), (92, 40), (90, -10)]
        canvas.fill(curve([(300 + side * x, 236 + y) for x, y in patch]), hair)


PEOPLE: dict[str, Person] = {
    "portrait-1": Person("#8A5638", "#2B1D22", CORAL, (mixed(SEA, WHITE, 0.2), TEAL), _curls_behind, _curls_on_top),
    "portrait-2": Person(
        "#D9A577", "#3A2A28", TEAL, (mixed(AMBER, WHITE, 0.35), AMBER), _nothing_behind, _short_on_top, True, True
    ),
    "portrait-3": Person(
        "#F3CDB4", "#B9BCC8", PLUM, (LILAC, mixed(LILAC, PLUM, 0.35)), _bob_behind, _bob_on_top, True
    ),
    "portrait-4": Person("#C08457", "#241A20", DEEP, (mixed(ROSE, WHITE, 0.2), ROSE), _bun_behind, _bun_on_top),
    "portrait-5": Person(
        "#6F4530", "#C9CBD2", BLUE, (mixed(SKY, WHITE, 0.3), SKY), _fringe_behind, _fringe_on_top, True, True
    ),
    "portrait-6": Person("#F2C6A8", "#9A4A2C", SEA, (mixed(CREAM, AMBER, 0.2), CREAM), _long_behind, _long_on_top),
}
