"""Scenes of everyday life: food, sleep, flowers and the sun."""

from random import Random

from cms.demo.drawing.canvas import Canvas, Pose
from cms.demo.drawing.palette import (
    AMBER,
    BLUE,
    BRICK,
    CORAL,
    CREAM,
    DEEP,
    ICE,
    INK,
    LEAF,
    LILAC,
    MINT,
    MOSS,
    NIGHT,
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
from cms.demo.drawing.shapes import Point, arc, box, cloud, curve, leaf, oval, star
from cms.demo.drawing.stage import dots, ground, sprig, stage


def plate(canvas: Canvas) -> None:
    """A plate from above: half vegetables, a quarter grains, a quarter protein."""
    canvas.backdrop(mixed(MINT, WHITE, 0.3), MINT)
    for step in range(9):
        canvas.fill(box(step * 150 - 40, -10, 70, 700), WHITE, alpha=0.18)
    dish = oval(600, 338, 280)
    canvas.shadow(dish, dy=24)
    canvas.fill(dish, WHITE)
    canvas.fill(oval(600, 338, 222), mixed(ICE, SKY, 0.25))
    canvas.fill(arc(596, 338, 206, 90, 270), mixed(LEAF, MINT, 0.35))
    canvas.fill([(604, 334), *arc(604, 334, 202, 270, 360)], SAND)
    canvas.fill([(604, 342), *arc(604, 342, 202, 0, 90)], ROSE)
    _vegetables(canvas, arc(596, 338, 206, 90, 270))
    grain = Random(3)
    for _ in range(90):
        x, y, angle = grain.uniform(618, 800), grain.uniform(140, 322), grain.uniform(0, 180)
        if (x - 600) ** 2 + (y - 338) ** 2 < 186**2:
            canvas.fill(Pose(x, y, angle)(oval(0, 0, 11, 4.5)), grain.choice((AMBER, CREAM, WHITE)))
    fillet = curve([(630, 380), (700, 362), (766, 384), (752, 440), (690, 486), (632, 456)])
    canvas.shadow(fillet, dy=6, soft=5)
    canvas.blend(fillet, mixed(CORAL, ROSE, 0.4), CORAL)
    for x in (656, 694, 732):
        canvas.stroke(curve([(x, 376), (x - 14, 410), (x - 6, 446)], closed=False), 6, BLUSH_LINE, alpha=0.8)
    _cutlery(canvas)
    glass = oval(1010, 170, 74)
    canvas.shadow(glass, dy=14)
    canvas.fill(glass, WHITE)
    canvas.blend(oval(1010, 170, 60), SKY, BLUE)
    canvas.stroke(arc(1010, 170, 44, 200, 260), 9, WHITE, alpha=0.8)


def moon(canvas: Canvas) -> None:
    """A crescent moon above quiet hills and one dark house."""
    canvas.backdrop(NIGHT, mixed(PLUM, ROSE, 0.25))
    for radius, alpha in ((330, 0.06), (250, 0.08), (180, 0.1)):
        canvas.fill(oval(610, 250, radius), WHITE, alpha=alpha)
    spread = Random(11)
    for _ in range(70):
        x, y = spread.uniform(20, 1180), spread.uniform(16, 400)
        canvas.fill(oval(x, y, spread.uniform(1.4, 3.6)), CREAM, alpha=spread.uniform(0.35, 0.95))
    for x, y, size in ((220, 130, 26), (940, 110, 20), (1050, 290, 28), (370, 300, 16)):
        canvas.fill(star(x, y, size, size * 0.22, 4), CREAM)
    crescent = [*arc(610, 250, 132, 62, 298), *reversed(arc(664, 250, 117, 83, 277))]
    canvas.fill(crescent, AMBER, alpha=0.55, soft=22)
    canvas.blend(crescent, CREAM, AMBER)
    for left, top, width, alpha in ((400, 356, 1.1, 0.18), (830, 196, 0.9, 0.2), (1010, 350, 0.7, 0.14)):
        canvas.fill(cloud(left, top, width), LILAC, alpha=alpha)
    _night_hills(canvas)


def pollen(canvas: Canvas) -> None:
    """Flowers on a spring meadow; their pollen drifts off in the wind."""
    stage(canvas, ICE, CREAM, mixed(AMBER, WHITE, 0.55), at=(330, 240))
    ground(canvas, mixed(LEAF, SEA, 0.15), 545)
    for x, height, lean in ((60, 150, -10), (610, 120, 20), (780, 150, 26), (1120, 170, 10), (930, 100, 16)):
        sprig(canvas, (x, 640), mixed(LEAF, MOSS, 0.4), height=height, lean=lean)
    for foot, head, radius, colour in (
        ((300, 660), (330, 290), 88, WHITE),
        ((170, 660), (150, 402), 62, ROSE),
        ((440, 660), (490, 436), 66, LILAC),
    ):
        _flower(canvas, foot, head, radius, colour)
    for line in (
        [(430, 250), (560, 190), (700, 236), (820, 180), (960, 150)],
        [(440, 320), (600, 300), (760, 336), (900, 280), (1140, 270)],
        [(580, 430), (720, 400), (860, 426), (1010, 372)],
    ):
        canvas.stroke(curve(line, closed=False), 6, WHITE, alpha=0.85)
    for x, y, radius in (
        (540, 236, 15),
        (650, 266, 22),
        (730, 180, 12),
        (820, 246, 28),
        (900, 340, 18),
        (960, 210, 20),
        (1060, 330, 26),
        (1090, 170, 16),
        (780, 372, 14),
        (640, 356, 12),
        (1010, 432, 13),
        (880, 120, 12),
    ):
        _grain(canvas, x, y, radius)


def sun(canvas: Canvas) -> None:
    """Hot sun over a beach; medicine and water rest in the shade of an umbrella."""
    canvas.backdrop(mixed(AMBER, CREAM, 0.45), CREAM)
    for radius in (250, 190):
        canvas.fill(oval(880, 190, radius), WHITE, alpha=0.3)
    canvas.fill(star(880, 190, 170, 122, 16), mixed(AMBER, CORAL, 0.25))
    canvas.blend(oval(880, 190, 108), AMBER, mixed(AMBER, CORAL, 0.45))
    canvas.blend(box(-10, 392, 1220, 140), SEA, TEAL)
    for x, y, width in ((90, 424, 150), (700, 416, 120), (930, 448, 190), (1060, 412, 90), (560, 456, 110)):
        canvas.stroke([(x, y), (x + width, y)], 6, WHITE, alpha=0.5)
    shore = curve([(-80, 500), (200, 524), (520, 494), (860, 530), (1300, 496)], closed=False)
    canvas.fill([*[(x, y - 12) for x, y in shore], (1300, 720), (-80, 720)], WHITE, alpha=0.7)
    canvas.fill([*shore, (1300, 720), (-80, 720)], SAND)
    canvas.fill(oval(420, 604, 300, 40), RUST, alpha=0.28)
    _umbrella(canvas)
    _cooler(canvas)
    canvas.fill(star(1010, 600, 34, 16, 5), CORAL)
    dots(canvas, mixed(SAND, RUST, 0.4), (820, 610, 6), (900, 640, 5), (1100, 560, 5), (130, 620, 6), (740, 650, 5))


BLUSH_LINE: Colour = mixed(ROSE, WHITE, 0.5)


def _vegetables(canvas: Canvas, well: list[Point]) -> None:
    for x, y, angle, colour in (
        (424, 262, -30, MOSS),
        (404, 330, -16, LEAF),
        (470, 196, -6, LEAF),
        (416, 404, 4, MOSS),
        (446, 466, -20, LEAF),
        (520, 520, -62, MOSS),
        (526, 458, -30, LEAF),
        (500, 330, -40, MOSS),
    ):
        blade = leaf(x, y, 104, 30, angle)
        canvas.shadow(blade, dy=5, soft=4)
        canvas.fill(blade, colour, within=well)
        canvas.stroke(Pose(x, y, angle)([(6, 0), (86, 0)]), 4, MINT)
    for x, y in ((540, 238), (548, 356), (462, 372)):
        canvas.shadow(oval(x, y, 32), dy=5, soft=4)
        canvas.blend(oval(x, y, 32), CORAL, BRICK)
        canvas.stroke(arc(x, y, 20, 200, 260), 6, WHITE, alpha=0.6)
    for x, y in ((560, 426), (500, 266), (478, 434), (570, 172)):
        canvas.shadow(oval(x, y, 24), dy=4, soft=4)
        canvas.fill(oval(x, y, 24), AMBER)
        canvas.fill(oval(x, y, 16), mixed(AMBER, WHITE, 0.45))


def _cutlery(canvas: Canvas) -> None:
    metal = mixed(INK, WHITE, 0.62)
    canvas.shadow(box(232, 180, 22, 330, 11), dy=8, soft=6)
    canvas.fill(box(232, 300, 22, 220, 11), metal)
    for x in (213, 237, 261):
        canvas.fill(box(x, 150, 12, 110, 6), metal)
    canvas.stroke(arc(243, 250, 24, 0, 180), 14, metal)
    canvas.fill(box(236, 262, 14, 60), metal)
    canvas.shadow(box(934, 300, 24, 240, 12), dy=8, soft=6)
    canvas.fill(box(934, 400, 24, 150, 12), metal)
    canvas.fill([*curve([(934, 410), (934, 330), (950, 280)], closed=False), (958, 280), (958, 410)], metal)


def _night_hills(canvas: Canvas) -> None:
    ridges = (
        ([(-80, 470), (160, 420), (420, 486), (720, 430), (1000, 480), (1300, 420)], mixed(PLUM, NIGHT, 0.25)),
        ([(-80, 540), (240, 510), (560, 556), (900, 500), (1300, 548)], mixed(PLUM, NIGHT, 0.6)),
        ([(-80, 604), (300, 620), (700, 582), (1300, 622)], NIGHT),
    )
    for ridge, colour in ridges[:2]:
        canvas.fill([*curve(ridge, closed=False), (1300, 720), (-80, 720)], colour)
    canvas.fill(box(820, 452, 150, 170), mixed(NIGHT, PLUM, 0.15))
    canvas.fill([(800, 458), (895, 388), (990, 458)], mixed(NIGHT, INK, 0.3))
    canvas.fill(box(872, 482, 44, 44, 4), mixed(LILAC, PLUM, 0.6))
    canvas.fill(box(892, 482, 4, 44), NIGHT)
    for x, y, size in ((700, 592, 84), (1040, 604, 108), (1090, 608, 80), (180, 606, 116), (240, 612, 84)):
        for lift in (0, 0.34, 0.68):
            width = size * (0.62 - lift * 0.45)
            top = y - size * (0.62 + lift * 1.1)
            low, half = top + size * 0.62, width / 1.5
            canvas.fill([(x - half, low), (x, top - size * 0.1), (x + half, low)], TREE)
    canvas.fill([*curve(ridges[2][0], closed=False), (1300, 720), (-80, 720)], ridges[2][1])


TREE: Colour = mixed(NIGHT, PINE, 0.35)


def _flower(canvas: Canvas, foot: Point, head: Point, radius: float, colour: Colour) -> None:
    middle = ((foot[0] + head[0]) / 2 - 14, (foot[1] + head[1]) / 2)
    canvas.stroke(curve([foot, middle, head], closed=False), 11, MOSS)
    for angle in (-150, -28):
        canvas.fill(leaf(*middle, radius * 1.15, radius * 0.26, angle), LEAF)
    for step in range(12):
        petal = Pose(*head, step * 30)(oval(radius * 0.66, 0, radius * 0.42, radius * 0.17))
        canvas.shadow(petal, dy=4, soft=4, alpha=0.1)
        canvas.fill(petal, mixed(colour, INK, 0.05) if step % 2 else colour)
    canvas.blend(oval(*head, radius * 0.36), AMBER, RUST)
    for x, y in ((-0.12, -0.1), (0.1, -0.14), (0.02, 0.06), (0.16, 0.1), (-0.14, 0.12)):
        canvas.fill(oval(head[0] + x * radius, head[1] + y * radius, radius * 0.045), CREAM)


def _grain(canvas: Canvas, x: float, y: float, radius: float) -> None:
    body = star(x, y, radius * 1.22, radius * 0.98, 13)
    canvas.shadow(body, dy=7, soft=6, alpha=0.16)
    canvas.blend(body, mixed(AMBER, CREAM, 0.25), mixed(AMBER, RUST, 0.3))
    for px, py, size in ((-0.34, -0.36, 0.2), (0.3, -0.14, 0.15), (-0.1, 0.34, 0.17)):
        canvas.fill(oval(x + px * radius, y + py * radius, size * radius), CREAM, alpha=0.7)


def _umbrella(canvas: Canvas) -> None:
    pose = Pose(400, 330, -12)
    canvas.stroke(pose([(0, -150), (0, 280)]), 14, mixed(RUST, WHITE, 0.15))
    dome = pose([*arc(0, 0, 290, 180, 360, 190), (290, 0), (-290, 0)])
    canvas.shadow(dome)
    canvas.fill(dome, CORAL)
    for left, right in ((-174, -58), (58, 174)):
        canvas.fill(pose([(0, -196), (left, 8), (right, 8)]), CREAM, within=dome)
    for step in range(5):
        x = -232 + step * 116
        canvas.fill(pose(arc(x, -2, 58, 0, 180, 22)), (CORAL, CREAM)[step % 2])
    dots(canvas, DEEP, (*pose([(0, -196)])[0], 13))


def _cooler(canvas: Canvas) -> None:
    bag = box(470, 492, 176, 120, 22)
    canvas.stroke(arc(558, 500, 58, 180, 360, 50), 12, DEEP)
    canvas.shadow(bag, dy=8, soft=8)
    canvas.blend(bag, BLUE, DEEP)
    canvas.fill(box(470, 492, 176, 34, 16), SKY)
    canvas.fill(star(558, 570, 30, 9, 6), WHITE)
    canvas.blend(box(306, 522, 64, 92, 12), AMBER, RUST)
    canvas.fill(box(306, 544, 64, 44), WHITE)
    canvas.fill(box(300, 498, 76, 30, 8), WHITE)
    canvas.fill(box(318, 556, 40, 7, 3), SKY)
    canvas.fill(box(318, 570, 28, 7, 3), SKY)
    canvas.blend(box(400, 476, 46, 138, 16), mixed(SKY, WHITE, 0.4), SKY)
    canvas.fill(box(408, 456, 30, 26, 6), TEAL)
    canvas.fill(box(400, 528, 46, 40), TEAL, alpha=0.8)
