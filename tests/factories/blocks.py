"""Body blocks as raw stream data. A block's id follows from its place, so that answers are the same each time."""

import uuid
from typing import Any

NAMESPACE = uuid.UUID("6d6f7274-6172-4000-8000-746573740000")
VIDEO = "https://www.youtube.com/watch?v=abcdefghijk"

Block = dict[str, Any]


def block(kind: str, value: Any, place: str) -> Block:
    """One block; `place` is anything that is unique in its body."""
    return {"type": kind, "value": value, "id": str(uuid.uuid5(NAMESPACE, f"{place}/{kind}"))}


def paragraph(html: str, place: str = "1") -> Block:
    """A paragraph; text without markup gets its `<p>`."""
    return block("paragraph", html if html.startswith("<") else f"<p>{html}</p>", place)


def image_block(image_id: int, place: str = "1", *, caption: str = "At {{ store.name }}") -> Block:
    return block("image", {"image": image_id, "alt": "A waiting room", "caption": caption}, place)


def page_link(page_id: int, text: str) -> str:
    """A rich-text link to a page, as Wagtail stores it."""
    return f'<a linktype="page" id="{page_id}">{text}</a>'


def document_link(document_id: int, text: str) -> str:
    return f'<a linktype="document" id="{document_id}">{text}</a>'


def one_of_each_block(*, image_id: int | None = None, html: str = "<p>Ask at {{ store.name }}.</p>") -> list[Block]:
    """A body with each kind of block; `image` only where there is an image. `html` stands in every rich text."""
    table = {
        "columns": [{"type": "text", "heading": "Medicine"}, {"type": "text", "heading": "How often"}],
        "rows": [{"values": ["Sample", "Once a day"]}],
        "caption": "Doses at {{ store.name }}",
    }
    point = {"type": "item", "value": "Call {{ store.phone }}.", "id": str(uuid.uuid5(NAMESPACE, "point"))}
    reference = {"text": "Sample registry", "url": "https://registry.example/1"}
    item = {"type": "item", "value": reference, "id": str(uuid.uuid5(NAMESPACE, "reference"))}
    values: dict[str, Any] = {
        "paragraph": html,
        "heading": {"text": "How it works", "level": "2"},
        "question": {"question": "What should patients expect?", "answer": html},
        "key_points": {"title": "Key points", "points": [point]},
        "image": {"image": image_id, "alt": "A waiting room", "caption": "At {{ store.name }}"},
        "quote": {"text": "Ask early.", "attribution": "A sample patient"},
        "table": table,
        "callout": {"style": "warning", "text": html},
        "video": {"url": VIDEO, "title": "How lupus is treated", "picture": None, "captions": True},
        "references": {"items": [item]},
    }
    if image_id is None:
        del values["image"]
    return [block(kind, value, "each") for kind, value in values.items()]
