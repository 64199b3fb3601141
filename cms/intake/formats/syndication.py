"""RSS 2.0 and Atom, by feedparser."""

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import unescape

import feedparser

from cms.intake.formats.documents import check_entities, decoded_text, pieces
from cms.intake.formats.raw import NESTED, Document, Raw, RawPicture, Unreadable, collected

ITEM = {"rss": "item", "atom": "entry"}
TOMBSTONE = re.compile(r"<(?:\w+:)?deleted-entry\b(?P<attributes>[^>]*)>")
ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*["']([^"']*)["']""")
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
    stream = io.BytesIO(plain.encode("utf-8", "replace"))
    headers = {"content-type": "application/xml; charset=utf-8"}
    # Cleaned by us, who say what is left out.
    return feedparser.parse(stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)


def _one_by_one(text: str, tag: str) -> Iterator[Raw]:
    first = re.search(rf"<(?:\w+:)?{tag}[\s>]", text)
    head = text[: first.start()] if first else ""
    tail = "</channel></rss>" if tag == "item" else "</feed>"
    root = re.search(r"<(?:rss|feed)\b[^>]*>", head)
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
    try:
        return Raw(collected(_pairs("", entry)), tuple(_pictures(entry)))
    except RecursionError:
        return Raw(text=str(entry.get("id", "")), problem=NESTED)
    except Unreadable as error:
        return Raw(text=str(entry)[:10_000], problem=str(error))


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
    words = str(entry.get("media_description") or entry.get("media_text") or entry.get("media_title") or "")
    seen: set[str] = set()
    media = [
        (each.get("url"), each.get("medium") or each.get("type") or "") for each in entry.get("media_content", [])
    ]
    media += [(each.get("href"), each.get("type") or "") for each in entry.get("enclosures", [])]
    for href, kind in media:
        if href and kind.startswith("image") and href not in seen:
            seen.add(href)
            yield RawPicture(href, alt=words, credit=credit, rights=rights)


def _tombstones(text: str) -> Iterator[Raw]:
    """Atom's way to withdraw (RFC 6721): `<at:deleted-entry ref="…" when="…">`."""
    for found in TOMBSTONE.finditer(text):
        attributes = {name: unescape(value) for name, value in ATTRIBUTE.findall(found["attributes"])}
        pairs = (("id", attributes.get("ref", "")), ("updated", attributes.get("when", "")), ("status", "deleted"))
        yield Raw(collected(pairs))
