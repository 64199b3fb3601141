"""AVIF, a file of boxes: words are overwritten where they stand, for places are counted from the file's beginning."""

from collections.abc import Iterator
from dataclasses import dataclass

from cms.media.containers import Damaged
from cms.media.rights import Rights

HOLDERS = {b"moov": 0, b"trak": 0, b"meta": 4}
"""Boxes of boxes that we look into, and how many bytes stand before the first."""
WORDS = frozenset({b"udta", b"uuid", b"free", b"skip"})
EMPTY_TIFF = b"MM\0*\0\0\0\x08\0\0\0\0\0\0"
EMPTY_XMP = b"<x/>"


@dataclass(frozen=True, slots=True)
class Box:
    """A box's kind, where it begins, where its contents begin, and where it ends."""

    kind: bytes
    start: int
    body: int
    end: int


def boxes(data: bytes | bytearray, start: int, end: int) -> Iterator[Box]:
    """The boxes between two places. Damaged if one goes on behind the end."""
    at = start
    while at + 8 <= end:
        size, body = int.from_bytes(data[at : at + 4], "big"), at + 8
        if size == 1:
            size, body = int.from_bytes(data[at + 8 : at + 16], "big"), at + 16
        stop = end if size == 0 else at + size
        if stop < body or stop > end:
            raise Damaged
        yield Box(bytes(data[at + 4 : at + 8]), at, body, stop)
        at = stop


def avif(data: bytes, rights: Rights) -> bytes:
    """Blanks EXIF, XMP and boxes of words; rights are written where EXIF stood, if it has the room."""
    blanked = bytearray(data)
    _blank_words(blanked, 0, len(blanked))
    for meta in [box for box in boxes(blanked, 0, len(blanked)) if box.kind == b"meta"]:
        _blank_items(blanked, meta, rights.tiff())
    return bytes(blanked)


def _blank_words(data: bytearray, start: int, end: int) -> None:
    for box in list(boxes(data, start, end)):
        if box.kind in WORDS:
            data[box.start + 4 : box.start + 8] = b"free"
            data[box.body : box.end] = bytes(box.end - box.body)
        elif box.kind in HOLDERS:
            _blank_words(data, box.body + HOLDERS[box.kind], box.end)


def _blank_items(data: bytearray, meta: Box, tiff: bytes) -> None:
    """Overwrite the contents of every item that holds words."""
    parts = {box.kind: box for box in boxes(data, meta.body + 4, meta.end)}
    if not {b"iinf", b"iloc"} <= parts.keys():
        return
    kinds = dict(_item_kinds(data, parts[b"iinf"]))
    base = parts[b"idat"].body if b"idat" in parts else 0
    for item, is_inside, extents in _item_places(data, parts[b"iloc"]):
        if kinds.get(item) not in {b"Exif", b"mime"}:
            continue
        for place, (start, size) in enumerate(extents):
            at = start + (base if is_inside else 0)
            if at + size > len(data):
                raise Damaged
            data[at : at + size] = _blank(kinds[item], size, tiff) if place == 0 else bytes(size)


def _blank(kind: bytes, size: int, tiff: bytes) -> bytes:
    """Contents of an item that say nothing, or its rights, in exactly `size` bytes."""
    if kind == b"mime":
        return (EMPTY_XMP if size >= len(EMPTY_XMP) else b"").ljust(size)
    for block in (tiff or EMPTY_TIFF, EMPTY_TIFF):
        if 4 + len(block) <= size:
            return (bytes(4) + block).ljust(size, b"\0")
    return bytes(size)


def _item_kinds(data: bytearray, box: Box) -> Iterator[tuple[int, bytes]]:
    """Item id and kind, of `iinf`."""
    version = data[box.body]
    first = box.body + (6 if version == 0 else 8)
    for entry in boxes(data, first, box.end):
        wide = data[entry.body] >= 3
        at = entry.body + 4
        number = int.from_bytes(data[at : at + (4 if wide else 2)], "big")
        at += (4 if wide else 2) + 2
        yield number, bytes(data[at : at + 4])


def _item_places(data: bytearray, box: Box) -> Iterator[tuple[int, bool, list[tuple[int, int]]]]:
    """Item id, whether it lies in `idat`, and its extents as start and length, of `iloc`."""
    version = data[box.body]
    sizes = data[box.body + 4 : box.body + 6]
    offset_size, length_size, base_size = sizes[0] >> 4, sizes[0] & 15, sizes[1] >> 4
    index_size = sizes[1] & 15 if version in {1, 2} else 0
    at = box.body + 6

    def number(size: int) -> int:
        nonlocal at
        at += size
        if at > box.end:
            raise Damaged
        return int.from_bytes(data[at - size : at], "big")

    for _item in range(number(4 if version == 2 else 2)):
        item = number(4 if version == 2 else 2)
        method = number(2) & 15 if version in {1, 2} else 0
        number(2)
        base = number(base_size)
        extents = []
        for _extent in range(number(2)):
            number(index_size)
            start = base + number(offset_size)
            extents.append((start, number(length_size)))
        yield item, method == 1, extents
