"""Our own filters of pictures: a part, and one whole in a white area."""

import pytest
from PIL import Image
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import Filter

from cms.media.ladder import CARD, ICON
from tests.factories.media import empty_storage, make_image

__all__ = ["empty_storage"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_storage")]


@pytest.mark.parametrize("size", [(900, 300), (40, 20), (200, 400)])
def test_icon_and_card_hold_the_whole_picture_on_white(size: tuple[int, int]) -> None:
    image = make_image("logo.png", size=size, colour="#0b6e4f", is_ready=False)
    for spec, area, most in ((ICON, (192, 192), (176, 176)), (CARD, (1200, 630), (1000, 430))):
        with image.generate_rendition_file(Filter(spec)) as file, Image.open(file) as picture:
            assert picture.size == area
            # What is not white, as JPEG writes it.
            box = picture.convert("L").point([255 if level < 200 else 0 for level in range(256)]).getbbox()
        assert box is not None
        width, height = box[2] - box[0], box[3] - box[1]
        part = min(1, most[0] / size[0], most[1] / size[1])
        assert width == pytest.approx(size[0] * part, abs=2)
        assert height == pytest.approx(size[1] * part, abs=2)
        assert (box[0] + box[2]) / 2 == pytest.approx(area[0] / 2, abs=1)


def test_part_is_what_is_left() -> None:
    image = make_image("logo.png", size=(200, 100), is_ready=False)
    with image.cut(10, 20, 40, 0) as file, Image.open(file) as part:
        assert part.size == (100, 80)


def test_of_a_small_picture_a_pixel_is_left() -> None:
    image = make_image("logo.png", size=(16, 9), is_ready=False)
    with image.cut(45, 45, 45, 45) as file, Image.open(file) as part:
        assert part.size == (2, 1)


@pytest.mark.parametrize("spec", ["cut-1-2-3", "cut-60-0-40-0", "cut-0-0-0-101", "cut-a-0-0-0", "pad-x", "pad-12"])
def test_filter_that_leaves_nothing_or_says_nothing_is_refused(spec: str) -> None:
    with pytest.raises(InvalidFilterSpecError):
        _ = Filter(spec).operations


@pytest.mark.parametrize(("colour", "is_lost"), [("#ffffff", True), ("#f0f0f0", True), ("#0b6e4f", False)])
def test_logo_that_is_white_is_lost_on_white(colour: str, is_lost: bool) -> None:
    assert make_image("logo.png", size=(64, 32), colour=colour, is_ready=False).is_lost_on_white() is is_lost
