"""Body blocks: what they refuse besides tokens, which test_forms tries in the admin."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.blocks import StructBlockValidationError

from cms.articles.blocks import BodyBlock
from tests.factories.blocks import one_of_each_block

YOUTUBE = "https://youtu.be/abcdefghijk"
VIMEO = "https://vimeo.com/76979871"


def cleaned(kind: str, value: Any) -> Any:
    """The value as it is kept, or a ValidationError."""
    body = BodyBlock()
    block = body.child_blocks[kind]
    return block.clean(block.normalize(block.to_python(value)))


def video(**fields: str) -> dict[str, str]:
    return {"url": YOUTUBE, "title": "How to", **fields}


def refused_fields(value: dict[str, str]) -> set[str]:
    with pytest.raises(StructBlockValidationError) as error:
        cleaned("video", value)
    return set(error.value.block_errors)


@pytest.mark.parametrize("url", [YOUTUBE, VIMEO])
def test_video_needs_no_picture(url: str) -> None:
    value = cleaned("video", video(url=url))
    assert (value["url"], value["picture"], value["captions"]) == (url, None, False)


@pytest.mark.parametrize("url", ["https://video.example/1", "https://youtube.com.evil.example/watch?v=abcdefghijk"])
def test_video_of_another_provider_is_refused(url: str) -> None:
    assert refused_fields(video(url=url)) == {"url"}


@pytest.mark.parametrize("url", ["javascript:alert(1)", "not a url", "https://[youtube.com/", ""])
def test_what_is_no_address_is_refused_before_it_is_read(url: str) -> None:
    assert refused_fields(video(url=url)) == {"url"}


def test_video_needs_a_title() -> None:
    assert refused_fields(video(title="")) == {"title"}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("heading", {"text": "", "level": "2"}),
        ("heading", {"text": "x" * 161, "level": "2"}),
        ("heading", {"text": "How", "level": "1"}),
        ("question", {"question": "", "answer": "<p>So.</p>"}),
        ("key_points", {"title": "Key points", "points": []}),
        ("callout", {"style": "loud", "text": "<p>So.</p>"}),
        ("references", {"items": []}),
        ("references", {"items": [{"text": "Registry", "url": "javascript:alert(1)"}]}),
        ("quote", {"text": "", "attribution": ""}),
    ],
)
def test_block_without_what_it_needs_is_refused(kind: str, value: Any) -> None:
    with pytest.raises(ValidationError):
        cleaned(kind, value)


def test_every_kind_of_block_is_taken() -> None:
    blocks = one_of_each_block()
    assert {block["type"] for block in blocks} == set(BodyBlock().child_blocks) - {"image"}
    for block in blocks:
        cleaned(block["type"], block["value"])


def test_kinds_of_blocks_are_those_of_the_design() -> None:
    assert list(BodyBlock().child_blocks) == [
        "paragraph",
        "heading",
        "question",
        "key_points",
        "image",
        "quote",
        "table",
        "callout",
        "video",
        "references",
    ]
