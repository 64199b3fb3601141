"""Scenes from the pharmacy: what stands on its shelves, and the place itself."""

from cms.demo.drawing.canvas import Canvas, Pose
from cms.demo.drawing.palette import (
    AMBER,
    BLUE,
    BLUSH,
    BRICK,
    CORAL,
    CREAM,
    FOAM,
    ICE,
    INK,
    LEAF,
    LILAC,
    MINT,
    MOSS,
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
from cms.demo.drawing.shapes import Point, arc, box, cloud, cross, leaf, oval, turned
from cms.demo.drawing.stage import crosses, dots, ground, sprig, stage, table


def capsules(canvas: Canvas) -> None:
    """Two capsules of different colours and an equals sign: the same medicine."""
    stage(canvas, ICE, LILAC, WHITE)
    _capsule(canvas, Pose(352, 330, -58, 1.2), CORAL, WHITE)
    _capsule(canvas, Pose(848, 330, -58, 1.2), TEAL, AMBER)
    for y in (296, 364):
        bar = box(538, y - 17, 124, 34, 17)
        canvas.shadow(bar, dy=8, soft=8)
        canvas.fill(bar, INK)
    for x, y, radius, colour in (
        (128, 500, 52, ROSE),
        (610, 574, 42, WHITE),
        (1080, 188, 50, SKY),
        (584, 98, 30, AMBER),
    ):
        _tablet(canvas, x, y, radius, colour)
    _capsule(canvas, Pose(150, 132, 24, 0.42), AMBER, PLUM)
    _capsule(canvas, Pose(1072, 540, -20, 0.46), BLUE, WHITE)
    crosses(canvas, WHITE, (350, 600, 30), (842, 80, 28), (1120, 350, 24))


def mortar(canvas: Canvas) -> None:
    """A mortar and pestle with fresh leaves."""
    stage(canvas, FOAM, MINT, WHITE, at=(600, 310))
    table(canvas, mixed(SEA, PINE, 0.25), 548)
    for x, y, length, angle in (
        (520, 300, 190, -118),
        (585, 290, 215, -96),
        (470, 310, 160, -142),
        (640, 300, 170, -72),
    ):
        tip = Pose(x, y, angle)([(0, 0), (length * 0.86, 0)])
        canvas.blend(leaf(x, y, length, length * 0.24, angle), LEAF, MOSS)
        canvas.stroke(tip, 4, mixed(LEAF, WHITE, 0.4))
    pestle = Pose(690, 262, 32)
    canvas.blend(pestle(box(-24, -190, 48, 300, 24)), mixed(SAND, WHITE, 0.4), AMBER)
    canvas.fill(pestle(oval(0, -190, 38, 44)), SAND)
    canvas.fill(pestle(box(-12, -170, 10, 220, 5)), WHITE, alpha=0.6)
    bowl = [(366, 306), *arc(600, 306, 214, 175, 5, 206), (834, 306)]
    canvas.fill(oval(600, 588, 220, 18), INK, alpha=0.25, soft=8)
    canvas.blend(box(500, 488, 200, 92, 22), TEAL, PINE)
    canvas.blend(bowl, mixed(SEA, WHITE, 0.25), TEAL)
    canvas.fill(box(640, 300, 220, 230), PINE, alpha=0.25, within=bowl)
    canvas.fill(oval(450, 400, 18, 70), WHITE, alpha=0.35, within=bowl)
    rim = box(350, 284, 500, 44, 22)
    canvas.shadow(rim, dy=10, soft=8, alpha=0.25)
    canvas.blend(rim, mixed(SEA, WHITE, 0.55), SEA)
    canvas.fill(cross(600, 420, 96, 32), WHITE)
    _tablet(canvas, 944, 566, 40, CREAM)
    _capsule(canvas, Pose(256, 580, -12, 0.46), CORAL, WHITE)
    dots(canvas, WHITE, (220, 180, 12), (990, 150, 16), (1060, 330, 9), (300, 380, 9))


def bottle(canvas: Canvas) -> None:
    """A prescription bottle with a blank label, and capsules beside it."""
    stage(canvas, CREAM, BLUSH, WHITE, at=(560, 310))
    table(canvas, mixed(ROSE, WHITE, 0.25), 552)
    canvas.fill(oval(540, 584, 210, 18), INK, alpha=0.2, soft=8)
    _vial(canvas, Pose(530, 350, 0, 1))
    for x, y, angle, one, two in (
        (820, 566, -14, CORAL, WHITE),
        (960, 600, 22, TEAL, WHITE),
        (300, 596, 8, TEAL, AMBER),
    ):
        _capsule(canvas, Pose(x, y, angle, 0.52), one, two)
    _tablet(canvas, 906, 516, 40, WHITE)
    _tablet(canvas, 176, 584, 34, AMBER)
    sprig(canvas, (1060, 556), LEAF, height=210, lean=24)
    crosses(canvas, ROSE, (250, 180, 38), (840, 130, 28), (984, 240, 20))


def cabinet(canvas: Canvas) -> None:
    """A locked cabinet, up high, and a drop-off box into which an old bottle falls."""
    canvas.backdrop(ICE, mixed(SKY, WHITE, 0.3))
    canvas.fill(oval(360, 280, 300), WHITE, alpha=0.5)
    table(canvas, mixed(SKY, BLUE, 0.25), 600)
    frame = box(150, 96, 400, 330, 20)
    canvas.shadow(frame)
    canvas.blend(frame, mixed(SEA, WHITE, 0.3), TEAL)
    canvas.fill(box(172, 118, 356, 286, 8), mixed(PINE, INK, 0.2))
    for x, y, width, height, colour in (
        (196, 158, 56, 90, AMBER),
        (266, 178, 44, 70, WHITE),
        (322, 148, 60, 100, CORAL),
        (196, 300, 76, 88, SKY),
        (286, 322, 50, 66, ROSE),
        (350, 290, 46, 98, AMBER),
    ):
        _jar(canvas, (x, y), width, height, colour)
    for y in (248, 388):
        canvas.fill(box(172, y, 356, 12), SEA)
    door = [(400, 118), (528, 118), (528, 404), (400, 404)]
    canvas.blend(door, mixed(MINT, WHITE, 0.4), mixed(SEA, WHITE, 0.35))
    canvas.fill(box(400, 118, 10, 286), PINE, alpha=0.3)
    canvas.fill(box(424, 142, 82, 238, 8), WHITE, alpha=0.35)
    _padlock(canvas, 464, 262)
    _bin(canvas)
    crosses(canvas, WHITE, (640, 150, 36), (1090, 130, 28), (96, 470, 28))


def storefront(canvas: Canvas) -> None:
    """A small pharmacy on a street, its awning out and its door open."""
    canvas.backdrop(mixed(SKY, WHITE, 0.2), CREAM)
    dots(canvas, mixed(AMBER, WHITE, 0.3), (1010, 150, 66))
    for x, y, size in ((190, 130, 1), (820, 96, 0.8)):
        canvas.fill(cloud(x, y, size), WHITE, alpha=0.9)
    ground(canvas, mixed(LEAF, SEA, 0.4), 500)
    canvas.fill(box(-10, 590, 1220, 100), mixed(INK, WHITE, 0.72))
    house = box(300, 170, 600, 424)
    canvas.shadow(house, dy=6)
    canvas.blend(house, CREAM, SAND)
    canvas.fill(box(284, 146, 632, 34, 6), PINE)
    canvas.fill(box(336, 372, 300, 168, 8), WHITE)
    canvas.blend(box(348, 384, 276, 144, 4), SKY, ICE)
    for x, height, colour in ((372, 74, CORAL), (424, 54, AMBER), (476, 88, TEAL), (530, 60, ROSE), (576, 80, BLUE)):
        canvas.fill(box(x, 528 - height, 34, height, 8), colour)
    canvas.fill([(360, 384), (430, 384), (350, 500), (348, 430)], WHITE, alpha=0.4)
    canvas.fill(box(690, 356, 150, 238, 8), PINE)
    canvas.blend(box(706, 374, 118, 150, 6), SKY, ICE)
    dots(canvas, AMBER, (812, 548, 9))
    _awning(canvas)
    canvas.shadow(oval(600, 232, 50), dy=8, soft=8)
    dots(canvas, WHITE, (600, 232, 52))
    canvas.fill(cross(600, 232, 62, 21), LEAF)
    for x, height in ((190, 220), (1010, 250)):
        canvas.blend(oval(x, 596 - height, 82, 104), LEAF, MOSS)
        canvas.stroke([(x, 596), (x, 596 - height)], 12, RUST)
        canvas.stroke([(x, 560 - height * 0.5), (x + 34, 520 - height * 0.5)], 7, RUST)


def _capsule(canvas: Canvas, pose: Pose, one: Colour, two: Colour) -> None:
    """A capsule 260 long and 100 thick before the pose scales it."""
    hull = pose(box(-130, -50, 260, 100, 50))
    canvas.shadow(hull, dy=16, soft=12)
    canvas.fill(hull, two)
    canvas.fill(pose(box(-140, -60, 142, 120)), one, within=hull)
    canvas.fill(pose(box(-140, 14, 280, 50)), INK, alpha=0.12, within=hull)
    canvas.fill(pose(box(-10, -60, 12, 120)), INK, alpha=0.12, within=hull)
    canvas.fill(pose(box(-104, -34, 176, 16, 8)), WHITE, alpha=0.55)


def _tablet(canvas: Canvas, x: float, y: float, radius: float, colour: Colour) -> None:
    canvas.shadow(oval(x, y + radius * 0.16, radius), dy=radius * 0.2, soft=8)
    canvas.fill(oval(x, y + radius * 0.16, radius), mixed(colour, INK, 0.16))
    canvas.blend(oval(x, y, radius), mixed(colour, WHITE, 0.35), colour)
    line = turned([(x - radius * 0.6, y), (x + radius * 0.6, y)], -30, (x, y))
    canvas.stroke(line, radius * 0.12, mixed(colour, INK, 0.2))


def _vial(canvas: Canvas, pose: Pose) -> None:
    """A bottle 280 wide; its foot stands 236 below the pose."""
    glass = pose(box(-140, -150, 280, 386, 40))
    canvas.blend(glass, AMBER, RUST)
    canvas.fill(pose(box(60, -150, 90, 386)), BRICK, alpha=0.25, within=glass)
    canvas.fill(pose(box(-118, -130, 20, 344, 10)), WHITE, alpha=0.4)
    label = pose(box(-140, -60, 280, 214))
    canvas.fill(label, WHITE, within=glass)
    canvas.fill(pose(box(92, -60, 60, 214)), INK, alpha=0.08, within=glass)
    canvas.fill(pose(box(-112, -36, 64, 64, 14)), TEAL)
    canvas.fill(pose(cross(-80, -4, 40, 13)), WHITE)
    for x, y, width in ((-30, -30, 116), (-30, 0, 84), (-112, 54, 198), (-112, 84, 160), (-112, 114, 120)):
        canvas.fill(pose(box(x, y, width, 14, 7)), SKY)
    cap = pose(box(-158, -246, 316, 106, 22))
    canvas.shadow(cap, dy=8, soft=8)
    canvas.blend(cap, WHITE, mixed(SKY, WHITE, 0.45))
    for step in range(11):
        canvas.stroke(pose([(-130 + step * 26, -222), (-130 + step * 26, -162)]), 6, SKY)


def _jar(canvas: Canvas, corner: Point, width: float, height: float, colour: Colour) -> None:
    x, y = corner
    canvas.blend(box(x, y, width, height, 9), mixed(colour, WHITE, 0.15), mixed(colour, INK, 0.1))
    canvas.fill(box(x + 3, y - 10, width - 6, 20, 5), mixed(WHITE, colour, 0.15))
    canvas.fill(box(x + 8, y + height * 0.36, width - 16, height * 0.34, 4), WHITE, alpha=0.85)


def _padlock(canvas: Canvas, x: float, y: float) -> None:
    canvas.stroke(arc(x, y - 26, 25, 180, 360), 13, INK)
    body = box(x - 42, y - 26, 84, 74, 16)
    canvas.shadow(body, dy=8, soft=8)
    canvas.blend(body, AMBER, RUST)
    canvas.fill(oval(x, y + 4, 10), INK)
    canvas.fill(box(x - 4, y + 4, 8, 24, 4), INK)


def _bin(canvas: Canvas) -> None:
    vial = Pose(850, 176, 24, 0.42)
    canvas.stroke(arc(850, 180, 128, 200, 246), 7, WHITE)
    _vial(canvas, vial)
    body = box(716, 330, 276, 300, 24)
    canvas.shadow(body)
    canvas.blend(body, mixed(CORAL, ROSE, 0.2), BRICK)
    canvas.blend(box(700, 306, 308, 60, 24), mixed(ROSE, WHITE, 0.2), CORAL)
    canvas.fill(box(770, 326, 168, 20, 10), INK)
    canvas.fill(oval(854, 486, 70), WHITE)
    canvas.stroke([(854, 448), (854, 518)], 15, BRICK)
    canvas.stroke([(824, 490), (854, 520), (884, 490)], 15, BRICK)


def _awning(canvas: Canvas) -> None:
    canvas.shadow(box(312, 300, 576, 60), dy=14, soft=10)
    width = 576 / 8
    for step in range(8):
        x, colour = 312 + step * width, (CORAL, WHITE)[step % 2]
        canvas.fill(box(x, 290, width, 46), colour)
        canvas.fill(arc(x + width / 2, 335, width / 2, 0, 180, 30), colour)
    canvas.fill(box(312, 284, 576, 12), PINE)
