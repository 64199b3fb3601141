"""Pictures and documents: where they are used."""

from collections import Counter
from collections.abc import Iterator

from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from stores.access.confinement import EVERYWHERE, Confinement
from stores.removal.losses import Removal, Way, counted, pages_named, takes_along


@takes_along(get_image_model(), Way.DELETE)
@takes_along(get_document_model(), Way.DELETE)
def uses(removal: Removal) -> Iterator[str]:
    """`3 articles show it: “Flu shots” …`, by kind of page, published ones told apart."""
    for thing in removal.objects:
        about = "it" if len(removal.objects) == 1 else f"“{thing}”"
        yield from uses_of(thing, about, removal.confinement)


def uses_of(thing: object, about: str = "it", confinement: Confinement = EVERYWHERE) -> Iterator[str]:
    """The same for one file; what is read by patients leads."""
    sources = [source for source, _references in ReferenceIndex.get_references_to(thing).group_by_source_object()]
    pages = [source for source in sources if isinstance(source, Page)]
    for is_live, words in ((True, "published"), (False, "not published")):
        among = [page for page in pages if page.live is is_live]
        if among:
            verb = "uses" if len(among) == 1 else "use"
            names = pages_named([page.pk for page in among], confinement)
            yield f"{counted(len(among), f'{words} page')} {verb} {about}{names}."
    others = Counter(str(source._meta.verbose_name) for source in sources if not isinstance(source, Page))
    for noun, number in sorted(others.items()):
        yield f"{counted(number, noun)} {'uses' if number == 1 else 'use'} {about}."
