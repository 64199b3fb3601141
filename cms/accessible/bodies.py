"""What of a body some patients can't use, read in the data that is stored. Pure: pictures come out as they stand."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cms.articles.blocks import StandardBodyBlock
from stores.accessible import Barrier, of_html, of_link, of_table, of_video

LABELS = {name: str(block.label) for name, block in StandardBodyBlock().child_blocks.items()}


@dataclass(frozen=True, slots=True)
class PictureAt:
    """A picture in its place, with the words that stand there; without any its own description counts."""

    image: int
    words: str
    place: str
    field: str


Part = Barrier | PictureAt


def parts_of_body(body: Iterable[Mapping[str, Any]], field: str = "body") -> Iterator[Part]:
    """Of the raw data of a stream of blocks."""
    for number, block in enumerate(body, start=1):
        kind, value = block["type"], block["value"]
        where = f"block {number} ({LABELS.get(kind, kind)})"
        if kind == "image" and value.get("image"):
            yield PictureAt(value["image"], value.get("alt") or "", f"the picture in {where}", field)
        elif kind == "table" and value:
            headings = (column.get("heading") or "" for column in value.get("columns") or ())
            yield from of_table(f"the table in {where}", headings, field)
        elif kind == "video":
            yield from of_video(f"the video in {where}", has_captions=bool(value.get("captions")), field=field)
        yield from _of_texts(value, where, field)


def _of_texts(value: Any, where: str, field: str) -> Iterator[Barrier]:
    """Of rich texts and web addresses, however deep they stand."""
    if isinstance(value, str):
        yield from of_html(where, value, field)
    elif isinstance(value, list):
        for part in value:
            yield from _of_texts(part, where, field)
    elif isinstance(value, Mapping):
        for name, part in value.items():
            if name == "url" and isinstance(part, str):
                words = value.get("text") or value.get("title") or part
                yield from of_link(f"“{words}” in {where}", part, field)
            else:
                yield from _of_texts(part, where, field)
