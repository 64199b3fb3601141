"""Outlines as lists of points. Pure geometry: x to the right, y downwards, angles in degrees, clockwise."""

from collections.abc import Iterable, Sequence
from math import ceil, cos, hypot, pi, radians, sin

Point = tuple[float, float]
Shape = list[Point]


def oval(x: float, y: float, rx: float, ry: float | None = None) -> Shape:
    """A circle, or an ellipse when `ry` is given."""
    return arc(x, y, rx, 0, 360, ry)


def arc(x: float, y: float, rx: float, start: float, end: float, ry: float | None = None) -> Shape:
    """Points along an ellipse; 0 degrees is to the right, 90 below."""
    steps = max(8, ceil(abs(end - start) / 3))
    angles = (radians(start + (end - start) * step / steps) for step in range(steps + 1))
    return [(x + rx * cos(angle), y + (rx if ry is None else ry) * sin(angle)) for angle in angles]


def box(x: float, y: float, width: float, height: float, radius: float = 0) -> Shape:
    """A rectangle from its upper left corner, with rounded corners."""
    radius = min(radius, width / 2, height / 2)
    if radius <= 0:
        return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    right, low = x + width - radius, y + height - radius
    return [
        *arc(x + radius, y + radius, radius, 180, 270),
        *arc(right, y + radius, radius, 270, 360),
        *arc(right, low, radius, 0, 90),
        *arc(x + radius, low, radius, 90, 180),
    ]


def star(x: float, y: float, outer: float, inner: float, points: int) -> Shape:
    """A star, the first point upwards."""
    corners = ((outer if step % 2 == 0 else inner, pi * step / points - pi / 2) for step in range(points * 2))
    return [(x + radius * cos(angle), y + radius * sin(angle)) for radius, angle in corners]


def cross(x: float, y: float, size: float, thickness: float) -> Shape:
    """The plus sign of a pharmacy, `size` from end to end."""
    far, near = size / 2, thickness / 2
    quarter = [(-near, -far), (near, -far), (near, -near)]
    return [
        (x + a * cos(turn) - b * sin(turn), y + a * sin(turn) + b * cos(turn))
        for turn in (0, pi / 2, pi, 3 * pi / 2)
        for a, b in quarter
    ]


def leaf(x: float, y: float, length: float, width: float, angle: float) -> Shape:
    """A leaf whose stalk is at (x, y), pointing right before it is turned by `angle`."""
    top = [(x + length * step / 20, y - width * sin(pi * (step / 20) ** 0.8)) for step in range(21)]
    low = [(px, 2 * y - py) for px, py in reversed(top)]
    return turned(top + low, angle, (x, y))


def drop(x: float, y: float, radius: float) -> Shape:
    """A drop: its round part is centred on (x, y), its tip twice the radius above."""
    return [*arc(x, y, radius, -30, 210), (x, y - radius * 2)]


def cloud(x: float, y: float, size: float) -> Shape:
    """A cloud with a flat foot, about 250 wide at size 1."""
    bumps = [*arc(-84, 6, 34, 90, 262), *arc(-26, -22, 50, 196, 322), *arc(52, -2, 42, 262, 450)]
    return [(x + px * size, y + py * size) for px, py in bumps]


def heart(x: float, y: float, size: float) -> Shape:
    """A heart, `size` wide, centred on (x, y)."""
    unit = size / 32
    angles = (radians(step * 3) for step in range(120))
    return [
        (
            x + unit * 16 * sin(angle) ** 3,
            y - unit * (13 * cos(angle) - 5 * cos(2 * angle) - 2 * cos(3 * angle) - cos(4 * angle)) - 2 * unit,
        )
        for angle in angles
    ]


def ribbon(start: Point, end: Point, radius: float) -> Shape:
    """The straight band from one point to another, `radius` to each side."""
    length = distance(start, end) or 1
    dx, dy = (end[1] - start[1]) / length * radius, (start[0] - end[0]) / length * radius
    (ax, ay), (bx, by) = start, end
    return [(ax + dx, ay + dy), (bx + dx, by + dy), (bx - dx, by - dy), (ax - dx, ay - dy)]


def curve(points: Sequence[Point], *, closed: bool = True) -> Shape:
    """A smooth line through all the points (Catmull-Rom)."""
    count = len(points)
    spans = count if closed else count - 1

    def at(index: int) -> Point:
        return points[index % count] if closed else points[min(max(index, 0), count - 1)]

    smooth: Shape = []
    for span in range(spans):
        p0, p1, p2, p3 = (at(span + offset) for offset in (-1, 0, 1, 2))
        smooth += [_between(p0, p1, p2, p3, step / 14) for step in range(14)]
    return smooth if closed else [*smooth, points[-1]]


def _between(p0: Point, p1: Point, p2: Point, p3: Point, t: float) -> Point:
    def along(a: float, b: float, c: float, d: float) -> float:
        return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)

    return along(p0[0], p1[0], p2[0], p3[0]), along(p0[1], p1[1], p2[1], p3[1])


def moved(shape: Iterable[Point], dx: float, dy: float) -> Shape:
    """The same shape elsewhere."""
    return [(x + dx, y + dy) for x, y in shape]


def turned(shape: Iterable[Point], angle: float, about: Point) -> Shape:
    """The same shape, turned clockwise."""
    ox, oy = about
    c, s = cos(radians(angle)), sin(radians(angle))
    return [(ox + (x - ox) * c - (y - oy) * s, oy + (x - ox) * s + (y - oy) * c) for x, y in shape]


def distance(first: Point, second: Point) -> float:
    """Length of the straight line between two points."""
    return hypot(second[0] - first[0], second[1] - first[1])
