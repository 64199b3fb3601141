"""A canvas in the units of a design (a scene is 1200 by 675, a portrait 600 by 600), drawn large and scaled down."""

from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont, ImageOps

from cms.demo.drawing.palette import INK, Colour
from cms.demo.drawing.shapes import Point, Shape, moved, oval, ribbon, turned

OVERSAMPLING = 3
JPEG_QUALITY = 86
Box = tuple[int, int, int, int]


class Canvas:
    """An RGB picture of `size` pixels, on which a design of `design` units is centred.

    The design covers the whole picture; with `contain` it fits inside, and what is drawn beyond its edges shows.
    """

    def __init__(self, size: tuple[int, int], design: tuple[int, int], *, contain: bool = False) -> None:
        self.size = size
        wide, high = (pixels * OVERSAMPLING for pixels in size)
        ratios = wide / design[0], high / design[1]
        self._scale = min(ratios) if contain else max(ratios)
        self._offset = (wide - design[0] * self._scale) / 2, (high - design[1] * self._scale) / 2
        self.image = Image.new("RGB", (wide, high), "white")

    def backdrop(self, top: Colour, bottom: Colour) -> None:
        """Fill everything with a vertical gradient."""
        self.image.paste(_gradient(self.image.size, top, bottom))

    def fill(
        self,
        shape: Sequence[Point],
        colour: Colour,
        *,
        alpha: float = 1,
        within: Sequence[Point] | None = None,
        soft: float = 0,
    ) -> None:
        """Paint a shape: see-through (`alpha`), cut to another shape (`within`), or with a blurred edge (`soft`)."""
        area = self._area(shape, soft * 3)
        if area:
            mask = self._mask(area, shape, alpha, within, soft)
            self.image.paste(colour, area, mask)

    def blend(
        self, shape: Sequence[Point], top: Colour, bottom: Colour, *, within: Sequence[Point] | None = None
    ) -> None:
        """Paint a shape with a vertical gradient."""
        area = self._area(shape, 0)
        if area:
            size = area[2] - area[0], area[3] - area[1]
            self.image.paste(_gradient(size, top, bottom), area, self._mask(area, shape, 1, within, 0))

    def stroke(
        self,
        line: Sequence[Point],
        width: float,
        colour: Colour,
        *,
        alpha: float = 1,
        within: Sequence[Point] | None = None,
    ) -> None:
        """Draw a line with round ends and joints."""
        area = self._area(line, width)
        if not area:
            return
        mask = Image.new("L", (area[2] - area[0], area[3] - area[1]))
        pen = ImageDraw.Draw(mask)
        radius = width / 2
        for start, end in pairwise(line):
            for part in (ribbon(start, end, radius), oval(*end, radius)):
                pen.polygon(self._local(part, area), fill=255)
        pen.polygon(self._local(oval(*line[0], radius), area), fill=255)
        self.image.paste(colour, area, self._cut(mask, area, alpha, within))

    def shadow(self, shape: Sequence[Point], *, dy: float = 18, alpha: float = 0.22, soft: float = 16) -> None:
        """The soft shadow that a shape throws below itself."""
        self.fill(moved(shape, 0, dy), INK, alpha=alpha, soft=soft)

    def write(self, text: str, at: Point, height: float, colour: Colour) -> None:
        """Set bold letters, centred on `at`, in the face that comes with Pillow."""
        font = ImageFont.load_default(height * self._scale)
        place = self._local([at], (0, 0, 0, 0))[0]
        weight = height * self._scale * 0.026
        pen = ImageDraw.Draw(self.image)
        pen.text(place, text, colour, font, anchor="mm", stroke_width=weight, stroke_fill=colour)

    def jpeg(self) -> bytes:
        """The picture at its real size."""
        buffer = BytesIO()
        small = self.image.resize(self.size, Image.Resampling.LANCZOS)
        small.save(buffer, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
        return buffer.getvalue()

    def png(self) -> bytes:
        """The picture at its real size, without loss."""
        buffer = BytesIO()
        self.image.resize(self.size, Image.Resampling.LANCZOS).save(buffer, "PNG", optimize=True)
        return buffer.getvalue()

    def _local(self, points: Sequence[Point], area: Box) -> list[Point]:
        left, top = self._offset[0] - area[0], self._offset[1] - area[1]
        return [(x * self._scale + left, y * self._scale + top) for x, y in points]

    def _area(self, points: Sequence[Point], margin: float) -> Box | None:
        """The pixels that the points can touch, or None when they lie outside the picture."""
        placed = self._local(points, (0, 0, 0, 0))
        edge = margin * self._scale + 2
        left, right = min(x for x, _ in placed) - edge, max(x for x, _ in placed) + edge
        top, low = min(y for _, y in placed) - edge, max(y for _, y in placed) + edge
        wide, high = self.image.size
        area = max(0, int(left)), max(0, int(top)), min(wide, int(right)), min(high, int(low))
        return area if area[0] < area[2] and area[1] < area[3] else None

    def _mask(
        self, area: Box, shape: Sequence[Point], alpha: float, within: Sequence[Point] | None, soft: float
    ) -> Image.Image:
        mask = Image.new("L", (area[2] - area[0], area[3] - area[1]))
        ImageDraw.Draw(mask).polygon(self._local(shape, area), fill=255)
        if soft:
            mask = mask.filter(ImageFilter.GaussianBlur(soft * self._scale))
        return self._cut(mask, area, alpha, within)

    def _cut(self, mask: Image.Image, area: Box, alpha: float, within: Sequence[Point] | None) -> Image.Image:
        if within is not None:
            edge = Image.new("L", mask.size)
            ImageDraw.Draw(edge).polygon(self._local(within, area), fill=255)
            mask = ImageChops.darker(mask, edge)
        return mask if alpha >= 1 else mask.point([round(value * alpha) for value in range(256)])


class Pose:
    """A place and an angle: shapes drawn around (0, 0) are put there."""

    def __init__(self, x: float, y: float, angle: float = 0, size: float = 1) -> None:
        self._x, self._y, self._angle, self._size = x, y, angle, size

    def __call__(self, shape: Sequence[Point]) -> Shape:
        grown = [(x * self._size, y * self._size) for x, y in shape]
        return moved(turned(grown, self._angle, (0, 0)), self._x, self._y)


def _gradient(size: tuple[int, int], top: Colour, bottom: Colour) -> Image.Image:
    return ImageOps.colorize(Image.linear_gradient("L").resize(size), top, bottom)
