"""Tables: rows of text below their headings."""

from html import escape
from typing import Any

from bs4 import Tag

from cms.intake.cleaning.html import text_in

WIDEST = 8


def table_block(node: Tag, made: Any) -> None:
    """A table of ours; one whose cells span others is read as rows of text, with a note."""
    # Those of a table in a cell are words of that cell.
    own = [row for row in node.find_all("tr") if row.find_parent("table") is node]
    rows = [row.find_all(["th", "td"], recursive=False) for row in own]
    rows = [row for row in rows if row]
    if not rows:
        return
    spans = any(
        str(cell.get(name, "1")) not in {"", "1"} for row in rows for cell in row for name in ("colspan", "rowspan")
    )
    widths = {len(row) for row in rows}
    caption = node.find("caption")
    words = text_in(caption) if isinstance(caption, Tag) else ""
    if spans or len(widths) > 1 or max(widths) > WIDEST or node.find("table") is not None:
        made.notes.append("A table whose cells span others, or that is too wide, is rows of text now.")
        lines = [" | ".join(text_in(cell) for cell in row) for row in rows]
        from_caption = [words] if words else []
        items = "".join(f"<li>{escape(line, quote=False)}</li>" for line in from_caption + lines)
        made.add("paragraph", f"<ul>{items}</ul>")
        return
    if node.find("a") is not None:
        made.notes.append("Links in a table are text now.")
    has_head = all(cell.name == "th" for cell in rows[0])
    head, body = (rows[0], rows[1:]) if has_head else ([], rows)
    made.add(
        "table",
        {
            "columns": [{"type": "text", "heading": text_in(head[at]) if head else ""} for at in range(len(rows[0]))],
            "rows": [{"values": [text_in(cell) for cell in row]} for row in body],
            "caption": words,
        },
    )
