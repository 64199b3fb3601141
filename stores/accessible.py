"""What some patients can't use: pictures without words, files in place of pages, tables without headings, videos
without captions.

Pure: content in, barriers out. The rules are 1.1.1, 1.2.2 and 1.3.1 of WCAG 2.1, which Section 504 names for whoever
takes federal money (45 CFR 84.84). Nothing of this refuses anything: people are told, and it is counted.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from django.db import models


class BarrierKind(models.TextChoices):
    """What is the matter, as the report counts it."""

    PICTURE = "picture", "Pictures without words"
    DOCUMENT = "document", "Files in place of pages"
    TABLE = "table", "Tables without headings"
    VIDEO = "video", "Videos without captions"


MENDS: Mapping[BarrierKind, str] = {
    BarrierKind.PICTURE: "Say in a few words what it shows; only a decoration goes without.",
    BarrierKind.DOCUMENT: "Say the same on a page: on a phone or with a screen reader many can’t read a file.",
    BarrierKind.TABLE: "Give each column a heading.",
    BarrierKind.VIDEO: "Add captions where it stands, or choose one that has them, and tick “It has captions”.",
}
"""What to do about it."""

FILES = {"pdf": "a PDF"} | {
    ending: f"a file (.{ending})"
    for ending in ("doc", "docx", "odt", "rtf", "xls", "xlsx", "ods", "csv", "ppt", "pptx", "odp", "pages", "epub")
}
"""Ending of an address that is no page -> what it leads to."""
FILE_NAME = r"^\s*(\S+|[\w() .-]+)\.(jpe?g|png|gif|webp|avif|heic|heif|tiff?|bmp|svg)\s*$"
"""A name that a picture's file has; read by PostgreSQL, too."""
CAMERA_NAME = r"^\s*(img|dsc|dscn|dscf|pxl|mvimg|dcim|screenshot|image|photo|picture)[ _-]?[0-9][0-9 _-]*\s*$"
"""A name that a camera gave."""
_NAMES = re.compile(f"{FILE_NAME}|{CAMERA_NAME}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Barrier:
    """One thing that some patients can't use. `field` is the column of the page that has it, `place` leads there."""

    kind: BarrierKind
    place: str
    what: str
    field: str = ""

    @property
    def words(self) -> str:
        """`The picture in block 3 (Image) has no alternative text.`"""
        return f"{self.place[:1].upper()}{self.place[1:]} {self.what}."

    def __str__(self) -> str:
        return f"{self.words} {MENDS[self.kind]}"


def is_file_name(text: str) -> bool:
    """Whether a picture's text only says what its file is called: `IMG_2041.jpg`, `storefront-final.png`."""
    return _NAMES.search(text) is not None


def of_picture(place: str, text: str, field: str = "") -> Iterator[Barrier]:
    """Of a picture with this alternative text."""
    if not text.strip():
        yield Barrier(BarrierKind.PICTURE, place, "has no alternative text", field)
    elif is_file_name(text):
        yield Barrier(
            BarrierKind.PICTURE, place, f"has a file’s name for its alternative text, “{text.strip()}”", field
        )


def file_behind(url: str) -> str:
    """`a PDF`; "" for what may be a page."""
    try:
        name = PurePosixPath(unquote(urlsplit(url).path)).suffix
    except ValueError:
        return ""
    return FILES.get(name.lower().lstrip("."), "")


def of_link(place: str, url: str, field: str = "") -> Iterator[Barrier]:
    """Of a link to a web address."""
    file = file_behind(url)
    if file:
        yield Barrier(BarrierKind.DOCUMENT, place, f"leads to {file}", field)


def of_video(place: str, *, has_captions: bool, field: str = "") -> Iterator[Barrier]:
    """Of a video that stands elsewhere."""
    if not has_captions:
        yield Barrier(BarrierKind.VIDEO, place, "has no captions", field)


def of_table(place: str, headings: Iterable[str], field: str = "") -> Iterator[Barrier]:
    """Of a table with these headings of its columns."""
    found = [heading.strip() for heading in headings]
    if found and not all(found):
        missing = "no headings" if not any(found) else "a column without a heading"
        yield Barrier(BarrierKind.TABLE, place, f"has {missing}", field)


class _Reader(HTMLParser):
    """The links, tables and embedded videos of a rich text, as it is stored."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []
        self.link: list[str] | None = None
        self.leads_to = ""
        self.headings: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "a":
            is_upload = values.get("linktype") == "document"
            self.link, self.leads_to = [], "a file" if is_upload else file_behind(values.get("href", ""))
        elif tag == "table":
            self.headings.append(0)
        elif tag == "th" and self.headings:
            self.headings[-1] += 1
        elif tag == "embed" and values.get("embedtype") == "media":
            self.found.append((BarrierKind.VIDEO, "the video", "has no captions that we know of"))
        elif tag == "embed" and values.get("embedtype") == "image":
            for barrier in of_picture("the picture", values.get("alt", "")):
                self.found.append((barrier.kind, barrier.place, barrier.what))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.link is not None:
            if self.leads_to:
                words = " ".join("".join(self.link).split())
                self.found.append((BarrierKind.DOCUMENT, f"“{words}”", f"leads to {self.leads_to}"))
            self.link = None
        elif tag == "table" and self.headings and not self.headings.pop():
            self.found.append((BarrierKind.TABLE, "the table", "has no headings"))

    def handle_data(self, data: str) -> None:
        if self.link is not None:
            self.link.append(data)


def of_html(place: str, html: str, field: str = "") -> Iterator[Barrier]:
    """Of a rich text as it is stored; `place` is where it stands: `block 2 (Paragraph)`."""
    if "<" not in html:
        return
    reader = _Reader()
    reader.feed(html)
    reader.close()
    for kind, thing, what in reader.found:
        yield Barrier(BarrierKind(kind), f"{thing} in {place}", what, field)
