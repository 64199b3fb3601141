"""The model page of the design, section 1, as a patient meets it: every line of it, on a desk and in the hand."""

import pytest
from playwright.sync_api import Page, expect

from cms.models import ArticlePage
from tests.browser.conftest import Network, PageAt
from tests.browser.model_page import RESEARCH, model_article, model_store, watched

__all__ = ["model_article", "model_store"]

QUESTION = "What should patients expect?"

pytestmark = pytest.mark.usefixtures("empty_storage")


@pytest.mark.parametrize("width", [1280, 390])
def test_every_line_is_visible_with_its_pictures_and_without_scripts(
    width: int, page_at: PageAt, network: Network, model_article: ArticlePage, foreign_requests: list[str]
) -> None:
    watch = watched(page_at(width))
    page = watch.page
    response = page.goto(network.url("pitman", f"/health/{model_article.slug}/"), wait_until="networkidle")
    assert response is not None
    assert response.status == 200
    see_every_line(page, network)
    assert "{{" not in page.content()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("for (const image of document.images) image.loading = 'eager'")
    # Not `wait_for_function`: where it has to wait it polls by eval, which the site's policy forbids.
    page.evaluate("Promise.all([...document.images].map(image => image.decode()))")
    sizes = page.evaluate("[...document.images].map(image => image.naturalWidth)")
    assert len(sizes) >= 3
    assert all(sizes)
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    assert set(page.evaluate("[...document.scripts].map(script => script.type)")) <= {"application/ld+json"}
    assert watch.complaints == []
    assert foreign_requests == []


def see_every_line(page: Page, network: Network) -> None:

    def see(text: str) -> None:
        expect(page.get_by_text(text).filter(visible=True).first).to_be_visible()

    def see_link(name: str, url: str, *, within: str = "body") -> None:
        link = page.locator(within).get_by_role("link", name=name).first
        expect(link).to_be_visible()
        assert link.get_attribute("href") == url

    # 1: promo lines on top, with their links
    see("Free delivery: see our Facebook page for updates")
    see_link("Facebook", "https://facebook.example/pitman", within=".promos")
    see("See our generic savings programme at Pitman Pharmacy")
    see_link("generic savings programme", network.url("pitman", "/savings/"), within=".promos")
    # A link in mid-sentence, and one that is its whole line.
    lines = page.locator(".promo p").evaluate_all(
        "all => all.map(each => [each.innerText, each.querySelector('a').innerText])"
    )
    assert ["Free delivery: see our Facebook page for updates", "Facebook"] in lines
    assert ["See our generic savings programme", "See our generic savings programme"] in lines
    # 2: address, phone, fax, hours
    for text in ("39 S Broadway, Pitman, NJ 08071", "(856) 589-2392", "Fax (856) 589-5206"):
        see(text)
    # What comes before all of it: the page begins within the first 300 pixels of a phone.
    tiles = page.locator(".tiles a").evaluate_all("links => links.map(link => link.getBoundingClientRect().height)")
    assert len(tiles) >= 3
    assert min(tiles) >= 48
    if page.evaluate("window.innerWidth") < 700:
        assert page.evaluate("document.querySelector('main').getBoundingClientRect().top + scrollY") <= 300
    see("Mon-Fri 9:00am - 7:00pm | Sat 9:00am - 4:00pm | Sun Closed")
    if page.evaluate("window.innerWidth") > 700:
        contact = page.locator(".facts li").all_inner_texts()
        assert contact[:3] == ["39 S Broadway, Pitman, NJ 08071", "Phone (856) 589-2392", "Fax (856) 589-5206"]
        bars = page.locator(".facts li").evaluate_all(
            "all => all.map(each => getComputedStyle(each, '::before').content)"
        )
        assert bars == ["none", *['"|"'] * (len(bars) - 1)]
    # 3: section title
    see_link("Get Healthy!", network.url("pitman", "/health/"), within="main")
    # 4: date, title, headings, questions and answers, paragraphs
    see("Posted August 8, 2025")
    bullet = page.locator(".posted").evaluate("each => getComputedStyle(each, '::before').content")
    assert bullet == '"•"'
    expect(page.get_by_role("heading", level=1)).to_have_text("New treatments for lupus")
    see(QUESTION)
    see("Ask at Pitman Pharmacy.")
    # 5: about the expert
    expect(page.get_by_role("heading", name="About the expert")).to_be_visible()
    for text in ("Dr. Sample, MD", "Associate professor of rheumatology", "Rheumatology, Lupus", RESEARCH):
        see(text)
    # 6 and 7: disclaimer and copyright
    see("Health news is provided as a service to Pitman Pharmacy site users by Sample Newsroom.")
    see("Copyright © 2025 Sample Newsroom. All Rights Reserved.")
    # 8 and 9: share links and tags
    for name in ("Share", "Tags"):
        expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    for name in ("Facebook", "Email"):
        expect(page.locator(".share").get_by_role("link", name=name)).to_be_visible()
    for tag in ("lupus", "clinical trials"):
        expect(page.locator(".tags").get_by_text(tag, exact=True)).to_be_visible()
