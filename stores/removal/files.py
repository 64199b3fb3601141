"""Pictures and documents: where they are used."""

from collections import Counter
from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page, ReferenceIndex

from stores.access.confinement import EVERYWHERE, Confinement
from stores.removal.losses import Removal, Way, counted, pages_named, takes_along
from stores.tree import at_or_below


@takes_along(get_image_model(), Way.DELETE)
@takes_along(get_document_model(), Way.DELETE)
def uses(removal: Removal) -> Iterator[str]:
    """`3 articles show it: “Flu shots” …`, by kind of page, published ones told apart."""
    for thing in removal.objects:
        about = "it" if len(removal.objects) == 1 else f"“{thing}”"
        yield from uses_of(thing, about, removal.confinement)


@takes_along(Collection, Way.RESTRICT)
def private_files(removal: Removal) -> Iterator[str]:
    """Documents that texts link to, and that nobody may read then."""
    inside = at_or_below([collection.path for collection in removal.objects], "collection__path")
    files = get_document_model().objects.filter(inside).values_list("pk", flat=True)
    kind = ContentType.objects.get_for_model(get_document_model())
    links = ReferenceIndex.objects.filter(to_content_type=kind, to_object_id__in=list(map(str, files)))
    of_pages = links.filter(base_content_type=ContentType.objects.get_for_model(Page))
    pages = Page.objects.live().filter(pk__in=list(of_pages.values_list("object_id", flat=True)))
    ids = list(pages.values_list("pk", flat=True))
    if ids:
        verb = "links" if len(ids) == 1 else "link"
        what = counted(len(ids), "published page")
        yield f"{what} {verb} to documents in it: there plain text stays{pages_named(ids, removal.confinement)}."


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
