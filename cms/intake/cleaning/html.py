"""HTML of providers, cleaned by nh3, and single stretches of it as our rich text."""

import re
from collections import Counter
from html import escape
from typing import Any
from urllib.parse import urlsplit

import nh3
from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, NavigableString

from cms.articles.clean_html import is_safe_address

INLINE = {"b": "b", "strong": "b", "i": "i", "em": "i", "cite": "i", "sup": "sup", "sub": "sub"}
UNREAD = {"script", "style", "template", "noscript", "svg", "math", "head", "title"}
"""Left out with all that stands in them."""
TAGS = {
    *("p", "div", "section", "article", "header", "footer", "aside", "main", "span", "br", "hr", "a", "img", "figure"),
    *("figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "q", "pre"),
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
TOKEN = re.compile(r"\{\{|\}\}|\{%|%\}")


def soup_of(html: str) -> BeautifulSoup:
    """A cleaned text as a tree: well-formed, and without anything that a browser would run."""
    marked = html if MARKED.search(html) else "".join(f"<p>{escape(each)}</p>" for each in re.split(r"\n\s*\n", html))
    cleaned = nh3.clean(
        marked,
        tags=TAGS,
        clean_content_tags=UNREAD - TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel", "sms"},
        link_rel=None,
    )
    return BeautifulSoup(TOKEN.sub(_apart, cleaned), "html.parser")


def _apart(found: re.Match[str]) -> str:
    """Braces of a provider's are no token of ours."""
    return " ".join(found[0])


def left_out_of(html: str) -> list[str]:
    """What of the original is not text, and comes along in no block."""
    found: Counter[str] = Counter()
    for each in BeautifulSoup(html, "html.parser").find_all(True):
        if each.name in UNREAD | {"object", "embed", "form", "video", "audio", "applet", "canvas"}:
            found[f"<{each.name}>"] += 1
        elif any(name.startswith("on") for name in each.attrs):
            found["a program in an attribute"] += 1
    return [f"Left out: {name}" + (f", {number} times." if number > 1 else ".") for name, number in found.items()]


def text_in(node: Any) -> str:
    """Words of a node on one line."""
    return " ".join(node.get_text(" ").split()) if isinstance(node, Tag) else " ".join(str(node).split())


def flat_text(html: str) -> str:
    """All words of cleaned HTML, where markup inside of a line parts none: what is kept is counted against it."""
    soup = BeautifulSoup(html, "html.parser")
    for each in soup.find_all([*INLINE, "a", "span", "u", "s", "small", "code", "mark", "q"]):
        each.unwrap()
    soup.smooth()
    return text_in(soup)


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
    return inner if node.name in {"span", "u", "s", "small", "code", "mark", "q"} else f" {inner.strip()} "


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
