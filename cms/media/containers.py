"""Files of pictures, taken apart without decoding: what shows the picture stays, bit for bit; what is said of it goes.

Lists say what stays, so that a block that nobody has heard of goes, too. Whatever follows a picture's end in its file
(a second picture, a film, a maker's notes) goes with it. Of AVIF, where every place in the file is counted from its
beginning, the words are overwritten instead.
"""

import re
import struct
import zlib
from collections.abc import Iterator

from cms.media.limits import PictureRefused
from cms.media.rights import Rights

SHOWS_IN_PNG = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs cICP mDCV cLLI acTL fcTL fdAT".split()
)
SHOWS_IN_WEBP = frozenset({b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
SHOWS_IN_GIF = frozenset({b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"})
WEBP_EXIF, WEBP_XMP = 0x08, 0x04

NEXT_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
"""In a JPEG's scan: a marker that is neither a stuffed byte nor a restart."""
APP0, APP1, APP2, APP14, APP15, COMMENT, SCAN, END = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE, 0xDA, 0xD9


class Damaged(PictureRefused):
    """The file ends, or goes on, where its format does not."""

    def __init__(self) -> None:
        super().__init__("This file is damaged: it can't be read as a picture.")


class CutOff(PictureRefused):
    """The file ends before its picture."""

    def __init__(self) -> None:
        super().__init__("This file ends too early: a part of the picture is missing. Upload it again.")


def jpeg(data: bytes, rights: Rights) -> bytes:
    """Keeps color profiles and what decoders need. The preview in JFIF's own block goes."""
    kept, at, noted = [data[:2]], 2, False
    while True:
        found = NEXT_MARKER.match(data, at)
        if not found:
            raise Damaged
        marker, at = data[found.end() - 1], found.end()
        if not noted and marker != APP0:
            noted = True
            kept.append(_jpeg_rights(rights))
        if marker == END:
            return b"".join([*kept, b"\xff\xd9"])
        size = int.from_bytes(data[at : at + 2], "big")
        segment, at = data[at : at + size], at + size
        if size < 2 or len(segment) < size:
            raise Damaged
        kept.append(_jpeg_segment(marker, segment))
        if marker == SCAN:
            found = NEXT_MARKER.search(data, at)
            if not found:
                # With an end put behind it, decoders would take it for whole, and fill what is missing with gray.
                raise CutOff
            kept.append(data[at : found.start()])
            at = found.start()


def _jpeg_rights(rights: Rights) -> bytes:
    tiff = rights.tiff()
    return struct.pack(">BBH", 0xFF, APP1, 8 + len(tiff)) + b"Exif\0\0" + tiff if tiff else b""


def _jpeg_segment(marker: int, segment: bytes) -> bytes:
    """The segment as it stays; b"" when it goes."""
    if marker == APP0 and segment[2:7] == b"JFIF\0" and len(segment) >= 16:
        return b"\xff\xe0\0\x10" + segment[2:14] + b"\0\0"
    is_word = APP0 <= marker <= APP15 or marker == COMMENT
    is_needed = segment[2:14] == b"ICC_PROFILE\0" if marker == APP2 else marker == APP14 and segment[2:7] == b"Adobe"
    return b"" if is_word and not is_needed else bytes((0xFF, marker)) + segment


def png(data: bytes, rights: Rights) -> bytes:
    """Keeps the picture, its colors and its animation."""
    kept, at, tiff = [data[:8]], 8, rights.tiff()
    while True:
        size = int.from_bytes(data[at : at + 4], "big")
        chunk, kind = data[at : at + 12 + size], data[at + 4 : at + 8]
        if len(chunk) < 12 + size:
            raise Damaged
        at += len(chunk)
        if kind == b"IDAT" and tiff:
            kept.append(_png_chunk(b"eXIf", tiff))
            tiff = b""
        if kind in SHOWS_IN_PNG:
            kept.append(chunk)
        if kind == b"IEND":
            return b"".join(kept)


def _png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def webp(data: bytes, rights: Rights) -> bytes:
    """Keeps the picture, its colors and its animation; the flags say what is there."""
    kept: list[tuple[bytes, bytes]] = []
    for kind, body in _webp_chunks(data):
        if kind in SHOWS_IN_WEBP:
            kept.append((kind, body))
    tiff = rights.tiff() if kept and kept[0][0] == b"VP8X" else b""
    if kept and kept[0][0] == b"VP8X":
        flags = kept[0][1][0] & ~(WEBP_EXIF | WEBP_XMP) | (WEBP_EXIF if tiff else 0)
        kept[0] = (b"VP8X", bytes((flags,)) + kept[0][1][1:])
    kept += [(b"EXIF", tiff)] if tiff else []
    body = b"WEBP" + b"".join(
        kind + struct.pack("<I", len(each)) + each + b"\0" * (len(each) % 2) for kind, each in kept
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _webp_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    end, at = min(8 + int.from_bytes(data[4:8], "little"), len(data)), 12
    while at + 8 <= end:
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        if at + 8 + size > end:
            raise Damaged
        yield data[at : at + 4], data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def gif(data: bytes, rights: Rights) -> bytes:
    """Keeps frames, their timing and how often they repeat. GIF has no place for rights but comments: they go."""
    at = 13 + _gif_colors(data[10:11])
    kept = [data[:at]]
    while data[at : at + 1] in {b"\x21", b"\x2c"}:
        start, is_frame = at, data[at : at + 1] == b"\x2c"
        at += 10 + _gif_colors(data[at + 9 : at + 10]) + 1 if is_frame else 2
        at = _after_sub_blocks(data, at)
        block = data[start:at]
        if is_frame or block[1:2] == b"\xf9" or (block[1:2] == b"\xff" and block[3:14] in SHOWS_IN_GIF):
            kept.append(block)
    return b"".join([*kept, b"\x3b"])


def _gif_colors(packed: bytes) -> int:
    """Bytes of a color table, from the byte that says its size."""
    if not packed:
        raise Damaged
    return 3 * 2 ** ((packed[0] & 7) + 1) if packed[0] & 0x80 else 0


def _after_sub_blocks(data: bytes, at: int) -> int:
    while at < len(data) and data[at]:
        at += 1 + data[at]
    if at >= len(data):
        raise Damaged
    return at + 1
