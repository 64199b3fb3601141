"""What is looked for on a page in Chromium: each function returns what it objects to; nothing where all is well."""

import re
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TALL = 6000
"""Pixels: no bar that stays in reach lies over what would be scrolled away from under it."""
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }"""
"""What a reader may set by WCAG 1.4.12."""
TWICE = ":root { font-size: 200% !important }"
"""Text alone twice as large, by WCAG 1.4.4."""

# A page's policy lets no style stand in it; one of the browser's own is none of the page's.
WITH_STYLE = """css => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = css ? [sheet] : [];
}"""
NAMED = """const named = each => {
    const words = (each.innerText || each.value || each.getAttribute('aria-label') || '').trim().slice(0, 40);
    return `${each.tagName.toLowerCase()}${each.className && each.className.baseVal === undefined
        ? '.' + each.className.trim().replace(/\\s+/g, '.') : ''} '${words}'`;
};
const hidden = each => each.closest('.visually-hidden, .skip-link, svg, script') !== null
    || !each.checkVisibility({visibilityProperty: true});
"""
CUT = f"""() => {{
    {NAMED}
    const found = [];
    for (const each of document.querySelectorAll('body, body *')) {{
        if (hidden(each)) continue;
        const style = getComputedStyle(each);
        const cuts = value => value === 'hidden' || value === 'clip';
        if (!each.innerText || style.display === 'inline') continue;
        if (cuts(style.overflowX) && each.scrollWidth > each.clientWidth + 1
            || cuts(style.overflowY) && each.scrollHeight > each.clientHeight + 1)
            found.push('cut: ' + named(each));
        const box = each.getBoundingClientRect();
        const isScrolled = each.parentElement.closest('.table-scroll') !== null;
        if (box.width && !isScrolled && (box.left < -1 || box.right > innerWidth + 1))
            found.push('outside: ' + named(each));
        if (each.matches('a, button, summary, .button, li, td, th, dd, h1, h2, h3, p')
            && each.scrollWidth > each.clientWidth + 1 && !cuts(style.overflowX) && style.overflowX === 'visible')
            found.push('wider than its box: ' + named(each));
    }}
    return found;
}}"""
WIDER = """() => {
    const root = document.documentElement;
    return root.scrollWidth > root.clientWidth ? [`${root.scrollWidth} wide in ${root.clientWidth}`] : [];
}"""
STOPS = f"""() => {{
    {NAMED}
    const all = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
    window.stops = [...document.querySelectorAll(all)].filter(each =>
        each.checkVisibility({{visibilityProperty: true}}) && each.getClientRects().length);
    window.named = named;
    window.getSelection().removeAllRanges();
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
    scrollTo(0, 0);
    return window.stops.length;
}}"""
STOP = """() => {
    const at = document.activeElement;
    const rings = [getComputedStyle(at), getComputedStyle(at, '::after')];
    const box = at.getBoundingClientRect();
    return {
        number: window.stops.indexOf(at),
        name: at === document.body ? '' : window.named(at),
        isRinged: rings.some(each => each.outlineStyle !== 'none' && parseFloat(each.outlineWidth) >= 1),
        isSeen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
}"""
PALE = f"""() => {{
    {NAMED}
    const light = color => color.match(/[\\d.]+/g).slice(0, 3).every(each => each > 140);
    return [...document.querySelectorAll('body *')].filter(each => !hidden(each)
        && !each.closest('[aria-hidden]') && [...each.childNodes].some(one => one.nodeType === 3 && one.data.trim())
        && light(getComputedStyle(each).color)).map(named);
}}"""
EDGES = f"""() => {{
    {NAMED}
    const found = document.querySelectorAll('.button, .tiles a, .pills a, input, summary');
    return [...found].filter(each => !hidden(each) && getComputedStyle(each).borderTopStyle === 'none').map(named);
}}"""


def axe(page: Page) -> list[str]:
    """`rule: selector` of each element that axe objects to: WCAG 2.2 AA and its best practices."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", TAGS
    )
    return [f"{rule['id']}: {node['target']}" for rule in found["violations"] for node in rule["nodes"]]


def with_style(page: Page, css: str) -> None:
    """The page with styles of a reader's own; with none again for an empty text."""
    page.evaluate(WITH_STYLE, css)


def cut_text(page: Page) -> list[str]:
    """Text that does not fit where it stands, or leaves the window."""
    found: list[str] = page.evaluate(CUT)
    return found


def wider_than_the_window(page: Page) -> list[str]:
    found: list[str] = page.evaluate(WIDER)
    return found


def without_edges(page: Page) -> list[str]:
    """What would be no button any more where backgrounds are dropped."""
    found: list[str] = page.evaluate(EDGES)
    return found


def keyboard_walk(page: Page) -> list[str]:
    """Every link and button is reached by Tab, in order and in sight, with a ring; the first leads to the content."""
    number, found, reached = page.evaluate(STOPS), [], []
    for _press in range(number + 1):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop["number"] < 0 or stop["number"] in reached:
            break
        reached.append(stop["number"])
        found += [] if stop["isRinged"] else [f"no ring: {stop['name']}"]
        found += [] if stop["isSeen"] else [f"out of sight: {stop['name']}"]
    left = [name for name in page.evaluate("window.stops.map(window.named)") if name] if not reached else []
    if sorted(reached) != list(range(number)):
        left = page.evaluate("seen => window.stops.filter((_, at) => !seen.includes(at)).map(window.named)", reached)
    found += [f"not reached: {name}" for name in left]
    return found + ([] if reached == sorted(reached) else ["another order than that of the page"])


def skip_link(page: Page) -> list[str]:
    """The first stop leads past the menu, into what the page is about."""
    page.evaluate(STOPS)
    page.keyboard.press("Tab")
    if not page.evaluate("document.activeElement.matches('.skip-link')"):
        return ["the first stop is no skip link"]
    if not page.evaluate(STOP)["isSeen"]:
        return ["the skip link is not seen"]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = "document.activeElement.closest('main, footer') !== null"
    return [] if page.evaluate(inside) else ["the skip link leads nowhere"]


def menu_by_keyboard(page: Page) -> list[str]:
    """On a phone the menu opens by Enter, and Tab goes on into it."""
    summary = page.locator(".menu summary")
    if not summary.count() or not summary.is_visible():
        return ["no menu"]
    summary.focus()
    page.keyboard.press("Enter")
    if page.locator(".menu").get_attribute("open") != "":
        return ["the menu does not open"]
    page.keyboard.press("Tab")
    inside: bool = page.evaluate("document.activeElement.closest('.menu nav') !== null")
    summary.focus()
    page.keyboard.press("Enter")
    return [] if inside else ["Tab goes past the menu that was opened"]


def pages_on_paper(page: Page, size: str = "Letter") -> int:
    """How many pages the browser's PDF has."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format=size)))


def words_on_paper(page: Page) -> str:
    """What can be read in print."""
    page.emulate_media(media="print")
    words: str = page.evaluate("document.body.innerText")
    page.emulate_media(media="null")
    return " ".join(words.split())


def pale_on_paper(page: Page) -> list[str]:
    """Words that are white, or nearly so, where backgrounds are not printed."""
    page.emulate_media(media="print")
    found: list[str] = page.evaluate(PALE)
    page.emulate_media(media="null")
    return found
