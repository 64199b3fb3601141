"""HTML of providers, cleaned by nh3, and single stretches of it as our rich text."""

import re
from collections import Counter
from html import escape, unescape
from typing import Any
from urllib.parse import urlsplit

import nh3
from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, NavigableString

from cms.articles.clean_html import is_safe_address

INLINE = {"b": "b", "strong": "b", "i": "i", "em": "i", "cite": "i", "sup": "sup", "sub": "sub"}
UNREAD = {"script", "style", "template", "noscript", "svg", "math", "head", "title"}
"""Left out with all that stands in them."""
APART = {
    *(
        "details",
        "summary",
        "address",
        "center",
        "nav",
        "hgroup",
        "fieldset",
        "legend",
        "form",
        "label",
        "dir",
        "menu",
    ),
    *("dialog", "select", "option", "textarea", "button"),
}
"""What of it stands apart is no word with what stands beside it."""
UNSHOWN = UNREAD | {"object", "embed", "form", "video", "audio", "applet", "canvas"}
BEGINNING = re.compile(r"<(?P<name>[a-zA-Z][\w-]*)(?P<rest>[^<>]*)")
PROGRAM = re.compile(r"[\s/\"']on\w+\s*=", re.IGNORECASE)
TAGS = {
    *("p", "div", "section", "article", "header", "footer", "aside", "main", "span", "br", "hr", "a", "img", "figure"),
    *("figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "q", "pre"),
    *APART,
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "iframe", "u", "s", "small", "code", "mark"),
    *INLINE,
}
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt"},
    "iframe": {"src", "title"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
MARKED = re.compile(r"<[a-zA-Z!/]|&(?:\w+|#\d+);")
WORD = re.compile(r"\w+")
MARKUP = re.compile(r'<(?P<name>/?[a-z0-9]+)(?:[^<>"]|"[^"]*")*>')
"""Of cleaned HTML, where every attribute stands in quotes."""
IN_A_LINE = {*INLINE, "a", "span", "u", "s", "small", "code", "mark", "q"}
TAG = re.compile(r"<(?P<name>/?[a-zA-Z][a-zA-Z0-9]*)")
EMPTY = {"br", "hr", "img"}
MOST_DEEP = 100
"""Elements in each other. A letter in a table in a page of tables has thirty."""
MOST_OPEN = 2_000
"""Elements that have no end yet, before it is cleaned: there every `<p>` is open that nobody closed."""
TOKEN = re.compile(r"\{\{|\}\}|\{%|%\}")


def soup_of(html: str) -> BeautifulSoup:
    """A cleaned text as a tree: well-formed, and without anything that a browser would run."""
    return BeautifulSoup(TOKEN.sub(_apart, _cleaned(html)), "html.parser")


def is_too_deep(html: str) -> bool:
    """Whether a text is nested so that nobody can have written it; to clean the worst of it takes a minute."""
    return _is_deeper(html, TAG, MOST_OPEN) or _is_deeper(_cleaned(html), MARKUP, MOST_DEEP)


def _is_deeper(html: str, tag: re.Pattern[str], most: int) -> bool:
    depth = 0
    for found in tag.finditer(html):
        name = found["name"].lower()
        depth += -1 if name.startswith("/") else 0 if name in EMPTY else 1
        if depth > most:
            return True
    return False


def _cleaned(html: str) -> str:
    marked = html if MARKED.search(html) else "".join(f"<p>{escape(each)}</p>" for each in re.split(r"\n\s*\n", html))
    cleaned: str = nh3.clean(
        marked,
        tags=TAGS,
        clean_content_tags=UNREAD - TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel", "sms"},
        link_rel=None,
    )
    return cleaned


def _apart(found: re.Match[str]) -> str:
    """Braces of a provider's are no token of ours."""
    return " ".join(found[0])


def left_out_of(html: str) -> list[str]:
    """What of the original is not text, and comes along in no block."""
    found: Counter[str] = Counter()
    # By hand: parsers of the standard library need minutes for what is broken in a hundred thousand places.
    for each in BEGINNING.finditer(_without_comments(html)):
        if each["name"].lower() in UNSHOWN:
            found[f"<{each['name'].lower()}>"] += 1
        elif PROGRAM.search(each["rest"]):
            found["a program in an attribute"] += 1
    addresses = len(re.findall(r"<a\s[^<>]*\bhref\b", html, re.IGNORECASE)) - _cleaned(html).count("<a href=")
    if addresses > 0:
        found["an address that no link may have"] = addresses
    return [f"Left out: {name}" + (f", {number} times." if number > 1 else ".") for name, number in found.items()]


def _without_comments(html: str) -> str:
    kept, place = [], 0
    while (begins := html.find("<!--", place)) >= 0 and (ends := html.find("-->", begins)) >= 0:
        kept.append(html[place:begins])
        place = ends + 3
    return "".join([*kept, html[place:]])


def text_in(node: Any) -> str:
    """Words of a node on one line."""
    return " ".join(node.get_text(" ").split()) if isinstance(node, Tag) else " ".join(str(node).split())


def flat_text(html: str) -> str:
    """All words of cleaned HTML, where markup inside of a line parts none: what is kept is counted against it."""
    apart = MARKUP.sub(lambda found: "" if found["name"].removeprefix("/") in IN_A_LINE else " ", html)
    return " ".join(unescape(apart).split())


def rich(node: Any, notes: list[str]) -> str:
    """The content of a node as our rich text: inline markup, links, and lists in it."""
    if isinstance(node, Comment):
        return ""
    if isinstance(node, NavigableString):
        return escape(re.sub(r"\s+", " ", str(node)), quote=False)
    inner = "".join(rich(each, notes) for each in node.children)
    name = INLINE.get(node.name)
    if name is not None:
        return f"<{name}>{inner}</{name}>" if inner.strip() else inner
    if node.name == "a":
        return _link(node, inner, notes)
    if node.name == "br":
        return "<br/>"
    if node.name in {"ul", "ol", "li"}:
        return f"<{node.name}>{inner.strip()}</{node.name}>"
    # A block in a place where only a line can stand: its words keep apart from those before.
    return inner if node.name in IN_A_LINE else f" {inner.strip()} "


def _link(node: Tag, inner: str, notes: list[str]) -> str:
    href = str(node.get("href") or "").strip()
    try:
        parts = urlsplit(href)
    except ValueError:
        parts = urlsplit("")
    if not href:
        return inner
    if parts.scheme in {"mailto", "tel"} or (
        parts.scheme in {"http", "https"} and parts.netloc and is_safe_address(href)
    ):
        return f'<a href="{escape(href)}">{inner}</a>'
    notes.append(f"The link “{text_in(node)[:80]}” leads to '{href[:80]}', which is no whole address: it is text now.")
    return inner


def lost_words(source: str, kept: str) -> list[str]:
    """Words of a text that stand in what was made of it fewer times than there."""
    missing = Counter(WORD.findall(source.lower())) - Counter(WORD.findall(kept.lower()))
    return list(missing)
