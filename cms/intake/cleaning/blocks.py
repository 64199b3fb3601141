"""Blocks of a cleaned tree: what each element is, told by what it holds and by the heading before it."""

import re
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass, field
from html import escape
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment

from cms.articles.videos import video_of
from cms.intake.cleaning.html import APART, flat_text, left_out_of, lost_words, rich, soup_of, text_in
from cms.intake.cleaning.tables import table_block

LONGEST_HEADING, LONGEST_QUESTION, LONGEST_POINT = 160, 240, 300
CONTAINERS = {"div", "section", "article", "header", "footer", "aside", "main", *APART}
HEADINGS = {"h1": "2", "h2": "2", "h3": "3", "h4": "3", "h5": "3", "h6": "3"}
BLOCKS = {*CONTAINERS, *HEADINGS, "p", "ul", "ol", "dl", "table", "blockquote", "figure", "img", "iframe", "hr", "pre"}
KEY_POINTS = re.compile(r"(?:key\s+(?:points|takeaways|facts)|takeaways|at a glance|puntos clave)\W*$", re.IGNORECASE)
MORE = re.compile(r"(?:(?:for\s+)?more information|m[aá]s informaci[oó]n)\W*$", re.IGNORECASE)
SOURCES = re.compile(r"(?:sources?|references?|fuentes?|referencias)\W*$", re.IGNORECASE)
ATTRIBUTION = re.compile(r"\s*[\u2014\u2013]\s*(?P<who>[^\u2014\u2013]{3,150})$")
MOST_NAMED = 12

Block = dict[str, Any]
PICTURE = "picture"
"""A block that stands for a picture until that is taken: `src`, `alt`, `caption`."""
MARKUP = {"paragraph", "question.answer", "callout.text"}
"""What of blocks is HTML."""


@dataclass
class Converted:
    """What came of a text. `notes`: what is not in the blocks, or stands otherwise."""

    blocks: list[Block] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    understood: list[str] = field(default_factory=list)
    """Headings that a block stands for."""

    def add(self, kind: str, value: Any) -> None:
        self.blocks.append({"type": kind, "value": value})


def blocks_of(html: str) -> Converted:
    """Our blocks of a provider's HTML, or of plain text with empty lines between paragraphs."""
    made = Converted(notes=left_out_of(html))
    soup = soup_of(html)
    source = flat_text(str(soup))
    parts = list(_flat(soup))
    place = 0
    while place < len(parts):
        place += _add(parts, place, made)
    lost = lost_words(source, " ".join([*words_in_blocks(made.blocks), *made.understood]))
    if lost:
        more = f" and {len(lost) - MOST_NAMED} more" if len(lost) > MOST_NAMED else ""
        made.notes.append(f"Not in any block: {', '.join(lost[:MOST_NAMED])}{more}.")
    return made


def _flat(node: Any) -> Any:
    """Blocks of a tree one after the other; words that stand loose between them are a paragraph."""
    loose: list[Any] = []
    for each in list(node.children):
        is_block = isinstance(each, Tag) and (each.name in BLOCKS or each.find(list(BLOCKS)) is not None)
        if is_block:
            yield from _paragraph(loose)
            loose = []
            holds_blocks = each.name in CONTAINERS or each.name not in BLOCKS or _is_only_a_wrap(each)
            yield from _flat(each) if holds_blocks else [each]
        elif not isinstance(each, Comment):
            loose.append(each)
    yield from _paragraph(loose)


def _is_only_a_wrap(node: Tag) -> bool:
    return node.name == "p" and node.find(["img", "iframe", "figure", "table"]) is not None


def _paragraph(loose: list[Any]) -> Any:
    if any(text_in(each) for each in loose):
        made = BeautifulSoup("", "html.parser").new_tag("p")
        # Copies: to take thousands out of their place one by one moves all others each time.
        made.extend([copy(each) for each in loose])
        yield made


def _add(parts: list[Tag], place: int, made: Converted) -> int:
    """Make blocks of what stands here; how many parts that took."""
    node = parts[place]
    if node.name in HEADINGS:
        return _after_heading(parts, place, made)
    _one(node, made)
    return 1


def _section(parts: list[Tag], place: int) -> list[Tag]:
    """What follows a heading, up to the next one."""
    found: list[Tag] = []
    for each in parts[place + 1 :]:
        if each.name in HEADINGS:
            break
        found.append(each)
    return found


def _after_heading(parts: list[Tag], place: int, made: Converted) -> int:
    heading, following = text_in(parts[place]), _section(parts, place)
    if not heading:
        return 1
    first = following[0] if following else None
    if first is not None and first.name in {"ul", "ol"}:
        if KEY_POINTS.match(heading) and _key_points(heading, first, made):
            return 2
        if SOURCES.match(heading) and _references(first, made):
            made.understood.append(heading)
            return 2
    is_text = bool(following) and all(each.name in {"p", "ul", "ol"} for each in following)
    if is_text and MORE.match(heading):
        made.add(
            "callout",
            {
                "style": "info",
                "text": f"<p><b>{rich(parts[place], made.notes).strip()}</b></p>{_texts(following, made)}",
            },
        )
        return 1 + len(following)
    if is_text and heading.endswith("?") and len(heading) <= LONGEST_QUESTION:
        made.add("question", {"question": heading, "answer": _texts(following, made)})
        return 1 + len(following)
    if len(heading) > LONGEST_HEADING:
        made.notes.append(f"The heading “{heading[:60]}…” is too long for one: it is a paragraph now.")
        made.add("paragraph", f"<p><b>{rich(parts[place], made.notes).strip()}</b></p>")
    else:
        made.add("heading", {"text": heading, "level": HEADINGS[parts[place].name]})
    return 1


def _texts(nodes: list[Tag], made: Converted) -> str:
    return "".join(_text(each, made) for each in nodes)


def _text(node: Tag, made: Converted) -> str:
    inner = rich(node, made.notes).strip()
    if not inner:
        return ""
    return inner if node.name in {"ul", "ol"} else f"<p>{inner}</p>"


def _key_points(heading: str, node: Tag, made: Converted) -> bool:
    points = [text_in(each) for each in node.find_all("li", recursive=False)]
    if not points or max(map(len, points)) > LONGEST_POINT or len(heading) > 120:
        return False
    if node.find("a") is not None:
        made.notes.append("Links in key points are text now.")
    made.add("key_points", {"title": heading, "points": points})
    return True


def _references(node: Tag, made: Converted) -> bool:
    items = []
    for each in node.find_all("li", recursive=False):
        link = each.find("a")
        url = str(link.get("href") or "") if link is not None else ""
        items.append({"text": text_in(each), "url": url if url.startswith("http") else ""})
    if not items or max(len(each["text"]) for each in items) > 400:
        return False
    made.add("references", {"items": items})
    return True


def _one(node: Tag, made: Converted) -> None:
    match node.name:
        case "p" | "ul" | "ol" | "pre":
            text = _text(node, made)
            if text:
                made.add("paragraph", text)
        case "dl":
            _definitions(node, made)
        case "table":
            table_block(node, made)
        case "blockquote":
            _quote(node, made)
        case "img" | "figure":
            _picture(node, made)
        case "iframe":
            _frame(node, made)


def _definitions(node: Tag, made: Converted) -> None:
    """Questions and answers, where they are; else terms in bold."""
    term = ""
    for each in node.find_all(["dt", "dd"]):
        if each.name == "dt":
            if term:
                made.add("paragraph", f"<p><b>{term}</b></p>")
            term = rich(each, made.notes).strip()
        elif text_in(each):
            question, answer = text_in(BeautifulSoup(term, "html.parser")), f"<p>{rich(each, made.notes).strip()}</p>"
            if question.endswith("?") and len(question) <= LONGEST_QUESTION:
                made.add("question", {"question": question, "answer": answer})
            else:
                made.add("paragraph", (f"<p><b>{term}</b></p>" if term else "") + answer)
            term = ""
    if term:
        made.add("paragraph", f"<p><b>{term}</b></p>")


def _quote(node: Tag, made: Converted) -> None:
    if node.find(["a", "ul", "ol"]) is not None:
        made.notes.append("Links and lists in a quote are text now.")
    who = node.find(["cite", "footer"])
    attribution = text_in(who.extract()).lstrip("\u2014\u2013- ") if isinstance(who, Tag) else ""
    text = text_in(node)
    found = ATTRIBUTION.search(text) if not attribution else None
    if found is not None:
        text, attribution = text[: found.start()], found["who"]
    if len(attribution) > LONGEST_HEADING:
        text, attribution = f"{text} {attribution}", ""
    if text:
        made.add("quote", {"text": text, "attribution": attribution})


def _picture(node: Tag, made: Converted) -> None:
    image = node if node.name == "img" else node.find("img")
    caption = node.find("figcaption")
    words = text_in(caption) if isinstance(caption, Tag) else ""
    if not isinstance(image, Tag):
        if isinstance(caption, Tag) and words:
            made.add("paragraph", f"<p>{rich(caption.extract(), made.notes).strip()}</p>")
        for each in _flat(node):
            _one(each, made)
        return
    src, alt = str(image.get("src") or ""), str(image.get("alt") or "")
    if src:
        made.add(PICTURE, {"src": src, "alt": alt, "caption": words})
        return
    made.notes.append(f"Left out: a picture {f'“{alt[:80]}” ' if alt else ''}without an address that can be called.")
    if words:
        made.add("paragraph", f"<p>{escape(words, quote=False)}</p>")


def _frame(node: Tag, made: Converted) -> None:
    url = str(node.get("src") or "")
    video = video_of(url)
    if video is None:
        made.notes.append(f"Left out: a frame that shows {url[:120] or 'nothing'}.")
        return
    page = (
        f"https://www.youtube.com/watch?v={video.id}"
        if video.provider == "YouTube"
        else f"https://vimeo.com/{video.id}"
    )
    made.add("video", {"url": page, "title": str(node.get("title") or "Video")[:200], "captions": False})


def words_in_blocks(blocks: Iterable[Block]) -> Iterator[str]:
    """Every text of blocks, without markup."""
    for each in blocks:
        yield from _words(each["value"], each["type"])


def _words(value: Any, place: str) -> Iterator[str]:
    """Of a value; `place`: its block's kind and field. What looks like markup elsewhere is text."""
    if isinstance(value, str):
        yield flat_text(value) if place in MARKUP else str(value)
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _words(each, f"{place}.{name}")
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _words(each, place)
