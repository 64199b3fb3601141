"""Who made a picture and whose it is: the only words that a published file keeps."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PIL import Image, IptcImagePlugin

from cms.media.limits import exif_of

ARTIST, COPYRIGHT = 0x013B, 0x8298
BY_LINE, CREDIT, NOTICE = (2, 80), (2, 110), (2, 116)
"""IPTC's datasets."""
ASCII = 2
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Rights:
    """Bytes as they stood in the file; most often UTF-8."""

    artist: bytes = b""
    copyright: bytes = b""

    def tiff(self) -> bytes:
        """An EXIF block of these two tags alone, as big-endian TIFF; b"" without either."""
        tags = [(tag, text + b"\0") for tag, text in ((ARTIST, self.artist), (COPYRIGHT, self.copyright)) if text]
        if not tags:
            return b""
        at = 8 + 2 + 12 * len(tags) + 4
        entries, texts = b"", b""
        for tag, text in tags:
            short = len(text) <= 4
            place = text.ljust(4, b"\0") if short else struct.pack(">I", at + len(texts))
            entries += struct.pack(">HHI", tag, ASCII, len(text)) + place
            texts += b"" if short else text
        return b"MM\0*\0\0\0\x08" + struct.pack(">H", len(tags)) + entries + b"\0\0\0\0" + texts


def rights_of(picture: Image.Image) -> Rights:
    """What EXIF says; else IPTC, XMP, or a PNG's texts."""
    sources = [dict(_from(read, picture)) for read in (_exif, _iptc, _xmp, _texts)]
    found = {name: next((row[name] for row in sources if row.get(name)), b"") for name in ("artist", "copyright")}
    return Rights(**found)


def _from(read: Any, picture: Image.Image) -> Iterator[tuple[str, bytes]]:
    """What one reader finds. Words that can't be read are taken out with the rest."""
    try:
        for name, value in read(picture):
            text = value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")
            yield name, text.replace(b"\0", b" ").strip()[:LONGEST]
    except Exception:
        return


def _exif(picture: Image.Image) -> Iterator[tuple[str, Any]]:
    exif = exif_of(picture)
    for name, tag in (("artist", ARTIST), ("copyright", COPYRIGHT)):
        value = exif.get(tag)
        if value:
            # Pillow reads bytes as Latin-1, whatever they are.
            yield name, value.encode("latin-1", "replace") if isinstance(value, str) else value


def _iptc(picture: Any) -> Iterator[tuple[str, Any]]:
    rows: Any = IptcImagePlugin.getiptcinfo(picture) or {}
    for name, dataset in (("artist", CREDIT), ("artist", BY_LINE), ("copyright", NOTICE)):
        value = rows.get(dataset)
        if value:
            yield name, b"; ".join(value) if isinstance(value, list) else value


def _xmp(picture: Image.Image) -> Iterator[tuple[str, Any]]:
    for name, tag in (("artist", "creator"), ("copyright", "rights")):
        words = [word for node in _nodes(picture.getxmp(), tag) for word in _words(node)]
        if words:
            yield name, "; ".join(words)


def _texts(picture: Image.Image) -> Iterator[tuple[str, Any]]:
    for name, key in (("artist", "Author"), ("copyright", "Copyright")):
        if picture.info.get(key):
            yield name, picture.info[key]


def _nodes(node: Any, tag: str) -> Iterator[Any]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == tag:
                yield value
            else:
                yield from _nodes(value, tag)
    elif isinstance(node, list):
        for each in node:
            yield from _nodes(each, tag)


def _words(node: Any) -> Iterator[str]:
    """Texts below a node, without the names of their languages."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for key, value in node.items():
            if key != "lang":
                yield from _words(value)
    elif isinstance(node, list):
        for each in node:
            yield from _words(each)
