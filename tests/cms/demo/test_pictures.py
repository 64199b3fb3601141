"""The demo's pictures: files that are there, small, and as large as a page shows them."""

from pathlib import Path

import pytest
from PIL import Image

from cms.demo.pictures import LOGOS, PICTURES

FILES = sorted(PICTURES.iterdir())
SCENE, PORTRAIT, LOGO = (1200, 675), (600, 600), (512, 512)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_picture_is_a_jpeg_of_the_size_that_pages_show(path: Path) -> None:
    with Image.open(path) as picture:
        is_portrait = path.stem.startswith("portrait")
        assert (picture.format, picture.size) == ("JPEG", PORTRAIT if is_portrait else SCENE)
    assert path.stat().st_size < 70_000


@pytest.mark.parametrize("path", sorted(LOGOS.iterdir()), ids=lambda path: path.stem)
def test_logo_is_a_small_square(path: Path) -> None:
    with Image.open(path) as picture:
        assert (picture.format, picture.size) == ("PNG", LOGO)
    assert path.stat().st_size < 30_000


def test_no_two_pictures_are_the_same() -> None:
    assert len({path.read_bytes() for path in FILES}) == len(FILES) == 34
