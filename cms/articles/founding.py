"""Writes that touch several models of the newsroom: keyword-only, atomic, with the actor."""

from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from wagtail.models import Collection, Page

from cms.articles.languages import make_locales
from cms.articles.models.library import ArticlesPage, ExpertsPage, LibraryPage, SharedPagesPage
from stores.models import StoresPage
from stores.network.keeping import sync_roles
from stores.people.roles import LIBRARY_COLLECTION

P = TypeVar("P", bound=Page)


@dataclass(frozen=True, slots=True)
class Network:
    """The fixed pages of the tree."""

    library: LibraryPage
    articles: ArticlesPage
    experts: ExpertsPage
    shared_pages: SharedPagesPage
    stores: StoresPage
    collection: Collection


def _only(page_type: type[P], parent: Page, *, title: str, slug: str, by: AbstractUser | None) -> P:
    """The one page of its type, made if it is not there yet."""
    found: Any = page_type._default_manager.first()
    if found is not None:
        return found
    now = timezone.now()
    # Wagtail's log names the owner as the one who made the page.
    page = page_type(title=title, slug=slug, owner=by, first_published_at=now, last_published_at=now)
    parent.add_child(instance=page)
    return page


@transaction.atomic
def found_network(*, by: AbstractUser | None) -> Network:
    """The tree, the languages, the library's collection and the roles of a network: makes what is missing, and changes
    nothing else.
    """
    make_locales()
    root = Page.get_first_root_node()
    library = _only(LibraryPage, root, title="Library", slug="library", by=by)
    root_collection = Collection.get_first_root_node()
    collection = root_collection.get_children().filter(name=LIBRARY_COLLECTION).first()
    network = Network(
        library=library,
        articles=_only(ArticlesPage, library, title="Articles", slug="articles", by=by),
        experts=_only(ExpertsPage, library, title="Experts", slug="experts", by=by),
        shared_pages=_only(SharedPagesPage, library, title="Pages", slug="pages", by=by),
        stores=_only(StoresPage, root, title="Stores", slug="stores", by=by),
        collection=collection or root_collection.add_child(name=LIBRARY_COLLECTION),
    )
    sync_roles()
    return network
