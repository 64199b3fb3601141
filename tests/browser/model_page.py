"""The model page of the design, section 1, at a store: its article with a picture of each kind, and who watches it."""

from dataclasses import dataclass, field
from datetime import date

import pytest
from playwright.sync_api import ConsoleMessage, Page, Request, Response

from cms.models import ArticlePage
from stores.models import StorePage
from tests.browser.conftest import Network
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

RESEARCH = "She studies how lupus flares begin."


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
def model_store(network: Network) -> StorePage:
    store = make_store("pitman")
    news = health_news_of(store)
    news.title = "Get Healthy!"
    publish(news)
    make_page("savings", title="Generic savings")
    add_banner(store, "See our generic savings programme", link_path="/savings/", link_label="")
    return store


@pytest.fixture
def model_article(model_store: StorePage) -> ArticlePage:
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
