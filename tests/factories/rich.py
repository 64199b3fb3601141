"""Content in which nothing is shared: pictures, experts, topics, tags, links and provider are each article's own."""

from datetime import date
from typing import Any

from wagtail.contrib.redirects.models import Redirect

from cms.media.models import NetworkImage
from cms.models import ArticlePage, ExpertPage, StandardPage
from stores.models import StorePage
from tests.factories.blocks import Block, document_link, image_block, page_link, paragraph
from tests.factories.media import add_rendition_rows, make_document, make_image
from tests.factories.newsroom import ProviderFactory, TopicFactory, make_article, make_expert, make_page


def picture(name: str) -> NetworkImage:
    """A picture whose renditions are rows only."""
    image = make_image(f"{name}.png", is_ready=False)
    add_rendition_rows(image)
    return image


def links(name: str, target_id: int) -> str:
    """A rich text that links to a page and to a document of its own."""
    return f"<p>See {page_link(target_id, 'this')} and {document_link(make_document(f'{name}.txt').pk, 'that')}.</p>"


def rich_body(name: str, target_id: int) -> list[Block]:
    """A paragraph that links, and a picture."""
    return [paragraph(links(name, target_id), name), image_block(picture(f"body-{name}").pk, name)]


def rich_expert(name: str, target_id: int) -> ExpertPage:
    """An expert with a photo and a biography that links."""
    return make_expert(f"expert-{name}", photo=picture(f"face-{name}"), biography=links(f"expert-{name}", target_id))


def rich_article(name: str, target_id: int, *, parts: int = 1, **fields: Any) -> ArticlePage:
    """An article with `parts` experts, topics, tags, body pictures and links of its own."""
    names = [f"{name}-{part}" for part in range(parts)]
    experts = [rich_expert(each, target_id) for each in names]
    return make_article(
        name,
        hero=picture(f"hero-{name}"),
        body=[block for each in names for block in rich_body(each, target_id)],
        experts=experts,
        reviewed_by=experts[-1],
        reviewed_on=date(2026, 1, 15),
        topics=[TopicFactory.create(slug=f"topic-{each}") for each in names],
        tags=[f"tag {each}" for each in names],
        provider=ProviderFactory.create(slug=f"provider-{name}"),
        **fields,
    )


def rich_page(name: str, target_id: int) -> StandardPage:
    """A shared standard page in menus, and a redirect to it."""
    page = make_page(name, body=rich_body(name, target_id), show_in_menus=True)
    Redirect.objects.create(old_path=f"/old-{name}", redirect_page=page)
    return page


def add_store_media(store: StorePage, name: str) -> None:
    """A picture and a document of the store's own, each with a tag."""
    collection = store.registration.collection
    make_image(f"own-{name}.png", collection=collection, is_ready=False).tags.add(f"picture {name}")
    make_document(f"own-{name}.txt", collection=collection).tags.add(f"document {name}")
