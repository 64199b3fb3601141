"""RSS 2.0 and Atom, by feedparser."""

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import unescape

import feedparser

from cms.intake.formats.documents import check_entities, decoded_text, pieces
from cms.intake.formats.raw import Document, Raw, RawPicture, Unreadable, collected, read_one

ITEM = {"rss": "item", "atom": "entry"}
TOMBSTONE = re.compile(r"<(?:\w+:)?deleted-entry\b(?P<attributes>[^<>]*)>")
ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*["']([^"']*)["']""")
MEDIA = re.compile(r"""xmlns:(\w+)\s*=\s*["']https?://search\.yahoo\.com/mrss""")
OF_PICTURES = {"description": "caption", "title": "headline"}
"""Words of pictures, which feedparser takes for the item's own: its teaser, its title, or its whole text."""
LEFT_OUT = ("_detail", "_parsed", "guidislink")
CUT_OFF = "It has no end: the document broke off in its midst."


def read_syndicated(data: bytes, name: str) -> Document:
    """The items of a feed. What is not well-formed is kept apart from what is: no half of an item is taken."""
    text, notes = decoded_text(data)
    check_entities(text)
    parsed = _parsed(text)
    tombstones = list(_tombstones(text))
    if not parsed.bozo or not list(pieces(text, ITEM[name])):
        if parsed.bozo or not parsed.version:
            raise Unreadable(f"It is no {name.upper() if name == 'rss' else 'Atom'} feed.")
        return Document((*map(_raw, parsed.entries), *tombstones), tuple(notes))
    notes.append("It is not well-formed: each item was read by itself.")
    return Document((*_one_by_one(text, ITEM[name]), *tombstones), tuple(notes))


def _parsed(text: str) -> Any:
    # The declaration names the encoding of the bytes that came, and these are others.
    plain = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    stream = io.BytesIO(_with_pictures_apart(plain).encode("utf-8", "replace"))
    headers = {"content-type": "application/xml; charset=utf-8"}
    # Cleaned by us, who say what is left out.
    return feedparser.parse(stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)


def _with_pictures_apart(text: str) -> str:
    """`media:description` as `media:caption`, `media:title` as `media:headline`, without attributes."""
    for prefix in set(MEDIA.findall(text)):
        for theirs, ours in OF_PICTURES.items():
            text = re.sub(rf"<(/?){prefix}:{theirs}\b[^<>]*?(/?)>", rf"<\1{prefix}:{ours}\2>", text)
    return text


def _one_by_one(text: str, tag: str) -> Iterator[Raw]:
    first = re.search(rf"<(?:\w+:)?{tag}[\s>]", text)
    head = text[: first.start()] if first else ""
    tail = "</channel></rss>" if tag == "item" else "</feed>"
    root = re.search(r"<(?:rss|feed)\b[^<>]*>", head)
    before = (root[0] if root else "") + ("<channel>" if tag == "item" else "")
    for piece, is_whole in pieces(text, tag):
        parsed = _parsed(before + piece + tail) if is_whole else None
        if parsed is None:
            yield Raw(text=piece, problem=CUT_OFF)
        elif parsed.bozo or len(parsed.entries) != 1:
            yield Raw(text=piece, problem=f"It is not well-formed: {parsed.get('bozo_exception', 'no item')}.")
        else:
            yield _raw(parsed.entries[0])


def _raw(entry: Any) -> Raw:
    _part_text_and_teaser(entry)
    return read_one(
        lambda: Raw(collected(_pairs("", entry)), tuple(_pictures(entry))),
        lambda: str(entry),
        str(entry.get("id", "")),
    )


def _part_text_and_teaser(entry: Any) -> None:
    """feedparser has a copy of the text for a teaser where that comes later, or never: then it is a second text."""
    texts = entry.get("content", [])
    if texts and texts[0].get("value") == entry.get("summary"):
        del entry["summary"]
        if len(texts) > 1:
            entry["summary"] = texts.pop()["value"]


def _pairs(start: str, value: Any) -> Iterator[tuple[str, str]]:
    """`tags.term`, `content.value`, `dc_creator`: every text below an entry, under feedparser's own names."""
    if isinstance(value, Mapping):
        for name, below in value.items():
            if not name.endswith(LEFT_OUT):
                yield from _pairs(f"{start}.{name}" if start else name, below)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _pairs(start, each)
    elif isinstance(value, str | int | float):
        yield start, str(value)


def _pictures(entry: Any) -> Iterator[RawPicture]:
    credit = "; ".join(each.get("content", "") for each in entry.get("media_credit", []))
    rights = str(entry.get("media_copyright") or entry.get("rights") or "")
    caption, headline = (str(entry.get(f"media_{name}") or "") for name in ("caption", "headline"))
    media = [
        (each.get("url"), each.get("medium") or each.get("type") or "") for each in entry.get("media_content", [])
    ]
    media += [(each.get("href"), each.get("type") or "") for each in entry.get("enclosures", [])]
    hrefs = dict.fromkeys(href for href, kind in media if href and kind.startswith("image"))
    for href in hrefs:
        # Of several nobody knows here which the words are about.
        said = {"alt": headline or caption, "caption": caption} if len(hrefs) == 1 else {}
        yield RawPicture(href, credit=credit, rights=rights, **said)


def _tombstones(text: str) -> Iterator[Raw]:
    """Atom's way to withdraw (RFC 6721): `<at:deleted-entry ref="…" when="…">`."""
    for found in TOMBSTONE.finditer(text):
        attributes = {name: unescape(value) for name, value in ATTRIBUTE.findall(found["attributes"])}
        pairs = (("id", attributes.get("ref", "")), ("updated", attributes.get("when", "")), ("status", "deleted"))
        yield Raw(collected(pairs))
