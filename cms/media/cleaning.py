"""What of an uploaded picture is published: upright, and without a word but its rights.

A phone writes into its photos where they were taken, when, by which device, and a preview of what was cut off.
"""

import struct
from io import BytesIO

from PIL import Image, ImageOps, JpegImagePlugin

from cms.media import containers
from cms.media.guard import NotMade, decoding
from cms.media.isobmff import avif
from cms.media.limits import PictureRefused, opened, orientation_of, too_large
from cms.media.rights import Rights, rights_of

WRITERS = {
    "JPEG": containers.jpeg,
    "MPO": containers.jpeg,
    "PNG": containers.png,
    "WEBP": containers.webp,
    "GIF": containers.gif,
    "AVIF": avif,
}
"""By Pillow's names of formats; MPO is a JPEG with more pictures behind it."""
QUALITY = {"WEBP": 92, "AVIF": 90}


def cleaned(data: bytes) -> bytes:
    """The file as it may be published; the same bytes if there was nothing to do.

    Nothing is decoded, unless the picture must be turned; one that is too large for that is not. PictureRefused if the
    file is no picture, is damaged, or is an animation that lies on its side.
    """
    picture = opened(BytesIO(data))
    write = WRITERS.get(picture.format or "")
    if write is None:
        raise PictureRefused(f"{picture.format} is not among the formats of pictures.")
    rights = rights_of(picture)
    if orientation_of(picture) != 1 and not too_large(*picture.size):
        data = upright(picture, rights)
    try:
        clean = write(data, rights)
    except (IndexError, ValueError, struct.error) as error:
        raise containers.Damaged from error
    # Still a picture: of a damaged file nothing may be left.
    opened(BytesIO(clean))
    return clean


def _check_turning(picture: Image.Image) -> None:
    # Of an MPO only the first picture is kept.
    is_animation = picture.format != "MPO" and getattr(picture, "n_frames", 1) > 1
    if is_animation and orientation_of(picture) != 1:
        raise PictureRefused("This animation lies on its side. Save it upright, and upload it again.")


def upright(picture: Image.Image, rights: Rights) -> bytes:
    """The picture's file, turned as its orientation says, with as little loss as its format allows."""
    _check_turning(picture)
    kind = "JPEG" if picture.format == "MPO" else str(picture.format)
    options: dict[str, object] = {"icc_profile": picture.info.get("icc_profile")}
    out = BytesIO()
    if kind in QUALITY:
        options["quality"] = QUALITY[kind]
    if kind == "AVIF" and rights.tiff():
        # The one format in which nothing can be put in afterwards.
        options["exif"] = rights.tiff()
    if isinstance(picture, JpegImagePlugin.JpegImageFile):
        options["qtables"] = picture.quantization
        sampling = JpegImagePlugin.get_sampling(picture)
        options |= {"subsampling": sampling} if sampling >= 0 else {}
    try:
        with decoding(*picture.size):
            ImageOps.exif_transpose(picture).save(out, kind, **options)
    except NotMade as error:
        raise PictureRefused("This file is damaged: it can't be read as a picture.") from error
    return out.getvalue()
