"""The forms in which rich text leaves, beside HTML: a tree of plain data, and Markdown. Pure: made of clean HTML.

A node is `{"type": "text", "text": …}` or an element: its type is the name of the HTML tag, and beside its `children`
stand its attributes. A link says in `to` what it leads to: `{"type": "article", "id", "slug", "path"}`, a document, or
null for an address elsewhere.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from html.parser import HTMLParser
from typing import Any

from cms.articles.clean_html import ATTRIBUTES, VOID

FORMATS = {"html": "html", "markdown": "markdown", "json": "tree"}
"""What may be asked for -> what a member that is called `html` is called then."""

Node = dict[str, Any]

BLOCKS = frozenset(
    {
        "p",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "hr",
        "pre",
        "div",
        "table",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "td",
        "th",
    }
)
AS_HTML = frozenset({"table", "dl"})
"""Blocks for which Markdown has no way of its own."""
MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
NUMBERS = frozenset({"start", "colspan", "rowspan", "width", "height"})
SPECIAL = re.compile(r"[\\`*_\[\]<>~|]|&(?=#?\w+;)")
AT_START = re.compile(r"(\d+(?=[.)])|(?=[#+=-]))")
"""What begins something else than a paragraph at the start of a line."""


class _TreeReader(HTMLParser):
    def __init__(self, leads_to: Mapping[str, Mapping[str, Any]]) -> None:
        super().__init__(convert_charrefs=True)
        self.leads_to = leads_to
        self.nodes: list[Node] = []
        self.open: list[Node] = []

    def _add(self, node: Node) -> None:
        (self.open[-1]["children"] if self.open else self.nodes).append(node)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        node: Node = {"type": tag}
        for name, value in attributes:
            if name in ATTRIBUTES.get(tag, ()):
                is_number = name in NUMBERS and (value or "").isdecimal()
                node[name] = int(value or 0) if is_number else value or ""
        if tag == "a":
            node["to"] = self.leads_to.get(node.get("href", ""))
        self._add(node)
        if tag not in VOID:
            node["children"] = []
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if any(node["type"] == tag for node in self.open):
            while self.open.pop()["type"] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.open or data.strip():
            self._add({"type": "text", "text": data})


def tree_of(html: str, leads_to: Mapping[str, Mapping[str, Any]] | None = None) -> list[Node]:
    """The nodes of clean HTML. `leads_to`: address -> what stands there."""
    reader = _TreeReader(leads_to or {})
    reader.feed(html)
    reader.close()
    return reader.nodes


def markdown_of(html: str) -> str:
    """Clean HTML as CommonMark; what that has no way for stays a tag."""
    return _blocks(tree_of(html))


def _blocks(nodes: Iterable[Node]) -> str:
    written = []
    for run in _runs(nodes):
        text = _paragraph(run) if isinstance(run, list) else _block(run)
        if text:
            written.append(text)
    return "\n\n".join(written)


def _runs(nodes: Iterable[Node]) -> Iterable[Node | list[Node]]:
    """Blocks one by one, and what stands between them in lines, together."""
    line: list[Node] = []
    for node in nodes:
        if node["type"] in BLOCKS:
            if line:
                yield line
                line = []
            yield node
        else:
            line.append(node)
    if line:
        yield line


def _block(node: Node) -> str:
    kind, children = node["type"], node.get("children", [])
    if kind in AS_HTML:
        return _html(node)
    if kind == "hr":
        return "---"
    if kind in {"ul", "ol"}:
        return _list(node)
    if kind == "blockquote":
        return _indented(_blocks(children), "> ", "> ")
    if kind == "pre":
        text = _text(children)
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
        return f"{fence}\n{text.strip(chr(10))}\n{fence}"
    if kind[0] == "h":
        return f"{'#' * int(kind[1])} {_inline(children).strip()}" if children else ""
    return _paragraph(children) if not any(each["type"] in BLOCKS for each in children) else _blocks(children)


def _paragraph(nodes: Sequence[Node]) -> str:
    lines = _inline(nodes).strip().split("\n")
    return "\n".join(AT_START.sub(r"\1\\", line, count=1) if AT_START.match(line) else line for line in lines)


def _list(node: Node) -> str:
    items = [child for child in node["children"] if child["type"] == "li"]
    first = node.get("start", 1)
    written = []
    for number, item in enumerate(items, start=first if isinstance(first, int) else 1):
        marker = f"{number}. " if node["type"] == "ol" else "- "
        written.append(_indented(_blocks(item["children"]), marker, " " * len(marker)))
    return "\n".join(written)


def _indented(text: str, first: str, others: str) -> str:
    lines = text.split("\n")
    return "\n".join(f"{others if at else first}{line}".rstrip() for at, line in enumerate(lines))


def _inline(nodes: Iterable[Node]) -> str:
    return "".join(map(_inline_node, nodes))


def _inline_node(node: Node) -> str:
    kind = node["type"]
    if kind == "text":
        return _escaped(node["text"])
    if kind == "br":
        return "\\\n"
    if kind == "img":
        return f"![{_escaped(node.get('alt', ''))}]({_destination(node.get('src', ''))})"
    inner = _inline(node.get("children", []))
    if kind == "a":
        return f"[{inner}]({_destination(node['href'])})" if node.get("href") else inner
    if kind in MARKS:
        return _marked(inner, MARKS[kind])
    return f"<{kind}>{inner}</{kind}>"


def _escaped(text: str) -> str:
    """Plain words on one line, nothing in which is read as markup."""
    return SPECIAL.sub(r"\\\g<0>", " ".join(re.split(r"[ \t\r\n]+", text)))


def _marked(inner: str, mark: str) -> str:
    """Emphasis holds no space at its ends; what is empty has none."""
    core = inner.strip()
    if not core:
        return inner
    before, behind = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
    return f"{before}{mark}{core}{mark}{behind}"


def _destination(address: str) -> str:
    plain = re.sub(r"[\x00-\x20<>\\]", lambda found: f"%{ord(found[0]):02X}", address)
    return f"<{plain}>" if re.search(r"[()]", plain) else plain


def _text(nodes: Iterable[Node]) -> str:
    return "".join(node["text"] if node["type"] == "text" else _text(node.get("children", [])) for node in nodes)


def _html(node: Node) -> str:
    if node["type"] == "text":
        return escape(node["text"], quote=False)
    kind = node["type"]
    attributes = "".join(f' {name}="{escape(str(node[name]))}"' for name in ATTRIBUTES.get(kind, ()) if name in node)
    if kind in VOID:
        return f"<{kind}{attributes}>"
    return f"<{kind}{attributes}>{''.join(map(_html, node['children']))}</{kind}>"
