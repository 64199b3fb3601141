"""The model page of the design, section 1, as a patient meets it: every line of it, on a desk and in the hand."""

from dataclasses import dataclass, field
from datetime import date

import pytest
from playwright.sync_api import ConsoleMessage, Page, Request, Response, expect

from cms.models import ArticlePage
from stores.models import StorePage
from tests.browser.conftest import Network, PageAt
from tests.factories.blocks import one_of_each_block
from tests.factories.media import make_image
from tests.factories.newsroom import (
    ProviderFactory,
    TopicFactory,
    health_news_of,
    make_article,
    make_expert,
    make_page,
    publish,
)
from tests.factories.stores import add_banner, make_store

WIDTHS = [1280, 390]
QUESTION = "What should patients expect?"
RESEARCH = "She studies how lupus flares begin."

pytestmark = pytest.mark.usefixtures("empty_storage")


@dataclass
class Watched:
    """A page, and everything that went wrong on it."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"console {message.type}: {message.text}")

    def lost(self, request: Request) -> None:
        self.complaints.append(f"failed: {request.url}")

    def answered(self, response: Response) -> None:
        if response.status >= 400:
            self.complaints.append(f"{response.status}: {response.url}")


def watched(page: Page) -> Watched:
    """Starts to watch; violations of the content security policy are errors of the console."""
    watch = Watched(page)
    page.on("console", watch.hear)
    page.on("pageerror", lambda error: watch.complaints.append(f"script: {error}"))
    page.on("requestfailed", watch.lost)
    page.on("response", watch.answered)
    return watch


@pytest.fixture
def pitman(network: Network) -> StorePage:
    store = make_store("pitman")
    news = health_news_of(store)
    news.title = "Get Healthy!"
    publish(news)
    make_page("savings", title="Generic savings")
    add_banner(store, "See our generic savings programme", link_path="/savings/", link_label="")
    return store


@pytest.fixture
def article(pitman: StorePage) -> ArticlePage:
    """The model page's article, with a picture of each kind."""
    hero, photo = make_image("hero.jpg", size=(640, 360)), make_image("photo.jpg", size=(240, 240))
    expert = make_expert(
        "sample-rheumatologist",
        title="Dr. Sample",
        credentials="MD",
        post="Associate professor of rheumatology",
        institution="Sample University",
        speciality_list="Rheumatology, Lupus",
        biography=f"<p>{RESEARCH}</p>",
        photo=photo,
    )
    return make_article(
        "new-treatments-for-lupus",
        title="New treatments for lupus",
        published_on=date(2025, 8, 8),
        provider=ProviderFactory.create(name="Sample Newsroom"),
        hero=hero,
        hero_alt="Two people talk",
        body=one_of_each_block(image_id=hero.pk),
        experts=[expert],
        topics=[TopicFactory.create(slug="immune-system")],
        tags=["lupus", "clinical trials"],
    )


@pytest.fixture(params=WIDTHS)
def shown(request: pytest.FixtureRequest, page_at: PageAt, network: Network, article: ArticlePage) -> Watched:
    """The article's page at the store, in each width."""
    watch = watched(page_at(request.param))
    response = watch.page.goto(network.url("pitman", f"/health/{article.slug}/"), wait_until="networkidle")
    assert response is not None
    assert response.status == 200
    return watch


def test_every_line_of_the_model_page_is_visible(shown: Watched, network: Network) -> None:
    page = shown.page

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


def test_no_token_is_left_unfilled(shown: Watched) -> None:
    assert "{{" not in shown.page.content()


def test_page_is_no_wider_than_its_window(shown: Watched) -> None:
    widths = shown.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert widths[0] <= widths[1]


def test_pictures_are_loaded(shown: Watched) -> None:
    shown.page.evaluate("for (const image of document.images) image.loading = 'eager'")
    # Not `wait_for_function`: where it has to wait it polls by eval, which the site's policy forbids.
    shown.page.evaluate("Promise.all([...document.images].map(image => image.decode()))")
    sizes = shown.page.evaluate("[...document.images].map(image => image.naturalWidth)")
    assert len(sizes) >= 3
    assert all(sizes)


def test_nothing_goes_wrong_and_no_other_machine_is_asked(shown: Watched, foreign_requests: list[str]) -> None:
    shown.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    shown.page.wait_for_load_state("networkidle")
    assert shown.complaints == []
    assert foreign_requests == []


def test_page_can_be_read_without_scripts_of_its_own(shown: Watched) -> None:
    kinds = shown.page.evaluate("[...document.scripts].map(script => script.type)")
    assert set(kinds) <= {"application/ld+json"}


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_of_the_site_fits_and_nothing_goes_wrong(
    page_at: PageAt, network: Network, article: ArticlePage, foreign_requests: list[str], width: int
) -> None:
    watch = watched(page_at(width))
    made = ("/hours/", "/services/", "/experts/", "/search/?q=lupus", "/es/", "/es/hours/")
    for path in ("/", "/health/", "/experts/sample-rheumatologist/", "/savings/", *made):
        watch.page.goto(network.url("pitman", path), wait_until="networkidle")
        assert watch.page.evaluate("document.documentElement.scrollWidth") <= width, path
        if width < 700:
            assert watch.page.evaluate("document.querySelector('main').getBoundingClientRect().top") <= 300, path
    assert watch.complaints == []
    assert foreign_requests == []


def test_missing_page_says_so_within_the_site(page_at: PageAt, network: Network, pitman: StorePage) -> None:
    page = page_at(390)
    response = page.goto(network.url("pitman", "/health/nothing-here/"))
    assert response is not None
    assert response.status == 404
    expect(page.get_by_role("heading", name="Page not found")).to_be_visible()
    expect(page.get_by_text("Pitman Pharmacy").filter(visible=True).first).to_be_visible()
