"""An unknown token is a form error that names it, at every text that is filled; and what happens elsewhere."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.blocks import Block, CharBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock, TextBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from cms.articles.blocks import BodyBlock
from cms.carrying.link_warnings import warnings_of
from cms.models import ArticlePage, ExpertPage, HealthNewsPage, Placement, Provider, StandardPage
from stores.models import NetworkBanner, PromoBanner
from tests.api.asking import Api
from tests.cms.admin_forms import PROVIDER_FIELDS, add_url, errors_of, form_at, logged_in, paragraphs, send, text_of
from tests.factories.blocks import image_block, one_of_each_block
from tests.factories.media import empty_storage, make_image
from tests.factories.network import make_editor, shared_pages_folder
from tests.factories.newsroom import make_article, make_expert, make_page
from tests.factories.stores import make_store

__all__ = ["empty_storage"]

UNKNOWN = "{{ store.nmae }}"
MESSAGE = f"Unknown token {UNKNOWN}."
AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)

AS_TYPED = {"image.alt", "heading.level", "callout.style", "video.url", "references.items.url"}
"""Texts of blocks in which no token is filled: alternative texts, addresses and choices."""


def leaves(block: Block, path: str = "") -> Iterator[tuple[str, Block]]:
    """Every block that holds a value itself, by its path."""
    if isinstance(block, TypedTableBlock | StreamBlock | StructBlock):
        for name, child in block.child_blocks.items():
            yield from leaves(child, f"{path}.{name}".lstrip("."))
    elif isinstance(block, ListBlock):
        yield from leaves(block.child_block, path)
    else:
        yield path, block


TEXTS = {
    path: block for path, block in leaves(BodyBlock()) if isinstance(block, CharBlock | TextBlock | RichTextBlock)
}


def test_every_text_of_every_block_is_filled_or_known_to_stay_as_typed() -> None:
    assert set(TEXTS) == {
        *("paragraph", "heading.text", "question.question", "question.answer", "key_points.title"),
        *("key_points.points", "image.alt", "image.caption", "quote.text", "quote.attribution", "table.text"),
        *("callout.text", "video.title", "references.items.text"),
    }


@pytest.mark.parametrize("path", sorted(set(TEXTS) - AS_TYPED))
def test_unknown_token_in_a_block_is_an_error_of_that_field(path: str) -> None:
    block = TEXTS[path]
    rich = isinstance(block, RichTextBlock)
    value = block.normalize(f"<p>{UNKNOWN}</p>") if rich else UNKNOWN
    with pytest.raises(ValidationError, match=r"Unknown token \{\{ store.nmae \}\}"):
        block.clean(value)


def replaced(value: Any, path: list[str]) -> Any:
    """A block's raw value with the unknown token at a path; items of lists have no name."""
    if isinstance(value, list):
        return [{**item, "value": replaced(item["value"], path)} for item in value]
    if not path:
        return f"<p>{UNKNOWN}</p>" if str(value).startswith("<") else UNKNOWN
    return {**value, path[0]: replaced(value[path[0]], path[1:])}


def places_of(error: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Each message of nested block errors, by the path of names."""
    for key, inner in getattr(error, "block_errors", {}).items() if hasattr(error, "block_errors") else ():
        yield from places_of(inner, path if isinstance(key, int) else f"{path}.{key}".lstrip("."))
    for inner in getattr(error, "non_block_errors", ()):
        yield from places_of(inner, path)
    if not hasattr(error, "block_errors"):
        yield from ((path, message) for message in error.messages)


@pytest.mark.django_db
@pytest.mark.usefixtures("empty_storage")
@pytest.mark.parametrize("path", sorted(set(TEXTS) - AS_TYPED - {"table.text"}))
def test_whole_body_names_token_and_field(path: str) -> None:
    body = BodyBlock()
    kind, *names = path.split(".")
    blocks = one_of_each_block(image_id=make_image("room.jpg").pk)
    raw = next(block for block in blocks if block["type"] == kind)
    value = body.to_python([{**raw, "value": replaced(raw["value"], names)}])
    with pytest.raises(ValidationError) as error:
        body.clean(value)
    (found,) = places_of(error.value)
    assert found[0] == ".".join(names)
    assert found[1].startswith(MESSAGE)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"caption": UNKNOWN}, "Caption: "),
        (
            {"columns": [{"type": "text", "heading": "A"}, {"type": "text", "heading": UNKNOWN}]},
            "Heading of column 2: ",
        ),
        ({"rows": [{"values": ["Sample", UNKNOWN]}]}, ""),
    ],
)
def test_caption_headings_and_cells_of_a_table_are_checked(changes: dict[str, Any], place: str) -> None:
    table = next(block["value"] for block in one_of_each_block() if block["type"] == "table")
    block = BodyBlock().child_blocks["table"]
    with pytest.raises(ValidationError) as error:
        block.clean(block.to_python({**table, **changes}))
    refused: Any = error.value
    said = str(refused.as_json_data())
    assert f"{place}{MESSAGE}" in said


@pytest.mark.parametrize(
    ("model", "field"),
    [
        *((ArticlePage, "teaser"), (ExpertPage, "biography"), (HealthNewsPage, "intro")),
        *((Provider, "disclaimer"), (Provider, "copyright"), (Placement, "teaser"), (Placement, "note")),
        *((PromoBanner, "text"), (NetworkBanner, "text")),
    ],
)
def test_every_field_that_is_filled_is_checked(model: Any, field: str) -> None:
    with pytest.raises(ValidationError, match="Unknown token"):
        model._meta.get_field(field).clean(UNKNOWN, None)


@pytest.mark.parametrize(
    ("model", "field"),
    [(ExpertPage, "biography"), (HealthNewsPage, "intro"), (PromoBanner, "text"), (NetworkBanner, "text")],
)
def test_text_without_an_article_may_name_the_store_only(model: Any, field: str) -> None:
    with pytest.raises(ValidationError, match=r"\{\{ article.title \}\} says nothing here"):
        model._meta.get_field(field).clean("{{ store.name }} {{ article.title }}", None)


@pytest.mark.django_db
def test_standard_page_may_name_the_store_only_and_the_error_names_the_block() -> None:
    client: Client = logged_in(make_editor())
    url = add_url(StandardPage, shared_pages_folder())
    for action in ("publish", "draft"):
        form = {
            "title": "Savings",
            "slug": "savings",
            **paragraphs("body", "<p>One.</p>", "<p>{{ article.year }}</p>"),
        }
        response = send(client, url, form_at(client, url), action=action, **form)
        assert errors_of(response)["body"] == [
            "In block 2 (Paragraph): {{ article.year }} says nothing here: only articles have it."
        ]


@pytest.mark.django_db
def test_provider_with_an_unknown_token_is_refused_at_its_field() -> None:
    client: Client = logged_in(make_editor())
    url = reverse("wagtailsnippets_cms_provider:add")
    answer = {"name": "A", "slug": "a", "disclaimer": UNKNOWN, "copyright": "C", "audience": "every"}
    response = client.post(url, {**answer, **PROVIDER_FIELDS})
    assert response.context["form"].errors["disclaimer"][0].startswith(MESSAGE)
    assert MESSAGE in text_of(response)


@pytest.mark.django_db
@pytest.mark.usefixtures("empty_storage")
def test_title_and_alternative_texts_stay_as_typed_and_the_newsroom_is_told(client: Client) -> None:
    make_store("pitman")
    image = make_image("room.jpg")
    body = [image_block(image.pk)]
    body[0]["value"]["alt"] = UNKNOWN
    article = make_article("flu", title="At {{ store.name }}", hero=image, hero_alt=UNKNOWN, body=body)
    answer = Api(client).get(f"articles/{article.pk}/", store="pitman")
    assert (answer["title"], answer["hero"]["alt"]) == ("At {{ store.name }}", UNKNOWN)
    assert answer["body"][0]["value"]["image"]["alt"] == UNKNOWN
    assert warnings_of(article, AT) == [
        "The title says {{ store.name }}, and so it is shown: no token is filled there.",
        f"The main image's alternative text says {UNKNOWN}, and so it is shown: no token is filled there.",
    ]
    assert warnings_of(make_expert("dr", title="Dr"), AT) == warnings_of(make_page("savings"), AT) == []
