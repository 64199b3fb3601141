"""Content in which nothing is shared: every article has its own picture, expert, topic, tag and links."""

from typing import Any

from cms.models import ArticlePage, ExpertPage
from stores.models import StorePage
from tests.factories.blocks import Block, document_link, image_block, page_link, paragraph
from tests.factories.media import make_document, make_image
from tests.factories.newsroom import ProviderFactory, TopicFactory, make_article, make_expert, make_page
from wagtail.contrib.redirects.models import Redirect


def _links(name: str) -> str:
    """A rich text that links to an article and a document of its own."""
    target = make_article(f"target-of-{name}", experts=[], published_on="2020-01-01")
    leaflet = make_document(f"{name}.txt")
    return f"<p>See {page_link(target.pk, 'this')} and {document_link(leaflet.pk, 'that')}.</p>"


def rich_expert(name: str) -> ExpertPage:
    """An expert with a photo and a biography that links."""
    return make_expert(f"expert-{name}", photo=make_image(f"face-{name}.png"), biography=_links(f"expert-{name}"))


def rich_body(name: str) -> list[Block]:
    """A paragraph that links and a picture."""
    return [paragraph(_links(name), name), image_block(make_image(f"body-{name}.png").pk, name)]


def make_rich_article(name: str, *, parts: int = 1, **fields: Any) -> ArticlePage:
    """An article with `parts` experts, topics, tags, links and body pictures of its own."""
    names = [f"{name}-{part}" for part in range(parts)]
    experts = [rich_expert(each) for each in names]
    return make_article(
        name,
        hero=make_image(f"hero-{name}.png"),
        body=[block for each in names for block in rich_body(each)],
        experts=experts,
        reviewed_by=rich_expert(f"reviewer-{name}"),
        reviewed_on="2026-01-15",
        topics=[TopicFactory.create(slug=f"topic-{each}") for each in names],
        tags=[f"tag {each}" for each in names],
        provider=ProviderFactory.create(slug=f"provider-{name}"),
        **fields,
    )


def make_rich_page(name: str, **fields: Any) -> None:
    """A shared standard page in menus, and a redirect to it."""
    page = make_page(name, body=rich_body(name), show_in_menus=True, **fields)
    Redirect.objects.create(old_path=f"/old-{name}", redirect_page=page)


def add_store_media(store: StorePage, name: str) -> None:
    """A picture and a document of the store's own."""
    collection = store.registration.collection
    make_image(f"own-{name}.png", collection=collection).tags.add(f"picture {name}")
    make_document(f"own-{name}.txt", collection=collection).tags.add(f"document {name}")
