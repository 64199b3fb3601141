"""Body blocks: a list of `{"type", "id", "value"}`, a union discriminated by `type`.

Read from the stream's raw data, so that a body costs no query for its images: `Shown` has loaded them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.utils.text import slugify
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field, inline_serializer
from rest_framework import serializers
from wagtail.blocks import StreamValue

from api.protocol.fields import any_kind_of
from api.serializers.pictures import PictureSerializer, picture_alt, picture_data
from api.serializers.shown import Shown
from cms.articles.duties import HELP_LANGUAGES, direction_of, texts_for
from cms.articles.videos import video_of
from stores.tokens.syntax import isolated

RawBlock = Mapping[str, Any]


def rich_texts_of(body: StreamValue) -> Iterator[str]:
    """Every rich text of a body, as stored."""
    for block in body.raw_data:
        value = block["value"]
        if block["type"] == "paragraph":
            yield value
        elif block["type"] == "question":
            yield value["answer"]
        elif block["type"] == "callout":
            yield value["text"]


def image_ids_of(body: StreamValue) -> Iterator[int]:
    """Every image of a body."""
    for block in body.raw_data:
        name = {"image": "image", "video": "picture"}.get(block["type"])
        if name and block["value"].get(name):
            yield block["value"][name]


class _BlockReader:
    """Turns raw blocks into answers for one store; `values` are the tokens of the article or page."""

    def __init__(self, shown: Shown, values: Mapping[str, str] | None) -> None:
        self.shown = shown
        self.values = values
        self.anchors: set[str] = set()

    def text(self, text: str | None) -> str:
        return self.shown.text(text or "", self.values)

    def rich(self, source: str | None) -> dict[str, Any]:
        """Rich text, under the name of the form in which it comes."""
        return {self.shown.html_name: self.shown.rich(source or "", self.values)}

    def anchor(self, text: str) -> str:
        """Unique in the body, so that each heading can be linked to."""
        base = anchor = slugify(text) or "section"
        number = 2
        while anchor in self.anchors:
            anchor, number = f"{base}-{number}", number + 1
        self.anchors.add(anchor)
        return anchor

    def paragraph(self, value: str) -> dict[str, Any]:
        return self.rich(value)

    def heading(self, value: RawBlock) -> dict[str, Any]:
        text = self.text(value["text"])
        return {"text": text, "level": int(value.get("level") or 2), "anchor": self.anchor(text)}

    def question(self, value: RawBlock) -> dict[str, Any]:
        text = self.text(value["question"])
        return {"question": text, "anchor": self.anchor(text), **self.rich(value["answer"])}

    def key_points(self, value: RawBlock) -> dict[str, Any]:
        points = [point["value"] if isinstance(point, Mapping) else point for point in value["points"]]
        return {"title": self.text(value["title"]), "points": [self.text(point) for point in points]}

    def image(self, value: RawBlock) -> dict[str, Any] | None:
        picture, alt = self.shown.picture(value["image"]), value.get("alt") or ""
        if picture is None:
            return None
        shown = {"image": picture_data(picture, alt), "alt": picture_alt(picture, alt)}
        return {**shown, "caption": self.text(value.get("caption"))}

    def quote(self, value: RawBlock) -> dict[str, Any]:
        return {"text": self.text(value["text"]), "attribution": self.text(value.get("attribution"))}

    def table(self, value: RawBlock) -> dict[str, Any]:
        return {
            "caption": self.text(value.get("caption")),
            "header": [self.text(column["heading"]) for column in value["columns"]],
            "rows": [[self.text(cell) for cell in row["values"]] for row in value["rows"]],
        }

    def callout(self, value: RawBlock) -> dict[str, Any]:
        return {"style": value["style"], **self.rich(value["text"])}

    def video(self, value: RawBlock) -> dict[str, Any] | None:
        video = video_of(value["url"])
        if video is None:
            return None
        title, picture = self.text(value["title"]), picture_data(self.shown.picture(value.get("picture")), "")
        return {
            "url": value["url"],
            "title": title,
            "provider": video.provider,
            "id": video.id,
            "embed_url": video.embed_url,
            "captions": bool(value.get("captions")),
            "thumbnail": picture["src"] if picture else None,
            "picture": picture,
        }

    def references(self, value: RawBlock) -> dict[str, Any]:
        items = [item.get("value", item) for item in value["items"]]
        return {"items": [{"text": self.text(item["text"]), "url": item.get("url") or ""} for item in items]}

    def language_help(self, value: RawBlock) -> dict[str, Any] | None:
        """In the order of the languages' names; none without a text for the store's state."""
        texts = texts_for([{"type": "language_help", "value": value}], self.shown.store.state)
        items = []
        for code in (code for code in HELP_LANGUAGES if code in texts):
            direction = direction_of(code)
            text = self.text(isolated(texts[code]) if direction == "rtl" else texts[code])
            names = {"language": code, "direction": direction, "name": HELP_LANGUAGES[code][1]}
            items.append({**names, "text": text})
        return {"items": items} if items else None


def body_data(body: StreamValue, shown: Shown, values: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """The blocks of a body; a block whose image or video is gone is left out.

    An image that has no size yet is null, with its text and caption.
    """
    reader = _BlockReader(shown, values)
    blocks = []
    for block in body.raw_data:
        read: Callable[[Any], dict[str, Any] | None] = getattr(reader, block["type"])
        value = read(block["value"])
        if value is not None:
            blocks.append({"type": block["type"], "id": block.get("id"), "value": value})
    return blocks


def _value(name: str, **fields: serializers.Field) -> serializers.Serializer:
    return inline_serializer(f"{name}Value", fields)


def _block(kind: str, value: serializers.Serializer) -> serializers.Serializer:
    name = "".join(part.title() for part in kind.split("_"))
    fields: dict[str, serializers.Field] = {
        "type": serializers.ChoiceField([kind]),
        "id": serializers.UUIDField(),
        "value": value,
    }
    return inline_serializer(f"{name}Block", fields)


def _text_list() -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(allow_blank=True))


def _video_fields() -> dict[str, serializers.Field]:
    url = serializers.URLField
    return {
        "url": url(help_text="Of the video's page."),
        "title": serializers.CharField(),
        "provider": serializers.ChoiceField(["YouTube", "Vimeo"]),
        "id": serializers.CharField(help_text="At the provider."),
        "embed_url": url(help_text="Of a player that follows nobody. Load it once somebody asks for the video."),
        "captions": serializers.BooleanField(help_text="An editor says that it has captions."),
        "thumbnail": url(allow_null=True, help_text="`picture.src`: an editor's picture, never the provider's."),
        "picture": PictureSerializer(allow_null=True),
    }


def _values() -> Iterable[tuple[str, serializers.Serializer]]:
    char = serializers.CharField
    reference = inline_serializer("Reference", {"text": char(), "url": char(allow_blank=True)}, many=True)
    yield "paragraph", _value("Paragraph", html=char())
    yield "heading", _value("Heading", text=char(), level=serializers.IntegerField(), anchor=char())
    yield "question", _value("Question", question=char(), anchor=char(), html=char())
    yield "key_points", _value("KeyPoints", title=char(), points=_text_list())
    picture, alt, caption = PictureSerializer(allow_null=True), char(allow_blank=True), char(allow_blank=True)
    yield "image", _value("Image", image=picture, alt=alt, caption=caption)
    yield "quote", _value("Quote", text=char(), attribution=char(allow_blank=True))
    rows = serializers.ListField(child=_text_list())
    yield "table", _value("Table", caption=char(allow_blank=True), header=_text_list(), rows=rows)
    yield "callout", _value("Callout", style=serializers.ChoiceField(["info", "tip", "warning"]), html=char())
    yield "video", _value("Video", **_video_fields())
    yield "references", _value("References", items=reference)
    help_text: dict[str, serializers.Field] = {
        "language": char(help_text="What HTML calls it."),
        "direction": serializers.ChoiceField(["ltr", "rtl"]),
        "name": char(help_text="As it calls itself."),
        "text": char(),
    }
    yield "language_help", _value("LanguageHelp", items=inline_serializer("LanguageHelpText", help_text, many=True))


class AnyValueField(serializers.DictField):
    """What a block holds, by its type."""

    made_of = any_kind_of(*(value for _kind, value in _values()))


class AnyBlockSerializer(serializers.Serializer):
    """What every block has."""

    type = serializers.CharField()
    id = serializers.UUIDField()
    value = AnyValueField()


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="BodyBlock",
        serializers={kind: _block(kind, value) for kind, value in _values()},
        resource_type_field_name="type",
        many=True,
    )
)
class BodyField(serializers.Field):
    """A body in an answer. The parent serializer gives the tokens with `token_values(instance)`."""

    made_of = AnyBlockSerializer

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, source="*", **kwargs)

    def to_representation(self, instance: Any) -> list[dict[str, Any]]:
        parent: Any = self.parent
        return body_data(instance.body, parent.shown, parent.token_values(instance))
