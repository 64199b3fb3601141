"""One page of each kind of a store's site, on a phone by day and on a desk by night: what the trial holds in full.

`tests/trial/test_site.py` has every theme, width and page, and what a reader may change.
"""

import json
from html.parser import HTMLParser
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from cms.models import ArticlePage
from cms.recalls.recalling import recall_article
from tests.api.site.schema_org import faults_of
from tests.browser import page_checks as look
from tests.browser.conftest import Network, PageAt
from tests.browser.model_page import model_article, model_store, watched
from tests.factories.newsroom import make_article

__all__ = ["model_article", "model_store"]

pytestmark = pytest.mark.usefixtures("empty_storage")

PAGES = (
    *("/", "/hours/", "/services/", "/health/", "/health/new-treatments-for-lupus/", "/experts/"),
    *("/experts/sample-rheumatologist/", "/savings/", "/search/?q=lupus", "/search/?q=lupsu", "/es/", "/es/hours/"),
)
LOST = {"/health/nothing-here/": 404, "/health/flu/": 410}
ON_PAPER = ("/", "/hours/")
HIGHEST_START = 300
"""Pixels from the top at which the page begins on a phone."""


class Tags(HTMLParser):
    """The elements of a page as they are written."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)


def open_as_written(page: Page, url: str, status: int) -> None:
    """The browser makes of the page what is written, and adds no element: all are closed, where they may stand."""
    response = page.goto(url)
    assert response is not None
    assert response.status == status, url
    read = page.evaluate("[...document.querySelectorAll('*')].map(each => each.localName)")
    assert read == Tags(response.text()).names, url


def data_of(page: Page) -> list[Any]:
    texts = page.locator("script[type='application/ld+json']").all_text_contents()
    return [json.loads(text) for text in texts]


@pytest.fixture
def withdrawn(model_article: ArticlePage) -> ArticlePage:
    """Beside the model page's article."""
    flu = make_article("flu", title="The flu")
    recall_article(by=None, article=flu, reason="It is wrong.", at=timezone.now())
    return flu


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_every_kind_of_page_is_in_order(
    width: int, scheme: Any, page_at: PageAt, network: Network, withdrawn: ArticlePage, foreign_requests: list[str]
) -> None:
    page = page_at(width)
    watch = watched(page)
    page.emulate_media(color_scheme=scheme)
    found = []
    for path, status in {**dict.fromkeys(PAGES, 200), **LOST}.items():
        open_as_written(page, network.url("pitman", path), status)
        start = page.evaluate("document.querySelector('main').getBoundingClientRect().top")
        assert start <= HIGHEST_START or width > 390, path
        checks = look.axe(page), look.cut_text(page), look.wider_than_the_window(page), faults_of(data_of(page))
        found += [f"{path}: {fault}" for each in checks for fault in each]
        if path in ON_PAPER:
            assert look.pages_on_paper(page) == 1
    assert found == []
    # Of those two the browser says that they are not there, each time in two ways.
    assert len(watch.complaints) == 2 * len(LOST)
    assert foreign_requests == []


def test_reader_goes_by_keyboard_and_spaces_and_prints(
    page_at: PageAt, network: Network, withdrawn: ArticlePage
) -> None:
    page = page_at(390)
    page.goto(network.url("pitman", "/"))
    assert look.keyboard_walk(page) == []
    assert look.skip_link(page) == []
    assert look.menu_by_keyboard(page) == []
    look.with_style(page, look.SPACED)
    assert look.cut_text(page) + look.wider_than_the_window(page) == []
    look.with_style(page, "")
    assert "39 S Broadway" in look.words_on_paper(page)
    assert look.pale_on_paper(page) == []
    page.emulate_media(forced_colors="active")
    assert look.without_edges(page) == []
