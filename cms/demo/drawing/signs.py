"""Scenes about warning signs and organs: time that runs, a fever, a vessel, the lungs, bones, and a burning."""

from random import Random

from cms.demo.drawing.canvas import Canvas, Pose
from cms.demo.drawing.palette import (
    AMBER,
    BLUSH,
    BRICK,
    CORAL,
    CREAM,
    DEEP,
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
    mixed,
)
from cms.demo.drawing.shapes import Shape, arc, box, curve, heart, oval, star
from cms.demo.drawing.stage import crosses, dots, stage, table


def clock(canvas: Canvas) -> None:
    """A clock with a red quarter, and a telephone's ringing waves: every minute counts."""
    stage(canvas, ICE, LILAC, WHITE)
    face = oval(600, 338, 232)
    canvas.shadow(face, dy=26)
    canvas.fill(face, DEEP)
    canvas.fill(oval(600, 338, 204), WHITE)
    canvas.fill([(600, 338), *arc(600, 338, 188, -90, 0)], mixed(CORAL, WHITE, 0.25))
    for step in range(12):
        pose = Pose(600, 338, step * 30)
        length = 34 if step % 3 == 0 else 18
        canvas.stroke(pose([(0, -184), (0, -184 + length)]), 10 if step % 3 == 0 else 6, INK)
    canvas.stroke([(600, 338), (600, 196)], 15, INK)
    canvas.stroke([(600, 338), (700, 338)], 15, INK)
    canvas.stroke([(574, 396), (664, 190)], 6, BRICK)
    dots(canvas, BRICK, (600, 338, 17))
    for radius, width in ((290, 12), (338, 10), (386, 8)):
        for start in (-28, 152):
            canvas.stroke(arc(600, 338, radius, start, start + 56), width, CORAL, alpha=0.75)
    crosses(canvas, WHITE, (190, 130, 34), (1040, 560, 34), (980, 96, 24))


def thermometer(canvas: Canvas) -> None:
    """A thermometer that shows a fever, beside a child's toy bear."""
    stage(canvas, CREAM, BLUSH, WHITE, at=(560, 320))
    table(canvas, mixed(ROSE, WHITE, 0.35), 560)
    _bear(canvas)
    pose = Pose(470, 300, -32)
    tube = pose(box(-44, -250, 88, 400, 44))
    canvas.shadow(tube)
    canvas.fill(tube, WHITE)
    canvas.fill(pose(oval(0, 180, 78)), WHITE)
    canvas.fill(pose(oval(0, 180, 56)), CORAL)
    canvas.fill(pose(box(-20, -224, 40, 380, 20)), mixed(SKY, WHITE, 0.4))
    canvas.fill(pose(box(-20, -110, 40, 290, 20)), CORAL)
    canvas.fill(pose(box(-10, -96, 10, 240, 5)), WHITE, alpha=0.5)
    for step in range(8):
        canvas.stroke(pose([(28, -190 + step * 40), (40, -190 + step * 40)]), 5, INK)
    canvas.fill(pose(oval(-20, 164, 14, 18)), WHITE, alpha=0.6)
    crosses(canvas, ROSE, (190, 150, 38), (1010, 140, 30), (250, 470, 24))
    dots(canvas, AMBER, (700, 120, 12), (1070, 300, 10), (150, 330, 9))


def _bear(canvas: Canvas) -> None:
    fur, snout = mixed(RUST, SAND, 0.35), mixed(SAND, WHITE, 0.2)
    canvas.fill(oval(830, 592, 190, 20), INK, alpha=0.16, soft=8)
    for x in (740, 920):
        canvas.fill(oval(x, 238, 46), fur)
        canvas.fill(oval(x, 242, 24), snout)
        canvas.fill(oval(x + (x - 830) * 0.55, 440, 46, 74), mixed(fur, RUST, 0.3))
        canvas.fill(oval(x, 566, 56, 42), mixed(fur, RUST, 0.3))
        canvas.fill(oval(x, 570, 30, 22), snout)
    canvas.blend(oval(830, 462, 122, 118), fur, mixed(fur, RUST, 0.4))
    canvas.fill(oval(830, 478, 70, 74), snout)
    head = oval(830, 306, 122, 110)
    canvas.shadow(head, dy=10, soft=10)
    canvas.blend(head, fur, mixed(fur, RUST, 0.2))
    canvas.fill(oval(830, 344, 56, 44), snout)
    dots(canvas, INK, (786, 286, 11), (874, 286, 11))
    canvas.fill(oval(830, 326, 18, 13), INK)
    canvas.stroke(arc(830, 346, 20, 30, 150, 14), 6, INK)
    band = box(742, 204, 176, 36, 16)
    canvas.fill(band, WHITE)
    canvas.fill(box(812, 204, 36, 36), CORAL, alpha=0.9, within=band)


def vessel(canvas: Canvas) -> None:
    """A blood vessel, cut open: on its wall, a yellow deposit narrows the way of the cells."""
    canvas.backdrop(mixed(BLUSH, WHITE, 0.3), ROSE)
    top = [(-80, 150), (240, 120), (560, 160), (900, 118), (1300, 150)]
    low = [(-80, 545), (260, 560), (600, 530), (940, 566), (1300, 540)]
    outside = [*curve(top, closed=False), *reversed(curve(low, closed=False))]
    canvas.shadow(outside, dy=20)
    canvas.fill(outside, BRICK)
    inner = [(x, y + 46) for x, y in top], [(x, y - 46) for x, y in low]
    hollow = [*curve(inner[0], closed=False), *reversed(curve(inner[1], closed=False))]
    canvas.blend(hollow, mixed(CORAL, BRICK, 0.35), mixed(CORAL, BRICK, 0.7))
    plaque = curve([(520, 540), (600, 440), (720, 372), (850, 396), (960, 470), (1030, 540)])
    canvas.fill(plaque, AMBER, within=hollow)
    canvas.fill(curve([(600, 540), (680, 452), (760, 416), (850, 440), (920, 540)]), SAND, within=hollow)
    spread = Random(5)
    for _ in range(22):
        canvas.fill(
            oval(spread.uniform(580, 980), spread.uniform(440, 500), spread.uniform(5, 11)), RUST, within=plaque
        )
    for x, y, angle in (
        (90, 270, 12),
        (210, 400, -20),
        (330, 262, 30),
        (420, 420, 8),
        (540, 290, -24),
        (700, 250, 14),
        (850, 300, -10),
        (980, 240, 26),
        (1090, 360, -16),
        (110, 450, 40),
    ):
        pose = Pose(x, y, angle)
        canvas.shadow(pose(oval(0, 0, 56, 36)), dy=8, soft=7)
        canvas.fill(pose(oval(0, 0, 56, 36)), CORAL)
        canvas.fill(pose(oval(2, 2, 30, 17)), mixed(CORAL, BRICK, 0.55))
    crosses(canvas, WHITE, (170, 66, 30), (1040, 64, 34), (620, 626, 28))


def flame(canvas: Canvas) -> None:
    """A stomach with a flame inside; beside it a chewable tablet and a glass of water."""
    stage(canvas, CREAM, SAND, WHITE, at=(520, 330))
    table(canvas, mixed(SAND, RUST, 0.25), 572)
    pipe = curve([(470, -20), (466, 90), (500, 170), (540, 220)], closed=False)
    canvas.stroke(pipe, 64, mixed(ROSE, CORAL, 0.35))
    shape = curve([(500, 190), (600, 150), (690, 210), (706, 330), (640, 450), (500, 500), (372, 470), (366, 410),
                   (452, 400), (508, 340), (510, 260)])  # fmt: skip
    canvas.shadow(shape, dy=20)
    canvas.blend(shape, ROSE, CORAL)
    canvas.fill(curve([(380, 440), (520, 420), (690, 380), (640, 460), (500, 500)]), mixed(AMBER, CORAL, 0.3),
                within=shape)  # fmt: skip
    for size, colour in ((1, BRICK), (0.72, AMBER), (0.42, CREAM)):
        canvas.fill(_tongue(590, 430, size), colour)
    canvas.fill(oval(564, 216, 30, 20), WHITE, alpha=0.35)
    glass = [(860, 300), (1010, 300), (990, 590), (880, 590)]
    canvas.shadow(glass, dy=10)
    canvas.fill(glass, WHITE, alpha=0.9)
    canvas.blend([(868, 400), (1002, 400), (990, 582), (881, 582)], SKY, mixed(SKY, TEAL, 0.3))
    canvas.fill(oval(935, 400, 67, 10), WHITE, alpha=0.7)
    for x, y, colour in ((260, 590, MINT), (190, 604, ROSE), (770, 606, MINT)):
        canvas.shadow(oval(x, y, 44, 20), dy=6, soft=5)
        canvas.fill(oval(x, y + 8, 44, 20), mixed(colour, INK, 0.2))
        canvas.fill(oval(x, y, 44, 20), colour)
    crosses(canvas, WHITE, (200, 170, 36), (820, 130, 32), (1080, 220, 26))


def _tongue(x: float, foot: float, size: float) -> Shape:
    """A flame that stands on `foot`, 220 high at size 1."""
    outline = [(0, 0), (62, -24), (72, -92), (40, -130), (34, -176), (-4, -220), (-14, -150), (-56, -110), (-66, -34)]
    return curve([(x + px * size, foot + py * size) for px, py in outline])


def lungs(canvas: Canvas) -> None:
    """Two lungs like trees with leaves; smoke drifts away from them."""
    stage(canvas, FOAM, MINT, WHITE, at=(600, 340))
    for side in (-1, 1):
        lobe = [(26, -40), (70, -168), (142, -176), (206, -60), (236, 96), (210, 196), (120, 190), (52, 140), (34, 60)]
        wing = curve([(600 + side * x, 350 + y) for x, y in lobe])
        canvas.shadow(wing, dy=20)
        canvas.blend(wing, mixed(ROSE, WHITE, 0.15), CORAL)
        branches = ([(0, -60), (60, 0), (120, 60), (176, 130)], [(70, 10), (126, -20), (160, -90)],
                    [(100, 40), (104, 100), (92, 150)], [(140, 84), (190, 60), (206, 30)])  # fmt: skip
        for branch in branches:
            line = curve([(600 + side * x, 350 + y) for x, y in branch], closed=False)
            canvas.stroke(line, 13, BLUSH, within=wing)
        for x, y, size in ((176, 130, 26), (160, -90, 24), (92, 150, 22), (206, 30, 20)):
            canvas.fill(oval(600 + side * x, 350 + y, size, size * 0.8), LEAF, within=wing)
            canvas.fill(oval(600 + side * x - 5, 344 + y, size * 0.4), MOSS, alpha=0.5, within=wing)
    canvas.stroke([(600, 96), (600, 292)], 46, mixed(ROSE, WHITE, 0.25))
    for y in range(120, 280, 34):
        canvas.stroke([(582, y), (618, y)], 7, CORAL, alpha=0.6)
    for drift in (
        [(1000, 600), (1040, 520), (990, 450), (1050, 360), (1020, 270)],
        [(1070, 600), (1110, 530), (1070, 460), (1120, 390)],
    ):
        canvas.stroke(curve(drift, closed=False), 16, mixed(INK, WHITE, 0.7), alpha=0.5)
    canvas.fill(Pose(180, 540, -18)(box(-110, -20, 150, 40, 6)), WHITE)
    canvas.fill(Pose(180, 540, -18)(box(-110, -20, 60, 40, 6)), AMBER)
    canvas.fill(Pose(262, 500, 24)(box(-30, -20, 110, 40, 6)), WHITE)
    canvas.fill(Pose(262, 500, 24)(box(62, -20, 20, 40, 4)), mixed(INK, WHITE, 0.35))
    crosses(canvas, SEA, (210, 160, 36), (980, 120, 32))


def bones(canvas: Canvas) -> None:
    """A strong bone, a glass of milk and a bright sun."""
    stage(canvas, ICE, SKY, WHITE, at=(560, 330))
    canvas.fill(star(1000, 150, 122, 88, 14), mixed(AMBER, WHITE, 0.2))
    canvas.blend(oval(1000, 150, 78), CREAM, AMBER)
    table(canvas, mixed(SKY, DEEP, 0.3), 580)
    pose = Pose(500, 320, -36)
    ends = [pose(oval(x, y, 66)) for x in (-230, 230) for y in (-48, 48)]
    shaft = pose(box(-230, -52, 460, 104, 30))
    for shape in (*ends, shaft):
        canvas.shadow(shape, dy=16, soft=12, alpha=0.14)
    for shape in ends:
        canvas.fill(shape, CREAM)
    canvas.fill(shaft, CREAM)
    canvas.fill(pose(box(-200, 14, 400, 30, 15)), mixed(SAND, RUST, 0.15), alpha=0.6)
    canvas.fill(pose(box(-200, -36, 330, 16, 8)), WHITE)
    glass = [(850, 340), (1000, 340), (984, 608), (868, 608)]
    canvas.shadow(glass, dy=10)
    canvas.fill(glass, mixed(SKY, WHITE, 0.55))
    canvas.fill([(855, 400), (995, 400), (983, 600), (869, 600)], WHITE)
    canvas.fill(oval(925, 400, 70, 11), CREAM)
    canvas.fill(heart(925, 500, 70), ROSE)
    for x, y, radius, colour in ((210, 590, 34, AMBER), (288, 604, 26, AMBER), (1088, 606, 30, LEAF)):
        canvas.shadow(oval(x, y, radius), dy=6, soft=6)
        canvas.fill(oval(x, y, radius), colour)
        canvas.fill(oval(x - radius * 0.3, y - radius * 0.3, radius * 0.25), WHITE, alpha=0.6)
    crosses(canvas, WHITE, (180, 140, 34), (760, 110, 28))
    dots(canvas, PLUM, (700, 220, 8), (250, 470, 10), alpha=0.3)
    dots(canvas, PINE, (740, 470, 8), alpha=0.3)
