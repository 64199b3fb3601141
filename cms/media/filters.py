"""Two filters of pictures that Wagtail has not: a part of one, and one whole in the middle of a white area."""

from typing import Any

from PIL import Image
from wagtail import hooks
from wagtail.images.image_operations import FilterOperation, ImageTransform, TransformOperation
from wagtail.images.rect import Rect
from willow.plugins.pillow import PillowImage

WHITE = (255, 255, 255)


class CutOperation(TransformOperation):
    """`cut-10-0-25-5` takes so many percent off at the left, the top, the right and the bottom."""

    def construct(self, *percents: str) -> None:
        self.left, self.top, self.right, self.bottom = (int(each) for each in percents)
        if min(self.left, self.top, self.right, self.bottom) < 0:
            raise ValueError("A part of a picture is no larger than the picture.")
        if max(self.left + self.right, self.top + self.bottom) >= 100:
            raise ValueError("Nothing would be left of the picture.")

    def run(self, transform: ImageTransform, image: Any) -> ImageTransform:  # type: ignore[override]
        width, height = transform.size
        left, top = round(width * self.left / 100), round(height * self.top / 100)
        right, bottom = round(width * (1 - self.right / 100)), round(height * (1 - self.bottom / 100))
        return transform.crop(Rect(left, top, max(right, left + 1), max(bottom, top + 1)))


class PadOperation(FilterOperation):
    """`pad-192x192`, after a filter that makes the picture no larger than that, such as `max`.

    What is transparent becomes white. Wagtail's own filters cut, and the ends of a pharmacy's name are no margin.
    """

    def construct(self, size: str) -> None:
        width, height = size.split("x")
        self.size = (int(width), int(height))

    def run(self, willow: Any, image: Any, env: dict[str, Any]) -> PillowImage:
        shown = willow.set_background_color_rgb(WHITE).get_pillow_image().convert("RGB")
        area = Image.new("RGB", self.size, WHITE)
        left, top = ((whole - part) // 2 for whole, part in zip(self.size, shown.size, strict=True))
        area.paste(shown, (left, top))
        return PillowImage(area)


@hooks.register("register_image_operations")
def filters() -> list[tuple[str, type[Any]]]:
    """By the names that stand in a filter's text."""
    return [("cut", CutOperation), ("pad", PadOperation)]
