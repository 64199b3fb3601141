"""A small network whose ids, files and moments are fixed: what the contract's samples show."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from wagtail.contrib.redirects.models import Redirect

from cms.articles.founding import Network
from cms.media.models import NetworkDocument, NetworkImage
from cms.models import ArticlePage, ExpertPage, StandardPage
from stores.models import StorePage
from tests.factories.blocks import document_link, one_of_each_block, page_link
from tests.factories.media import make_document, make_image
from tests.factories.network import make_network, unfound_network
from tests.factories.newsroom import TopicFactory, health_news_of, make_article, make_expert, make_page, publish
from tests.factories.numbering import numbered_rows
from tests.factories.stores import STORE_WEEK, StoreGroupFactory, make_store, model_page_banners, new_banner
from tests.harness.replay import Replayed

NOW = datetime(2026, 12, 18, 15, 0, tzinfo=ZoneInfo("America/New_York"))
"""A Friday afternoon; 1 pm in Denver."""

PUBLISHED_AT = datetime(2025, 8, 8, 13, 0, tzinfo=UTC)
EARLIER_AT = datetime(2025, 6, 2, 13, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Media:
    """Pictures and a document."""

    hero: NetworkImage
    photo: NetworkImage
    logo: NetworkImage
    leaflet: NetworkDocument


@dataclass(frozen=True, slots=True)
class LupusNetwork:
    """Two stores, three articles, two experts."""

    network: Network
    pitman: StorePage
    switchback: StorePage
    media: Media
    rheumatologist: ExpertPage
    pharmacist: ExpertPage
    lupus: ArticlePage
    earlier: ArticlePage
    local: ArticlePage
    savings: StandardPage
    about: StandardPage
    redirect: Redirect


@pytest.fixture
def lupus_network(db: None, empty_storage: None) -> Iterator[LupusNetwork]:
    """The network at NOW: the clock stands."""
    with time_machine.travel(NOW, tick=False):
        yield BUILT.make()


def _open_pitman() -> StorePage:
    delivery, savings = model_page_banners()
    delivery.pk, savings.pk = 900_009, 900_003
    store = make_store(
        "pitman",
        pk=900_007,
        groups=[StoreGroupFactory.create(slug="south-jersey")],
        banners=[savings, delivery],
    )
    news = health_news_of(store)
    news.title = "Get Healthy!"
    news.intro = "<p>Health news for the neighbours of {{ store.name }}.</p>"
    publish(news)
    return store


def _open_switchback() -> StorePage:
    snow_day = new_banner("Snow day? Call us.", pk=900_010, link_phone="+17194862392", link_label="Call")
    return make_store(
        "switchback",
        pk=900_008,
        street="12 Main St",
        city="Leadville",
        state="CO",
        postal_code="80461",
        phone="(719) 486-2392",
        time_zone="America/Denver",
        groups=[StoreGroupFactory.create(slug="high-country")],
        hours={"store": STORE_WEEK},
        banners=[snow_day],
        services=["delivery", "travel-vaccines"],
        languages=["en", "es"],
        registration={"npi": "1234567893", "ncpdp": "0612345"},
    )


def _make_media(pitman: StorePage) -> Media:
    """Strips as wide as real pictures, so that every width of a source set is there, and quick to encode."""
    hero = make_image(
        "lupus.jpg", pk=900_021, size=(1200, 20), focal_point=(600, 8), description="Two people talk in a clinic"
    )
    photo = make_image("rheumatologist.jpg", pk=900_022, size=(600, 10), description="A sample doctor")
    logo = make_image("pitman-logo.png", pk=900_023, size=(240, 8), collection=pitman.registration.collection)
    pitman.logo = logo
    pitman.save(update_fields=["logo"])
    return Media(hero, photo, logo, leaflet=make_document("lupus-leaflet.pdf", pk=900_031))


def _make_experts(media: Media) -> tuple[ExpertPage, ExpertPage]:
    rheumatologist = make_expert(
        "sample-rheumatologist",
        pk=900_012,
        title="Sample Rheumatologist",
        photo=media.photo,
        photo_alt="Sample Rheumatologist at a desk",
        speciality_list="Rheumatology, Internal medicine",
        orcid="0000-0002-1825-0097",
        links=[{"type": "link", "value": {"title": "At the university", "url": "https://university.example/1"}}],
    )
    return rheumatologist, make_expert(
        "sample-pharmacist", pk=900_013, title="Sample Pharmacist", credentials="PharmD"
    )


def _make_earlier(expert: ExpertPage) -> ArticlePage:
    return make_article(
        "living-with-lupus",
        pk=900_040,
        published_on=date(2025, 6, 2),
        first_published_at=EARLIER_AT,
        last_published_at=EARLIER_AT,
        experts=[expert],
        topics=[TopicFactory.create(slug="immune-system")],
        tags=["lupus"],
    )


def _make_lupus(experts: tuple[ExpertPage, ExpertPage], media: Media, earlier: ArticlePage) -> ArticlePage:
    links = (
        f"{page_link(earlier.pk, 'how people live with lupus')} and {document_link(media.leaflet.pk, 'the leaflet')}"
    )
    html = "<p>Ask at {{ store.name }}. Read " + links + ".</p>"
    return make_article(
        "new-treatments-for-lupus",
        pk=900_041,
        teaser="What is new, and what to ask at {{ store.name }}.",
        published_on=date(2025, 8, 8),
        first_published_at=PUBLISHED_AT,
        last_published_at=PUBLISHED_AT,
        hero=media.hero,
        hero_alt="Two people talk in a clinic",
        body=one_of_each_block(image_id=media.hero.pk, html=html),
        experts=experts,
        topics=[TopicFactory.create(slug="immune-system")],
        tags=["lupus", "clinical trials"],
        reviewed_by=experts[0],
        reviewed_on=date(2026, 1, 15),
        review_due_on=date(2027, 1, 15),
        sources=[{"type": "source", "value": {"title": "Sample registry", "url": "https://registry.example/1"}}],
    )


@numbered_rows()
def _build() -> LupusNetwork:
    unfound_network()  # so that its rows are numbered too
    network = make_network()
    pitman, switchback = _open_pitman(), _open_switchback()
    media = _make_media(pitman)
    experts = _make_experts(media)
    earlier = _make_earlier(experts[1])
    lupus = _make_lupus(experts, media, earlier)
    redirect = Redirect.objects.create(
        pk=900_061, old_path=Redirect.normalise_path("/lupus/"), site=pitman.site, redirect_page=lupus
    )
    return LupusNetwork(
        network=network,
        pitman=pitman,
        switchback=switchback,
        media=media,
        rheumatologist=experts[0],
        pharmacist=experts[1],
        lupus=lupus,
        earlier=earlier,
        local=make_article("flu-shots-here", at_store=switchback, pk=900_042, published_on=date(2026, 10, 1)),
        savings=make_page("savings", pk=900_051, title="Generic savings", show_in_menus=True),
        about=make_page("about-us", pk=900_052, at_store=pitman, title="About us", show_in_menus=True),
        redirect=redirect,
    )


BUILT = Replayed(_build)
