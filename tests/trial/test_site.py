"""Every kind of page of a store's site, in every theme, light and dark, from a watch to a wall, by keyboard, on paper.

`--demo=8000` looks at a demo that runs already, and `-k "hours and text"` at one kind of page in one way.
"""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route

from tests.browser import page_checks as look
from tests.harness.demo import ask
from tests.trial.demo_site import chromium_browser, page, port
from tests.trial.site_pages import KINDS, SCHEMES, Kind, open_page, themes_of, wear

__all__ = ["chromium_browser", "page", "port"]

pytestmark = pytest.mark.trial

WIDTHS = (320, 360, 390, 640, 768, 1024, 1280, 1920)
"""640 and 320 are 1280 at 200 and 400 %."""
NEW_SINCE_2021 = {
    "functions": r"color-mix\(|oklch\(|oklab\(|light-dark\(|(?<![\w-])(?:lab|lch|color)\(",
    "selectors": r":has\(|:is\(|:where\(|:focus-visible",
    "properties": r"(?:text-wrap|aspect-ratio|accent-color|inset)\s*:",
}
Check = Callable[[Page], list[str]]
DECLARATION = re.compile(r"[\w-]+\s*:[^;{}]*;?")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")

each_kind = pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])


@pytest.fixture
def opened(kind: Kind, page: Page, port: int) -> Page:
    open_page(page, kind, port)
    return page


def at_width(page: Page, width: int, height: int = 900) -> None:
    page.set_viewport_size({"width": width, "height": height})


def found_in_every_theme(page: Page, kind: Kind, *checks: Check, widths: tuple[int, ...]) -> list[str]:
    """What the checks find, each with theme and width."""
    found = []
    for theme in themes_of(kind):
        wear(page, theme)
        for width in widths:
            at_width(page, width)
            found += [f"{theme} at {width}: {each}" for check in checks for each in check(page)]
    return found


@each_kind
def test_axe_finds_nothing(kind: Kind, opened: Page) -> None:
    found = []
    for width in (390, 1280):
        at_width(opened, width, look.TALL)
        for theme in themes_of(kind):
            for scheme in SCHEMES:
                wear(opened, theme, scheme)
                found += [f"{theme}, {scheme}, {width}: {each}" for each in look.axe(opened)]
    assert found == []


@each_kind
def test_text_fits_at_every_width(kind: Kind, opened: Page) -> None:
    assert found_in_every_theme(opened, kind, look.wider_than_the_window, look.cut_text, widths=WIDTHS) == []


@each_kind
def test_text_fits_as_a_reader_spaces_it_or_twice_as_large(kind: Kind, opened: Page) -> None:
    found = []
    for css, widths in ((look.SPACED, (320, 390, 1280)), (look.TWICE, (640, 1280))):
        look.with_style(opened, css)
        found += found_in_every_theme(opened, kind, look.wider_than_the_window, look.cut_text, widths=widths)
    assert found == []


@each_kind
def test_keyboard_reaches_everything_in_order_and_in_sight(kind: Kind, opened: Page) -> None:
    checks = [look.keyboard_walk] if kind.is_bare else [look.keyboard_walk, look.skip_link]
    found = found_in_every_theme(opened, kind, *checks, widths=(390, 1280))
    if not kind.is_bare:
        found += found_in_every_theme(opened, kind, look.menu_by_keyboard, widths=(390,))
    assert found == []


@each_kind
def test_forced_colors_leave_edges_and_words(kind: Kind, opened: Page) -> None:
    opened.emulate_media(forced_colors="active")
    checks = (look.without_edges, look.axe, look.wider_than_the_window)
    assert found_in_every_theme(opened, kind, *checks, widths=(390, 1280)) == []


def without_what_is_new(css: str) -> str:
    """A style sheet as a browser of 2020 reads it: what it does not understand it leaves out."""

    def rule(match: re.Match[str]) -> str:
        selector, body = match.groups()
        if re.search(NEW_SINCE_2021["selectors"], selector):
            return ""
        kept = [
            each
            for each in DECLARATION.findall(body)
            if not re.search(NEW_SINCE_2021["functions"], each) and not re.match(NEW_SINCE_2021["properties"], each)
        ]
        return f"{selector}{{{''.join(kept)}}}"

    return RULE.sub(rule, css)


@each_kind
def test_old_phones_show_it_whole(kind: Kind, page: Page, port: int) -> None:
    def older(route: Route) -> None:
        url = urlsplit(route.request.url)
        sheet = ask(port, f"{url.path}?{url.query}", kind.store)
        route.fulfill(content_type="text/css", body=without_what_is_new(sheet.text))

    page.route(re.compile(r"\.css(\?|$)"), older)
    open_page(page, kind, port)
    checks = (look.axe, look.wider_than_the_window, look.cut_text)
    assert found_in_every_theme(page, kind, *checks, widths=(390,)) == []


@each_kind
def test_paper_names_the_store_and_the_day(kind: Kind, opened: Page) -> None:
    for theme in themes_of(kind):
        wear(opened, theme, "dark")
        pages = {size: look.pages_on_paper(opened, size) for size in ("Letter", "A4")}
        most = 1 if kind.name.startswith(("home", "hours")) or kind.is_bare else 12
        assert 0 < max(pages.values()) <= most, (theme, pages)
        if not kind.is_bare:
            words = look.words_on_paper(opened)
            named = ("Pitman Pharmacy", "39 S Broadway", "As of") if kind.store == "pitman" else ()
            assert [each for each in named if each not in words] == [], (theme, words[:400])
            assert look.pale_on_paper(opened) == [], theme
