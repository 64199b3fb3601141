"""Files of pictures as phones and editors write them: turned, and full of words that nobody else should read."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

from PIL import Image, PngImagePlugin

SECRET = "39.7392N-home-of-Ada"
"""Stands for all that says where, when, by whom and with what: in every place that a format has for words."""
ARTIST, RIGHTS = "Ada Lens", "2026 Mortar"
XMP = f"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:exif="http://ns.adobe.com/exif/1.0/"
exif:GPSLatitude="{SECRET}"><dc:creator><rdf:Seq><rdf:li>{ARTIST}</rdf:li></rdf:Seq></dc:creator><dc:rights><rdf:Alt>
<rdf:li xml:lang="x-default">{RIGHTS}</rdf:li></rdf:Alt></dc:rights></rdf:Description></rdf:RDF></x:xmpmeta>"""
RED: dict[str, Any] = {"RGB": (255, 0, 0), "RGBA": (255, 0, 0, 128), "CMYK": (0, 255, 255, 0), "L": 255}


def exif(orientation: int = 1, *, with_rights: bool = True) -> bytes:
    """An EXIF block with a place, a device and, if wanted, rights."""
    block = Image.Exif()
    block[0x010F], block[0x9286], block[0x0112] = SECRET, SECRET.encode(), orientation
    block.get_ifd(0x8825).update({1: "N", 2: (39.0, 44.0, 21.0), 29: SECRET})
    if with_rights:
        block[0x013B], block[0x8298] = ARTIST, RIGHTS
    return block.tobytes()


def iptc() -> bytes:
    """Photoshop's block with a by-line, a notice and a city, as bytes of APP13."""
    rows = ((80, ARTIST), (116, RIGHTS), (90, SECRET))
    body = b"".join(bytes((0x1C, 2, tag)) + len(text).to_bytes(2, "big") + text.encode() for tag, text in rows)
    block = b"8BIM\x04\x04\0\0" + len(body).to_bytes(4, "big") + body + b"\0" * (len(body) % 2)
    return b"Photoshop 3.0\0" + block


def drawn(mode: str = "RGB", size: tuple[int, int] = (12, 8)) -> Image.Image:
    """Black, and red in the upper left quarter."""
    picture = Image.new(mode, size, 0)
    picture.paste(Image.new(mode, (size[0] // 2, size[1] // 2), RED[mode]), (0, 0))
    return picture


def written(picture: Image.Image, kind: str, **options: Any) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def jpeg(orientation: int = 1, *, mode: str = "RGB", size: tuple[int, int] = (12, 8)) -> bytes:
    """With EXIF, XMP, a comment, and what phones write behind the end."""
    words: dict[str, Any] = {"exif": exif(orientation), "xmp": XMP.encode(), "comment": SECRET.encode()}
    return written(drawn(mode, size), "JPEG", quality=95, **words) + SECRET.encode()


def jpeg_of_an_agency() -> bytes:
    """With IPTC alone."""
    plain, block = written(drawn(), "JPEG", quality=95), iptc()
    return plain[:2] + b"\xff\xed" + (len(block) + 2).to_bytes(2, "big") + block + plain[2:]


def png(orientation: int = 1, **options: Any) -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", SECRET)
    texts.add_itxt("XML:com.adobe.xmp", XMP)
    return written(drawn("RGBA"), "PNG", exif=exif(orientation), pnginfo=texts, **options)


def png_head(width: int, height: int) -> bytes:
    """A PNG that says its size and has nothing else: whoever decodes it fails."""
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))
    return head + struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))


def _of(kind: str) -> Callable[[int], bytes]:
    return lambda orientation: written(
        drawn("RGBA"), kind, exif=exif(orientation), xmp=XMP.encode(), quality=95, lossless=True
    )


def _moving(kind: str, **options: Any) -> bytes:
    frames = [drawn(), drawn().rotate(180)]
    return written(frames[0], kind, save_all=True, append_images=frames[1:], duration=50, **options)


STILL: dict[str, Callable[[int], bytes]] = {
    "jpeg": jpeg,
    "cmyk": lambda orientation: jpeg(orientation, mode="CMYK"),
    "gray": lambda orientation: jpeg(orientation, mode="L"),
    "png": png,
    "webp": _of("WEBP"),
    "avif": _of("AVIF"),
}
"""By orientation: 1 is upright, 6 must be turned to the right."""
MOVING: dict[str, Callable[[], bytes]] = {
    "gif": lambda: _moving("GIF", comment=SECRET.encode(), loop=0),
    "webp": lambda: _moving("WEBP", exif=exif(), xmp=XMP.encode()),
    "avif": lambda: _moving("AVIF", exif=exif(), xmp=XMP.encode()),
    "png": lambda: _moving("PNG", exif=exif()),
}
