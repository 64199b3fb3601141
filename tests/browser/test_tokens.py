"""Tokens as chips in the rich-text editor, by keyboard, in the real admin."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from cms.models import ArticlePage, ExpertPage
from tests.browser.conftest import Network, PageAt, enter
from tests.browser.test_newsroom import publish
from tests.factories.blocks import paragraph
from tests.factories.network import make_editor
from tests.factories.newsroom import make_article, make_expert
from tests.factories.stores import make_store


@pytest.fixture
def article(network: Network) -> ArticlePage:
    make_store("pitman")
    make_editor("editor")
    return make_article("lupus", body=[paragraph("Ask.")])


def editor_of(page: Page, network: Network, pk: int) -> Locator:
    """The first rich text of a page's form, with the caret at its end."""
    page.goto(network.url(None, f"/admin/pages/{pk}/edit/"))
    text = page.locator(".public-DraftEditor-content").first
    text.click()
    page.keyboard.press("Control+End")
    return text


def choose(page: Page, label: str) -> None:
    """Insert a token by keyboard alone: `/token`, then arrows."""
    page.keyboard.type(" /token")
    expect(page.get_by_role("option", name="Token")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    items = page.get_by_role("menuitem")
    expect(items.first).to_be_focused()
    for _ in range(items.count()):
        if page.locator(":focus").inner_text().startswith(label):
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(items).to_have_count(0)
    expect(page.locator(".public-DraftEditor-content").first).to_be_focused()


def test_token_is_inserted_by_keyboard_shown_as_a_chip_and_filled_at_the_store(
    page_at: PageAt, network: Network, article: ArticlePage, foreign_requests: list[str]
) -> None:
    page = page_at(1280)
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    enter(page, network, "editor")
    text = editor_of(page, network, article.pk)
    choose(page, "store's phone number")
    page.keyboard.type(" today.")
    chip = text.locator(".token-chip")
    expect(chip).to_have_attribute("data-token-label", "store's phone number")
    expect(text).to_have_text("Ask. {{ store.phone }} today.")
    # The editor hands its text to the form a moment after the last key.
    expect(page.locator("input[name='body-0-value']")).to_have_value(re.compile("today"))
    publish(page)
    page.goto(network.url("pitman", "/health/lupus/"))
    expect(page.get_by_role("main")).to_contain_text("Ask. (856) 589-2392 today.")
    assert foreign_requests == []
    assert not [line for line in refused if "Content Security Policy" in line]


def test_chip_goes_with_one_key_and_the_caret_steps_over_it(
    page_at: PageAt, network: Network, article: ArticlePage
) -> None:
    page = page_at(1280)
    enter(page, network, "editor")
    text = editor_of(page, network, article.pk)
    choose(page, "store's name")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("at ")
    expect(text).to_have_text("Ask. at {{ store.name }}")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("!")
    expect(text).to_have_text("Ask. at {{ store.name }}!")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    expect(text).to_have_text("Ask. at ")
    page.keyboard.press("Control+z")
    expect(text.locator(".token-chip")).to_have_count(1)


def test_unknown_token_is_seen_before_it_is_saved(page_at: PageAt, network: Network, article: ArticlePage) -> None:
    page = page_at(1280)
    enter(page, network, "editor")
    text = editor_of(page, network, article.pk)
    page.keyboard.type(" {{ store.nmae }} or {{ store.city }}")
    expect(text.locator(".token-unknown")).to_have_text("{{ store.nmae }}")
    expect(text.locator(".token-chip")).to_have_attribute("data-token-label", "store's city")


def test_escape_closes_the_list_and_gives_the_caret_back(
    page_at: PageAt, network: Network, article: ArticlePage
) -> None:
    page = page_at(1280)
    enter(page, network, "editor")
    text = editor_of(page, network, article.pk)
    page.keyboard.type(" /token")
    expect(page.get_by_role("option", name="Token")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(text).to_be_focused()


def test_experts_text_offers_the_stores_tokens_only(page_at: PageAt, network: Network, article: ArticlePage) -> None:
    expert: ExpertPage = make_expert("dr-sample")
    page = page_at(1280)
    enter(page, network, "editor")
    editor_of(page, network, expert.pk)
    page.keyboard.type(" /token")
    expect(page.get_by_role("option", name="Token")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    items = page.get_by_role("menuitem")
    expect(items.first).to_be_focused()
    assert not [line for line in items.all_inner_texts() if "store." not in line]
