"""The demo's body blocks as streams of our body block."""

import re
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from cms.demo.pictures import Pictures

ARTICLE_LINK = re.compile(r'<a linktype="article" slug="([^"]+)">')
NAMESPACE = uuid.UUID("6d6f7274-6172-4000-8000-64656d6f0000")


class Blocks:
    """Turns blocks of the content files into raw stream data; articles are linked once all of them have an id."""

    def __init__(self, pictures: Pictures, article_ids: Mapping[str, int]) -> None:
        self.pictures = pictures
        self.article_ids = article_ids

    def stream(self, place: str, blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Raw data of one body; block ids follow from `place`, so that they are the same in every demo."""
        return [
            {"type": kind, "value": self._value(kind, value), "id": str(uuid.uuid5(NAMESPACE, f"{place}/{at}"))}
            for at, block in enumerate(blocks)
            for kind, value in block.items()
        ]

    def html(self, text: str) -> str:
        return ARTICLE_LINK.sub(lambda link: f'<a linktype="page" id="{self.article_ids.get(link[1], 0)}">', text)

    def _value(self, kind: str, value: Any) -> Any:
        reshape: Callable[[Any], Any] | None = getattr(self, f"_{kind}", None)
        return reshape(value) if reshape else value

    def _paragraph(self, value: str) -> str:
        return self.html(value)

    def _question(self, value: dict[str, str]) -> dict[str, str]:
        return {"question": value["question"], "answer": self.html(value["html"])}

    def _callout(self, value: dict[str, str]) -> dict[str, str]:
        return {"style": value["style"], "text": self.html(value["html"])}

    def _heading(self, value: dict[str, Any]) -> dict[str, str]:
        return {"text": value["text"], "level": str(value["level"])}

    def _image(self, value: dict[str, str]) -> dict[str, Any]:
        image = self.pictures.image(value["motif"], value["alt"])
        return {"image": image.pk, "alt": value["alt"], "caption": value["caption"]}

    def _table(self, value: dict[str, Any]) -> dict[str, Any]:
        return {
            "columns": [{"type": "text", "heading": heading} for heading in value["header"]],
            "rows": [{"values": [str(cell) for cell in row]} for row in value["rows"]],
            "caption": value["caption"],
        }

    def _language_help(self, value: list[dict[str, Any]]) -> dict[str, Any]:
        return {"texts": value}

    def _video(self, value: dict[str, str]) -> dict[str, Any]:
        return {"picture": None, "captions": True, **value}
