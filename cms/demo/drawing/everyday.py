"""Scenes of things at hand: an inhaler, a pill organizer, shoes, a suitcase, a mug and a flashlight."""

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
from cms.demo.drawing.shapes import arc, box, cloud, cross, curve, oval, star
from cms.demo.drawing.stage import crosses, dots, ground, sprig, stage, table


def inhaler(canvas: Canvas) -> None:
    """An inhaler that sends out a soft cloud of mist."""
    stage(canvas, FOAM, SKY, WHITE, at=(560, 330))
    for x, y, radius, alpha in ((800, 420, 46, 0.9), (868, 396, 60, 0.8), (950, 430, 74, 0.65), (1040, 380, 66, 0.5),
                                (1080, 460, 80, 0.4), (900, 480, 54, 0.6)):  # fmt: skip
        canvas.fill(oval(x, y, radius), WHITE, alpha=alpha)
    can = Pose(470, 320, 8)
    canister = can(box(-74, -262, 148, 200, 30))
    canvas.shadow(canister)
    canvas.blend(canister, WHITE, mixed(INK, WHITE, 0.72))
    canvas.fill(can(box(-74, -190, 148, 56)), AMBER, within=canister)
    body = can(box(-100, -130, 200, 370, 46))
    canvas.shadow(body)
    canvas.blend(body, mixed(SEA, WHITE, 0.15), TEAL)
    mouth = [(480, 400), (748, 362), (760, 494), (480, 566)]
    canvas.shadow(mouth, dy=14)
    canvas.blend(mouth, TEAL, PINE)
    cap = [(736, 356), (772, 352), (786, 496), (748, 502)]
    canvas.fill(cap, mixed(SEA, WHITE, 0.5))
    canvas.fill(can(box(-78, -100, 26, 300, 13)), WHITE, alpha=0.35)
    canvas.fill(can(box(-46, -40, 110, 130, 18)), WHITE)
    canvas.fill(can(cross(9, 25, 70, 24)), CORAL)
    dots(canvas, SEA, (820, 330, 7), (900, 310, 9), (980, 330, 6), (1050, 296, 8), (1120, 350, 6))
    crosses(canvas, WHITE, (180, 170, 36), (210, 500, 28), (800, 140, 30))


def organizer(canvas: Canvas) -> None:
    """A pill organizer with seven lids, one of them open, and a pencil beside a list."""
    stage(canvas, CREAM, MINT, WHITE)
    table(canvas, mixed(SEA, WHITE, 0.35), 510)
    sheet = Pose(880, 250, 8)
    canvas.shadow(sheet(box(-150, -180, 300, 380, 12)))
    canvas.fill(sheet(box(-150, -180, 300, 380, 12)), WHITE)
    for step in range(6):
        y = -120 + step * 52
        canvas.fill(sheet(box(-116, y - 14, 28, 28, 6)), MINT if step < 3 else mixed(SKY, WHITE, 0.3))
        canvas.fill(sheet(box(-70, y - 7, (170, 130, 180, 110, 150, 90)[step], 14, 7)), SKY)
        if step < 3:
            canvas.stroke(sheet([(-110, y), (-102, y + 9), (-90, y - 12)]), 6, PINE)
    pencil = Pose(700, 430, -24)
    canvas.fill(pencil(box(-150, -12, 260, 24)), AMBER)
    canvas.fill(pencil([(-150, -12), (-190, 0), (-150, 12)]), SAND)
    canvas.fill(pencil(box(96, -12, 30, 24, 6)), ROSE)
    tray = box(110, 420, 820, 170, 24)
    canvas.shadow(tray)
    canvas.blend(tray, mixed(BLUE, WHITE, 0.1), DEEP)
    for day in range(7):
        x = 128 + day * 114
        cell = box(x, 438, 100, 132, 14)
        if day == 2:
            canvas.fill(cell, mixed(DEEP, INK, 0.4))
            for px, py, colour in ((34, 60, CORAL), (66, 48, WHITE), (58, 92, AMBER)):
                canvas.fill(oval(x + px, 438 + py, 19), colour)
            lid = [(x, 438), (x + 100, 438), (x + 112, 350), (x - 12, 350)]
            canvas.fill(lid, mixed(SKY, WHITE, 0.25), alpha=0.9)
            continue
        canvas.blend(cell, mixed(SKY, WHITE, 0.3), SKY)
        canvas.fill(box(x + 38, 552, 24, 26, 6), WHITE)
        canvas.fill(box(x + 26, 486, 48, 14, 7), DEEP, alpha=0.55)
    crosses(canvas, WHITE, (200, 150, 36), (480, 110, 28), (1110, 420, 26))
    dots(canvas, CORAL, (1020, 600, 24), (320, 250, 10))
    dots(canvas, AMBER, (1086, 614, 18), (560, 220, 9))


def shoes(canvas: Canvas) -> None:
    """A pair of walking shoes on a path that winds over green hills."""
    canvas.backdrop(mixed(SKY, WHITE, 0.25), CREAM)
    dots(canvas, mixed(AMBER, WHITE, 0.2), (200, 150, 74))
    for x, y, size in ((520, 120, 0.9), (930, 160, 1.1)):
        canvas.fill(cloud(x, y, size), WHITE, alpha=0.9)
    ground(canvas, mixed(LEAF, MINT, 0.25), 400)
    path = [*curve([(240, 690), (420, 560), (700, 500), (640, 430), (760, 396)], closed=False),
            *curve([(790, 396), (720, 430), (830, 500), (660, 600), (760, 690)], closed=False)]  # fmt: skip
    canvas.fill(path, SAND)
    for x, height, lean in ((110, 120, -8), (1080, 150, 12), (980, 100, 6)):
        sprig(canvas, (x, 520), MOSS, height=height, lean=lean)
    _shoe(canvas, Pose(690, 500, -6, 0.86), mixed(TEAL, INK, 0.15))
    _shoe(canvas, Pose(470, 560, 4, 1), TEAL)
    crosses(canvas, WHITE, (380, 250, 28), (1110, 290, 30))


def _shoe(canvas: Canvas, pose: Pose, colour: Colour) -> None:
    """A shoe about 420 long; its sole stands 62 below the pose."""
    upper = pose(
        curve([(-200, 20), (-196, -110), (-150, -150), (-90, -120), (-20, -92), (90, -40), (196, -8), (210, 30)])
    )
    canvas.shadow(pose(box(-214, 10, 430, 60, 28)), dy=14)
    canvas.blend(upper, mixed(colour, WHITE, 0.2), colour)
    canvas.fill(pose(curve([(96, -40), (196, -8), (212, 34), (110, 34)])), AMBER, within=upper)
    canvas.fill(pose(curve([(-200, -20), (-196, -112), (-150, -150), (-130, -40)])), CORAL, within=upper)
    for step in range(4):
        x, y = -66 + step * 38, -106 + step * 19
        canvas.stroke(pose([(x, y), (x - 16, y + 46)]), 9, WHITE)
    canvas.fill(pose(box(-214, 16, 430, 46, 22)), WHITE)
    canvas.fill(pose(box(-214, 44, 430, 18, 9)), mixed(INK, WHITE, 0.6))


def suitcase(canvas: Canvas) -> None:
    """A suitcase with a first-aid mark, a small plane above it and a globe behind."""
    stage(canvas, ICE, CREAM, WHITE, at=(820, 300))
    table(canvas, mixed(SAND, AMBER, 0.3), 560)
    globe = oval(850, 300, 200)
    canvas.shadow(globe)
    canvas.blend(globe, SKY, BLUE)
    for outline in (
        [(740, 190), (830, 170), (860, 250), (800, 320), (740, 280)],
        [(900, 330), (990, 300), (1020, 370), (940, 460), (890, 410)],
        [(910, 150), (970, 180), (950, 220), (900, 200)],
    ):
        canvas.fill(curve(outline), LEAF, within=globe)
    canvas.stroke(arc(850, 300, 200, 0, 180, 60), 4, WHITE, alpha=0.5)
    canvas.stroke(arc(430, 280, 70, 180, 360, 80), 22, RUST)
    case = box(210, 280, 440, 310, 36)
    canvas.shadow(case)
    canvas.blend(case, CORAL, BRICK)
    for x in (270, 560):
        canvas.fill(box(x, 280, 30, 310), mixed(BRICK, INK, 0.2), alpha=0.6, within=case)
    canvas.fill(oval(430, 434, 84), WHITE)
    canvas.fill(cross(430, 434, 96, 34), LEAF)
    for x in (280, 560):
        canvas.fill(box(x, 584, 40, 26, 10), INK)
    plane = Pose(460, 130, -14, 1)
    canvas.stroke(curve([(90, 250), (200, 190), (350, 160)], closed=False), 6, SKY)
    canvas.fill(plane(box(-90, -16, 190, 32, 16)), WHITE)
    canvas.fill(plane([(-10, 0), (-50, 74), (-14, 74), (46, 0)]), mixed(SKY, BLUE, 0.3))
    canvas.fill(plane([(-90, -10), (-112, -58), (-78, -58), (-50, -10)]), CORAL)
    dots(canvas, DEEP, *((*plane([(x, -2)])[0], 5) for x in (-30, 0, 30, 60)))
    dots(canvas, AMBER, (1090, 120, 14), (700, 110, 9))


def mug(canvas: Canvas) -> None:
    """A steaming mug with lemon, a box of tissues and a spoon of syrup."""
    stage(canvas, CREAM, LILAC, WHITE, at=(540, 330))
    table(canvas, mixed(LILAC, PLUM, 0.25), 540)
    for x in (450, 530, 610):
        steam = [(x, 250), (x - 26, 200), (x + 22, 150), (x - 10, 90)]
        canvas.stroke(curve(steam, closed=False), 14, WHITE, alpha=0.8)
    canvas.stroke(arc(690, 420, 84, -80, 80, 78), 34, CORAL)
    cup = [(360, 290), (700, 290), *arc(600, 500, 90, 0, 90), *arc(460, 500, 90, 90, 180)]
    canvas.shadow(cup)
    canvas.blend(cup, CORAL, BRICK)
    canvas.fill(oval(530, 290, 170, 34), mixed(CORAL, WHITE, 0.3))
    canvas.fill(oval(530, 294, 148, 26), mixed(AMBER, RUST, 0.35))
    canvas.fill(oval(420, 430, 20, 80), WHITE, alpha=0.35)
    lemon = oval(350, 560, 66)
    canvas.shadow(lemon, dy=8, soft=7)
    canvas.fill(lemon, AMBER)
    canvas.fill(oval(350, 560, 54), CREAM)
    for step in range(8):
        canvas.fill([(350, 560), *Pose(350, 560, step * 45)(arc(0, 0, 46, -17, 17))], mixed(AMBER, WHITE, 0.3))
    tissue = box(800, 420, 280, 170, 22)
    canvas.shadow(tissue)
    canvas.blend(tissue, SEA, TEAL)
    canvas.fill(oval(940, 430, 80, 18), PINE)
    canvas.fill(curve([(880, 432), (900, 330), (950, 380), (990, 310), (1000, 432)]), WHITE)
    canvas.fill(curve([(920, 432), (950, 384), (970, 432)]), mixed(SKY, WHITE, 0.5))
    crosses(canvas, WHITE, (180, 170, 36), (830, 140, 32), (1090, 250, 26))
    dots(canvas, MINT, (870, 510, 14), (940, 540, 14), (1010, 510, 14))


def flashlight(canvas: Canvas) -> None:
    """A flashlight in a dark room lights up a first-aid bag and water."""
    canvas.backdrop(NIGHT, mixed(NIGHT, PLUM, 0.45))
    canvas.fill([(330, 300), (1240, 60), (1240, 690), (330, 420)], AMBER, alpha=0.16)
    canvas.fill([(330, 320), (1240, 170), (1240, 640), (330, 400)], CREAM, alpha=0.2)
    table(canvas, mixed(NIGHT, PLUM, 0.7), 570)
    canvas.fill([(420, 570), (1240, 570), (1240, 700), (560, 700)], CREAM, alpha=0.14)
    torch = Pose(230, 360, 0)
    canvas.blend(torch(box(-190, -44, 260, 88, 20)), CORAL, BRICK)
    canvas.blend(torch([(60, -50), (120, -86), (120, 86), (60, 50)]), mixed(CORAL, WHITE, 0.2), BRICK)
    canvas.fill(torch(oval(120, 0, 18, 84)), CREAM)
    canvas.fill(torch(box(-80, -58, 60, 20, 8)), INK)
    bag = box(660, 330, 280, 250, 34)
    canvas.stroke(arc(800, 334, 60, 180, 360, 52), 18, mixed(BRICK, INK, 0.3))
    canvas.shadow(bag, alpha=0.4)
    canvas.blend(bag, CORAL, BRICK)
    canvas.fill(oval(800, 454, 78), WHITE)
    canvas.fill(cross(800, 454, 92, 32), BRICK)
    canvas.blend(box(990, 320, 84, 262, 24), mixed(SKY, WHITE, 0.2), BLUE)
    canvas.fill(box(1006, 286, 52, 42, 10), DEEP)
    canvas.fill(box(990, 410, 84, 70), WHITE, alpha=0.8)
    canvas.blend(box(560, 470, 74, 112, 14), AMBER, RUST)
    canvas.fill(box(552, 444, 90, 34, 8), WHITE)
    canvas.fill(box(560, 500, 74, 48), BLUSH)
    for x, y, size in ((120, 110, 20), (420, 80, 16), (700, 120, 22), (250, 180, 12), (1010, 90, 14)):
        canvas.fill(star(x, y, size, size * 0.22, 4), CREAM, alpha=0.8)
    dots(canvas, ROSE, (480, 600, 12), (520, 620, 9))
