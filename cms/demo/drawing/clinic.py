"""Scenes of care: a vaccination, and an infusion."""

from cms.demo.drawing.canvas import Canvas, Pose
from cms.demo.drawing.palette import (
    AMBER,
    BLUE,
    BLUSH,
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
    PINE,
    PLUM,
    ROSE,
    SAND,
    SEA,
    SKY,
    TEAL,
    WHITE,
    mixed,
)
from cms.demo.drawing.shapes import box, cross, curve, drop
from cms.demo.drawing.stage import crosses, dots, sprig, stage, table


def syringe(canvas: Canvas) -> None:
    """A syringe with a drop at its needle, a vial and a sticking plaster."""
    stage(canvas, CREAM, SAND, WHITE, at=(580, 330))
    pose = Pose(560, 330, -34)
    canvas.stroke(pose([(210, 0), (330, 0)]), 7, mixed(INK, WHITE, 0.35))
    canvas.fill(pose(box(186, -16, 40, 32, 8)), DEEP)
    barrel = pose(box(-170, -52, 362, 104, 24))
    canvas.shadow(barrel)
    canvas.blend(barrel, WHITE, mixed(SKY, WHITE, 0.4))
    canvas.fill(pose(box(-20, -52, 220, 104)), SEA, alpha=0.75, within=barrel)
    canvas.fill(pose(box(-160, -38, 340, 16, 8)), WHITE, alpha=0.7)
    for step in range(7):
        canvas.stroke(pose([(-8 + step * 28, 46), (-8 + step * 28, 46 - (26 if step % 2 == 0 else 16))]), 5, PINE)
    canvas.fill(pose(box(-44, -50, 30, 100, 8)), INK)
    canvas.fill(pose(box(-300, -12, 262, 24)), mixed(DEEP, SKY, 0.35))
    canvas.fill(pose(box(-186, -86, 28, 172, 14)), DEEP)
    canvas.fill(pose(box(-322, -62, 30, 124, 14)), DEEP)
    canvas.fill(drop(866, 172, 15), TEAL)
    _small_vial(canvas, 906, 410)
    _plaster(canvas, Pose(262, 176, -16))
    dots(canvas, AMBER, (300, 600, 14), (1060, 220, 12), (520, 600, 12))
    crosses(canvas, CORAL, (150, 400, 34), (700, 560, 26), (1010, 120, 26))


def infusion(canvas: Canvas) -> None:
    """A drip bag on its stand, beside a plant and a window."""
    canvas.backdrop(mixed(LILAC, WHITE, 0.55), ICE)
    window = box(130, 90, 360, 330, 24)
    canvas.shadow(window, dy=10)
    canvas.fill(window, WHITE)
    view = box(148, 108, 324, 294, 14)
    canvas.blend(view, SKY, CREAM)
    dots(canvas, mixed(AMBER, WHITE, 0.25), (390, 190, 40))
    hills = [*curve([(120, 350), (240, 300), (350, 346), (500, 306)], closed=False), (500, 420), (120, 420)]
    canvas.fill(hills, mixed(LEAF, MINT, 0.4), within=view)
    canvas.fill(box(304, 108, 12, 294), WHITE)
    table(canvas, mixed(LILAC, PLUM, 0.22), 590)
    canvas.stroke([(820, 640), (820, 74)], 16, mixed(INK, WHITE, 0.4))
    canvas.stroke([(712, 92), (700, 74), (940, 74), (928, 92)], 12, mixed(INK, WHITE, 0.4))
    canvas.stroke([(730, 646), (910, 646)], 18, INK)
    bag = box(606, 104, 190, 270, 44)
    canvas.stroke([(700, 78), (700, 112)], 8, mixed(INK, WHITE, 0.4))
    canvas.shadow(bag)
    canvas.blend(bag, WHITE, ICE)
    level = curve([(590, 212), (650, 200), (710, 220), (810, 204)], closed=False)
    canvas.fill([*level, (810, 400), (590, 400)], SEA, alpha=0.7, within=bag)
    canvas.fill(box(640, 236, 122, 92, 14), WHITE)
    canvas.fill(cross(701, 282, 56, 19), CORAL)
    canvas.fill(box(624, 130, 14, 190, 7), WHITE, alpha=0.75)
    canvas.fill(box(684, 368, 34, 86, 15), mixed(SKY, BLUE, 0.35))
    canvas.fill(drop(701, 420, 8), WHITE)
    tube = [(701, 454), (696, 540), (620, 600), (560, 520), (470, 500), (380, 560), (300, 700)]
    canvas.stroke(curve(tube, closed=False), 9, SEA)
    canvas.blend([(980, 520), (1110, 520), (1094, 640), (996, 640)], CORAL, BRICK)
    sprig(canvas, (1044, 522), LEAF, height=270, lean=-16)
    sprig(canvas, (1062, 522), MOSS, height=190, lean=46)
    crosses(canvas, WHITE, (560, 90, 30), (1020, 120, 34), (560, 330, 24))


def _small_vial(canvas: Canvas, x: float, y: float) -> None:
    glass = box(x - 62, y, 124, 170, 26)
    canvas.shadow(glass)
    canvas.blend(glass, WHITE, SKY)
    canvas.fill(box(x - 62, y + 62, 124, 120), SEA, alpha=0.8, within=glass)
    canvas.fill(box(x - 62, y + 78, 124, 56), WHITE, within=glass)
    canvas.fill(cross(x, y + 106, 38, 13), TEAL)
    canvas.fill(box(x - 36, y - 24, 72, 30), mixed(SKY, WHITE, 0.4))
    canvas.fill(box(x - 48, y - 56, 96, 40, 10), CORAL)


def _plaster(canvas: Canvas, pose: Pose) -> None:
    strip = pose(box(-116, -38, 232, 76, 38))
    canvas.shadow(strip, dy=10, soft=10)
    canvas.blend(strip, ROSE, mixed(ROSE, CORAL, 0.35))
    canvas.fill(pose(box(-40, -38, 80, 76)), BLUSH)
    for x in (-20, 0, 20):
        dots(canvas, CORAL, *((*pose([(x, y)])[0], 4) for y in (-16, 0, 16)))
