"""The rich-text editor's tokens: which list a field hands to the script."""

from typing import Any

import pytest
from django.contrib.staticfiles import finders
from wagtail.admin.rich_text import get_rich_text_editor_widget

from cms.articles.blocks import RICH_TEXT_FEATURES, STORE_TEXT_FEATURES, BodyBlock
from cms.models import ExpertPage, HealthNewsPage
from stores.tokens.syntax import STORE_TOKENS_FEATURE, TOKENS_FEATURE, known_tokens, store_token_names


def options_of(feature: str) -> dict[str, Any]:
    return dict(get_rich_text_editor_widget(features=["bold", feature]).options)


def lists_in(options: dict[str, Any]) -> list[dict[str, str]]:
    """The list as button, chips and keys get it."""
    button = next(entity["tokens"] for entity in options["entityTypes"] if entity["type"] == "TOKEN")
    return [button, options["decorators"][0]["props"]["tokens"], options["plugins"][0]["tokens"]]


def test_text_of_an_article_knows_every_token_with_its_words() -> None:
    assert lists_in(options_of(TOKENS_FEATURE)) == [known_tokens()] * 3
    assert known_tokens()["store.phone"] == "store's phone number"


def test_text_without_an_article_knows_the_stores_tokens_only() -> None:
    for tokens in lists_in(options_of(STORE_TOKENS_FEATURE)):
        assert list(tokens) == store_token_names()


def test_field_that_does_not_ask_has_none() -> None:
    assert "decorators" not in get_rich_text_editor_widget(features=["bold"]).options


@pytest.mark.parametrize("kind", ["paragraph", "question", "callout"])
def test_every_rich_text_of_a_body_has_the_articles_list(kind: str) -> None:
    block = BodyBlock().child_blocks[kind]
    text = next((child for child in getattr(block, "child_blocks", {}).values() if hasattr(child, "features")), block)
    assert text.features == [*RICH_TEXT_FEATURES, TOKENS_FEATURE]


@pytest.mark.parametrize(("model", "field"), [(ExpertPage, "biography"), (HealthNewsPage, "intro")])
def test_biography_and_intro_have_the_stores_list(model: Any, field: str) -> None:
    assert model._meta.get_field(field).features == STORE_TEXT_FEATURES


def test_script_and_style_come_with_the_widget_and_from_here() -> None:
    media = get_rich_text_editor_widget(features=[TOKENS_FEATURE]).media
    assert any("stores/tokens.js" in path for path in media._js)
    assert any("stores/tokens.css" in path for path in media._css["all"])
    assert finders.find("stores/tokens.js")
    assert finders.find("stores/tokens.css")
