"""What a page weighs on the wire, and what stands on the first screen of a phone, at every store of the demo."""

import gzip
import json
import re
from contextlib import closing
from http.client import HTTPConnection

import pytest
from playwright.sync_api import Page

from tests.harness.demo import ask
from tests.harness.production import HOST, ROOT
from tests.trial.demo_site import chromium_browser, page, port
from tests.trial.site_pages import KINDS, STORES, Kind, open_page

__all__ = ["chromium_browser", "page", "port"]

pytestmark = pytest.mark.trial

FIGURES = ROOT / "var" / "trial"
HEAVIEST_PAGE, HEAVIEST_STYLES = 30_000, 15_000
HIGHEST_START, LEAST_TILE = 300, 48
SCREEN = 844
"""Pixels of a phone's height at 390 wide."""
STANDS = """() => {
    const top = each => Math.round(document.querySelector(each).getBoundingClientRect().top + scrollY);
    const tiles = [...document.querySelectorAll('.tiles a')].map(each => each.getBoundingClientRect().height);
    return {main: top('main'), tiles: top('.tiles'), least: Math.min(...tiles), hours: top('#hours')};
}"""


def bytes_of(port: int, host: str, path: str) -> int:
    """Of the body as a browser gets it."""
    with closing(HTTPConnection(HOST, port, timeout=30)) as connection:
        connection.request("GET", path, headers={"Host": f"{host}:{port}", "Accept-Encoding": "gzip, br"})
        answer = connection.getresponse()
        body = answer.read()
        assert answer.getheader("Content-Encoding") in {"br", "gzip"}, path
        return len(body)


def kept(name: str, figures: object) -> None:
    FIGURES.mkdir(parents=True, exist_ok=True)
    (FIGURES / f"{name}.json").write_text(json.dumps(figures, indent=1))


def test_pages_and_styles_weigh_little(port: int, page: Page) -> None:
    whole = [kind for kind in KINDS if not kind.is_bare]
    pages = {kind.name: bytes_of(port, f"{kind.store}.localhost", kind.path) for kind in whole}
    open_page(page, KINDS[0], port)
    sheets = page.evaluate("[...document.styleSheets].map(each => each.href)")
    # An install packs its static files when it collects them; the demo does not.
    texts = {url: ask(port, re.sub(r"^http://[^/]+", "", url)).text for url in sheets}
    styles = {url: len(gzip.compress(text.encode())) for url, text in texts.items()}
    kept("bytes", {"pages": pages, "styles": styles})
    assert max(pages.values()) <= HEAVIEST_PAGE
    assert sum(styles.values()) <= HEAVIEST_STYLES


@pytest.mark.parametrize("store", STORES)
def test_first_screen_of_a_phone_has_status_tiles_and_the_page(store: str, port: int, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": SCREEN})
    found = {}
    for path in ("/", "/health/", "/hours/"):
        open_page(page, Kind(store, path, store), port)
        found[path] = page.evaluate(STANDS)
    kept(f"phone-{store}", found)
    for path, stands in found.items():
        assert stands["main"] <= HIGHEST_START, path
        assert stands["least"] >= LEAST_TILE, path
    assert found["/"]["hours"] <= 1.5 * SCREEN
