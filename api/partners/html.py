"""A body as one plain piece of HTML, for programs that know none of our blocks."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.html import escape

Block = Mapping[str, Any]


def _paragraph(value: Block) -> str:
    return str(value["html"])


def _heading(value: Block) -> str:
    level = int(value["level"])
    return f"<h{level}>{escape(value['text'])}</h{level}>"


def _question(value: Block) -> str:
    return f"<h2>{escape(value['question'])}</h2>{value['html']}"


def _list(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def _key_points(value: Block) -> str:
    return f"<h2>{escape(value['title'])}</h2>{_list(map(escape, value['points']))}"


def _quote(value: Block) -> str:
    cite = f"<p><cite>{escape(value['attribution'])}</cite></p>" if value["attribution"] else ""
    return f"<blockquote><p>{escape(value['text'])}</p>{cite}</blockquote>"


def _row(cells: Iterable[str], name: str) -> str:
    return f"<tr>{''.join(f'<{name}>{escape(cell)}</{name}>' for cell in cells)}</tr>"


def _table(value: Block) -> str:
    caption = f"<caption>{escape(value['caption'])}</caption>" if value["caption"] else ""
    rows = "".join(_row(row, "td") for row in value["rows"])
    return f"<table>{caption}<thead>{_row(value['header'], 'th')}</thead><tbody>{rows}</tbody></table>"


def _callout(value: Block) -> str:
    return f"<aside>{value['html']}</aside>"


def _link(text: str, url: str) -> str:
    return f'<a href="{escape(url)}">{escape(text)}</a>' if url else str(escape(text))


def _references(value: Block) -> str:
    return _list(_link(item["text"], item["url"]) for item in value["items"])


WRITTEN: Mapping[str, Callable[[Block], str]] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "question": _question,
    "key_points": _key_points,
    "quote": _quote,
    "table": _table,
    "callout": _callout,
    "references": _references,
}
"""By the type of a block. Pictures and videos are others' works: nobody has said that they may be passed on."""


def html_of(blocks: Iterable[Block]) -> tuple[str, bool]:
    """The HTML of the blocks of an answer, and whether all of them are in it."""
    parts, is_whole = [], True
    for block in blocks:
        write = WRITTEN.get(block["type"])
        if write is None:
            is_whole = False
        else:
            parts.append(write(block["value"]))
    return "".join(parts), is_whole
