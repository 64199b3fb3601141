"""The panel of checks beside an article: Wagtail's words, minutes and score, and our hints on plain words."""

import pytest
from playwright.sync_api import Page, expect

from cms.models import ArticlePage
from cms.translating.translating import set_language
from stores.models import StorePage
from tests.browser.conftest import Network, PageAt, enter
from tests.factories.blocks import paragraph
from tests.factories.network import make_editor
from tests.factories.newsroom import make_article
from tests.factories.stores import make_store

SLOW = 15_000
LONG = "Rest, drink, and call us " + "and then rest some more " * 5 + "until the fever is gone."
"""Thirty-five words in one sentence."""


@pytest.fixture
def pitman(network: Network) -> StorePage:
    make_editor("editor")
    return make_store("pitman")


def checks_of(page: Page, network: Network, article: ArticlePage) -> list[str]:
    """What the panel names, once the frame has counted."""
    page.goto(network.url(None, f"/admin/pages/{article.pk}/edit/"))
    page.get_by_role("button", name="Toggle checks").click()
    expect(page.locator("[data-content-word-count]")).not_to_have_text("-", timeout=SLOW)
    return page.locator("[data-checks-panel] [data-content-checker-name]").all_inner_texts()


def test_editor_reads_score_and_hints_beside_the_form(
    page_at: PageAt, network: Network, pitman: StorePage, foreign_requests: list[str]
) -> None:
    body = [
        paragraph("Take it with water. Rest well.", "plain"),
        paragraph(LONG, "long"),
        paragraph("Please utilize the app to commence.", "words"),
    ]
    article = make_article("flu", title="What helps", body=body)
    page = enter(page_at(1280), network, "editor")
    found = checks_of(page, network, article)
    assert sorted(found) == [
        *("A sentence of more than 25 words", "“commence”: try “begin” or “start”", "“utilize”: try “use”"),
    ]
    assert int(page.locator("[data-content-word-count]").inner_text()) > 45
    expect(page.locator("[data-content-reading-time]")).to_contain_text("min")
    expect(page.locator("[data-content-readability-score]")).to_have_text("Good")
    expect(page.locator("[data-side-panel-toggle=checks]")).to_contain_text("3")
    assert foreign_requests == []


def test_spanish_has_long_sentences_alone(page_at: PageAt, network: Network, pitman: StorePage) -> None:
    spanish = "Descanse y beba " + "mucha agua y llame " * 6 + "hasta que no tenga fiebre."
    body = [paragraph(spanish, "long"), paragraph("Renal utilize obtain.", "words")]
    article = make_article("gripe", title="Qué ayuda", body=body)
    set_language(page=article, language="es", by=None)
    page = enter(page_at(1280), network, "editor")
    assert checks_of(page, network, article) == ["A sentence of more than 25 words"]
