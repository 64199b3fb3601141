"""What of pages some patients can't use. One query for any number of pages, of the pictures' own descriptions."""

from collections.abc import Iterable, Iterator
from typing import Any

from wagtail.images import get_image_model

from cms.accessible.bodies import Part, PictureAt, parts_of_body
from cms.articles.models.articles import ArticlePage
from cms.articles.models.experts import ExpertPage
from cms.articles.models.news import HealthNewsPage
from cms.articles.models.pages import StandardPage
from stores.accessible import Barrier, of_html, of_picture
from stores.models import StorePage
from stores.store.accessible import barriers_of_store

LOOKED_AT = (ArticlePage, StandardPage, ExpertPage, HealthNewsPage, StorePage)
"""Models of the pages that patients read."""


def barriers_of(page: Any) -> list[Barrier]:
    """Of one version of a page, in the order of its form."""
    return barriers_of_pages([page])[page.pk]


def barriers_of_pages(pages: Iterable[Any]) -> dict[int, list[Barrier]]:
    """Id of the page -> barriers."""
    parts = {page.pk: list(_parts(page)) for page in pages}
    bare = (part for found in parts.values() for part in found if isinstance(part, PictureAt))
    asked = {part.image for part in bare if not part.words.strip()}
    images = get_image_model().objects.filter(pk__in=asked) if asked else ()
    own = {image.pk: image.description for image in images}
    return {pk: [barrier for part in found for barrier in _settled(part, own)] for pk, found in parts.items()}


def _settled(part: Part, own: dict[int, str]) -> Iterable[Barrier]:
    if isinstance(part, Barrier):
        return [part]
    return of_picture(part.place, part.words.strip() or own.get(part.image, ""), part.field)


def _parts(page: Any) -> Iterator[Part]:
    if isinstance(page, StorePage):
        yield from barriers_of_store(page)
    elif isinstance(page, HealthNewsPage):
        yield from of_html("the intro", page.intro, "intro")
    elif isinstance(page, ExpertPage):
        yield from of_html("the biography", page.biography, "biography")
        if page.photo_id:
            yield PictureAt(page.photo_id, page.photo_alt, "the photo", "photo_alt")
        yield from parts_of_body(page.links.raw_data, "links")
    elif isinstance(page, ArticlePage | StandardPage):
        if isinstance(page, ArticlePage) and page.hero_id:
            yield PictureAt(page.hero_id, page.hero_alt, "the main image", "hero_alt")
        yield from parts_of_body(page.body.raw_data)
        if isinstance(page, ArticlePage):
            yield from parts_of_body(page.sources.raw_data, "sources")
