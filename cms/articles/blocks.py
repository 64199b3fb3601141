"""Body blocks of articles and standard pages. Every text in them may carry tokens."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock, TypedTableBlockValidationError
from wagtail.images.blocks import ImageChooserBlock

from cms.articles.duties import HELP_LANGUAGES
from cms.articles.videos import video_of
from stores.choices import usps_states
from stores.tokens.fields import TokenCharBlock, TokenTextAreaBlock
from stores.tokens.syntax import STORE_TOKENS_FEATURE, TOKENS_FEATURE, validate_tokens

RICH_TEXT_FEATURES = ["bold", "italic", "superscript", "subscript", "ol", "ul", "link", "document-link"]
STORE_TEXT_FEATURES = [*RICH_TEXT_FEATURES, STORE_TOKENS_FEATURE]
"""For rich texts that stand without an article."""


def _text(**kwargs: Any) -> blocks.CharBlock:
    return TokenCharBlock(validators=(validate_tokens,), **kwargs)


class TokenTextBlock(blocks.RichTextBlock):
    """Rich text in whose editor tokens are chips. To migrations it is Wagtail's own: what it keeps is the same."""

    def __init__(self, *, features: list[str], **kwargs: Any) -> None:
        super().__init__(features=[*features, TOKENS_FEATURE], **kwargs)


def _rich_text(**kwargs: Any) -> blocks.RichTextBlock:
    return TokenTextBlock(features=RICH_TEXT_FEATURES, validators=(validate_tokens,), **kwargs)


class HeadingBlock(blocks.StructBlock):
    """A heading below the page's own."""

    text = _text(max_length=160)
    level = blocks.ChoiceBlock(choices=[("2", "Heading"), ("3", "Subheading")], default="2")

    class Meta:
        icon = "title"


class QuestionBlock(blocks.StructBlock):
    """A question and its answer."""

    question = _text(max_length=240)
    answer = _rich_text()

    class Meta:
        icon = "help"


class KeyPointsBlock(blocks.StructBlock):
    """The few sentences to take home."""

    title = _text(max_length=120, default="Key points")
    points = blocks.ListBlock(_text(max_length=300), min_num=1)

    class Meta:
        icon = "list-ul"


class ImageBlock(blocks.StructBlock):
    """A picture with its alternative text; leave that empty only where the picture is decoration."""

    image = ImageChooserBlock()
    alt = blocks.CharBlock(max_length=255, required=False, label="Alternative text")
    caption = _text(max_length=255, required=False)

    class Meta:
        icon = "image"


class QuoteBlock(blocks.StructBlock):
    """Somebody's words."""

    text = TokenTextAreaBlock(validators=(validate_tokens,))
    attribution = _text(max_length=160, required=False)

    class Meta:
        icon = "openquote"


def _token_error(place: str, text: str) -> ValidationError | None:
    """What is wrong with a text that has no field of its own in the form; names the place."""
    try:
        validate_tokens(text)
    except ValidationError as error:
        return ValidationError(f"{place}: {error.messages[0]}", code="unknown_token")
    return None


class TableBlock(TypedTableBlock):
    """Rows of text below their headings."""

    def clean(self, table: TypedTable) -> TypedTable:
        """Wagtail's table checks its cells only; its caption and its headings may carry tokens too."""
        texts = {"Caption": table.caption}
        texts |= {f"Heading of column {number}": column["heading"] for number, column in enumerate(table.columns, 1)}
        errors = [error for place, text in texts.items() if (error := _token_error(place, text or ""))]
        if errors:
            raise TypedTableBlockValidationError(non_block_errors=errors)
        return super().clean(table)


class CalloutBlock(blocks.StructBlock):
    """A note that stands out."""

    style = blocks.ChoiceBlock(
        choices=[
            ("info", "Information"),
            ("tip", "Tip"),
            ("warning", "Warning"),
            ("ask", "Care: ask us"),
            ("soon", "Care: today, by a doctor"),
            ("emergency", "Care: call 911"),
        ],
        default="info",
    )
    text = _rich_text()

    class Meta:
        icon = "warning"


class VideoBlock(blocks.StructBlock):
    """A video that stands elsewhere. The storefront links to it and loads nothing from there."""

    url = blocks.URLBlock(label="Address", help_text="A video page of YouTube or Vimeo.")
    title = _text(max_length=200)
    picture = ImageChooserBlock(
        required=False, help_text="Shown in the video's place. Nothing is loaded from elsewhere."
    )
    captions = blocks.BooleanBlock(required=False, label="It has captions")

    class Meta:
        icon = "media"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned = super().clean(value)
        if video_of(cleaned["url"]) is None:
            raise StructBlockValidationError({"url": ValidationError("Give the address of a YouTube or Vimeo video.")})
        return cleaned


class LinkBlock(blocks.StructBlock):
    """A title and the web address where it stands."""

    title = blocks.CharBlock(max_length=200)
    url = blocks.URLBlock()

    class Meta:
        icon = "link"


class CorrectionBlock(blocks.StructBlock):
    """What was wrong and is right now, and since when."""

    corrected_on = blocks.DateBlock(label="Corrected on")
    text = blocks.CharBlock(max_length=500, label="What was corrected")

    class Meta:
        icon = "edit"


class ReferenceBlock(blocks.StructBlock):
    """One reference in running text."""

    text = _text(max_length=400)
    url = blocks.URLBlock(required=False)


class ReferencesBlock(blocks.StructBlock):
    """A list of references."""

    items = blocks.ListBlock(ReferenceBlock(), min_num=1)

    class Meta:
        icon = "list-ol"


class BodyBlock(blocks.StreamBlock):
    """The whole set. A block's name is its `type` in the API."""

    paragraph = _rich_text(icon="pilcrow")
    heading = HeadingBlock()
    question = QuestionBlock()
    key_points = KeyPointsBlock()
    image = ImageBlock()
    quote = QuoteBlock()
    table = TableBlock([("text", _text(required=False))], icon="table")
    callout = CalloutBlock()
    video = VideoBlock()
    references = ReferencesBlock()


class LanguageHelpTextBlock(blocks.StructBlock):
    """That help with languages costs nothing, in one of them."""

    language = blocks.ChoiceBlock(choices=[(code, f"{name} ({own})") for code, (name, own) in HELP_LANGUAGES.items()])
    states = blocks.MultipleChoiceBlock(
        choices=usps_states, required=False, help_text="Stores of these states show it; none: every store."
    )
    text = TokenTextAreaBlock(validators=(validate_tokens,), rows=3)

    class Meta:
        icon = "comment"


class LanguageHelpBlock(blocks.StructBlock):
    """What 45 CFR 92.11 asks for, by state; a store shows those of its own."""

    texts = blocks.ListBlock(LanguageHelpTextBlock(), min_num=1)

    class Meta:
        icon = "globe"
        label = "Language help"


class StandardBodyBlock(BodyBlock):
    """What a standard page may have: the whole set, and texts that stand in a notice only."""

    language_help = LanguageHelpBlock()


def texts_in(body: blocks.StreamValue) -> Iterator[tuple[str, str]]:
    """Every string of a body, whatever it is for, with the words that lead an editor to its block."""
    for number, child in enumerate(body, start=1):
        for text in strings_in(child.block.get_prep_value(child.value)):
            yield f"block {number} ({child.block.label})", text


def rich_texts_in(body: blocks.StreamValue) -> Iterator[tuple[str, str]]:
    """Every rich text of a body as it is stored, with the same words."""
    for number, child in enumerate(body, start=1):
        for html in _rich(child.block, child.value):
            yield f"block {number} ({child.block.label})", html


def _rich(block: blocks.Block, value: Any) -> Iterator[str]:
    if isinstance(block, blocks.RichTextBlock):
        yield str(block.get_prep_value(value) or "")
    elif isinstance(block, blocks.StructBlock):
        for name, part in block.child_blocks.items():
            yield from _rich(part, value.get(name))


def strings_in(value: Any) -> Iterator[str]:
    """Every string of a block as it is stored."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings_in(part)


DECONSTRUCT_ALIASES = {TokenTextBlock: "wagtail.blocks.RichTextBlock"}
