"""How large a picture may be: what every format that we make can hold, and what a machine can open.

WebP ends at 16,383 pixels on a side. 60 million pixels are more than today's phones save by themselves, and take
about 250 MB to open.
"""

from os import SEEK_CUR
from typing import IO, Any

from django.core.exceptions import ValidationError
from PIL import Image, PngImagePlugin, UnidentifiedImageError

MAX_SIDE = 16_383
MAX_PIXELS = 60_000_000
LIMITS = f"at most {MAX_SIDE:,} pixels on a side and {MAX_PIXELS // 1_000_000} million in all"

ORIENTATION = 0x0112
"""EXIF's tag: how a picture must be turned to be seen upright; 1 is upright, 5 to 8 lie on their side."""
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
UNREADABLE = (OSError, UnidentifiedImageError, SyntaxError, ValueError, EOFError, RuntimeError, *BOMBS)
"""What Pillow raises on files that are no picture, or are damaged."""


class PictureRefused(ValidationError):
    """A file that can't be a picture of ours; the message says why."""


def orientation_of(picture: Image.Image) -> int:
    """1 to 8, and 1 for nonsense."""
    try:
        value = exif_of(picture).get(ORIENTATION, 1)
    except Exception:
        return 1
    return value if value in range(1, 9) else 1


def exif_of(picture: Image.Image) -> Image.Exif:
    """Pillow's EXIF of a picture of which only the head was read.

    To look whether it stands behind the pixels of a PNG, Pillow decodes them all: seconds, and hundreds of megabytes.
    """
    if isinstance(picture, PngImagePlugin.PngImageFile) and "exif" not in picture.info and picture.fp is not None:
        late = _png_chunk(picture.fp, b"eXIf")
        if late:
            picture.info["exif"] = b"Exif\0\0" + late
    return Image.Image.getexif(picture)


def _png_chunk(file: IO[bytes], kind: bytes) -> bytes:
    """The first chunk of this kind, wherever it stands; b"" without one. The file stays where it was read up to."""
    at, found = file.tell(), b""
    file.seek(8)
    while not found and len(head := file.read(8)) == 8:
        size = int.from_bytes(head[:4], "big")
        if head[4:] == kind:
            found = file.read(size)
        file.seek(size + 4, SEEK_CUR)
    file.seek(at)
    return found


def opened(file: IO[bytes] | Any) -> Image.Image:
    """The picture, of which only the head is read. PictureRefused if it is none, or more than Pillow opens."""
    file.seek(0)
    try:
        return Image.open(file)
    except BOMBS as error:
        raise PictureRefused(f"This picture has too many pixels. A picture may have {LIMITS}.") from error
    except UNREADABLE as error:
        raise PictureRefused("This file can't be read as a picture.") from error


def measured(file: IO[bytes] | Any) -> tuple[int, int]:
    """Width and height as the picture is shown, from the file's head."""
    picture = opened(file)
    width, height = picture.size
    return (height, width) if orientation_of(picture) > 4 else (width, height)


def too_large(width: int, height: int) -> str:
    """Why a picture of this size is refused, in words; "" for one that may be."""
    if max(width, height) <= MAX_SIDE and width * height <= MAX_PIXELS:
        return ""
    return f"This picture is {width:,} × {height:,} pixels. A picture may have {LIMITS}: make it smaller."


def check_size(file: IO[bytes] | Any) -> None:
    """PictureRefused for a file that is no picture, or is too large. Nothing is decoded."""
    words = too_large(*measured(file))
    if words:
        raise PictureRefused(words)
