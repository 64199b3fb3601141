"""Rich text for one store: links go to that store's addresses; a link that it can't follow becomes plain text.

Wagtail's link handlers know no store, and `page.url` of a library page is None; so the store's links are loaded
once for all texts of an answer, and our handlers look them up there. Without a store no link is followed.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.db.models import Value
from django.urls import reverse
from django.utils.html import escape
from wagtail.documents import get_document_model
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.models import Page
from wagtail.rich_text import expand_db_html
from wagtail.rich_text.pages import PageLinkHandler
from wagtail.rich_text.rewriters import FIND_A_TAG, extract_attrs

from cms.articles.addresses import KINDS, Among, Target, ask_database, paths_at
from cms.articles.public_media import public_collections
from stores.models import StorePage
from stores.shapes import Shape

EDITOR_KEY = re.compile(r' data-block-key="[^"]*"')
LINK_WITHOUT_ADDRESS = re.compile(r"<a>(.*?)</a>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class StoreLinks:
    """Addresses on one store's site, by page id and by document id, as far as they were asked for.

    `targets`, `paths`: the pages, and where each is.
    """

    pages: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)
    targets: Mapping[int, Target] = field(default_factory=dict)
    paths: Mapping[int, str] = field(default_factory=dict)

    @property
    def leads_to(self) -> dict[str, dict[str, Any]]:
        """Address -> what stands there: type, id, slug and path of a page, or the id of a document."""
        found: dict[str, dict[str, Any]] = {
            url: {"type": "document", "id": int(pk), "slug": None, "path": None} for pk, url in self.documents.items()
        }
        for pk, path in self.paths.items():
            target = self.targets[pk]
            kind = KINDS[target.page_type]
            found[self.pages[str(pk)]] = {"type": kind, "id": pk, "slug": target.slug, "path": path}
        return found


NOWHERE = StoreLinks()
_links: ContextVar[StoreLinks] = ContextVar("store_links", default=NOWHERE)


class StorePageLinkHandler(PageLinkHandler):
    """Replaces Wagtail's: never reads `page.url`."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        return [_opening_tag(_links.get().pages.get(attrs.get("id", ""))) for attrs in attrs_list]


class StoreDocumentLinkHandler(DocumentLinkHandler):
    """Replaces Wagtail's: one query for all texts, and an absolute address for any frontend."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        return [_opening_tag(_links.get().documents.get(attrs.get("id", ""))) for attrs in attrs_list]


def _opening_tag(url: str | None) -> str:
    return f'<a href="{escape(url)}">' if url else "<a>"


def _ids(texts: Iterable[str], link_type: str) -> set[str]:
    """Ids of what the texts link to, as written."""
    found = set()
    for text in texts:
        for attributes in FIND_A_TAG.findall(text):
            attrs = extract_attrs(attributes)
            if attrs.get("linktype") == link_type and attrs.get("id", "").isdecimal():
                found.add(attrs["id"])
    return found


def document_url(pk: int, filename: str) -> str:
    """A document's address on the network's host; every store's texts lead there."""
    return settings.NETWORK_URL + reverse("wagtaildocs_serve", args=[pk, filename], urlconf=settings.ROOT_URLCONF)


@dataclass(frozen=True, slots=True)
class Targets:
    """What texts link to, at whichever store: pages by id, and addresses of public documents by id."""

    pages: Mapping[int, Target] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)


Named = tuple[frozenset[str], frozenset[str]]
"""Ids of pages and of documents, as texts name them."""
Find = Callable[[Named], Targets]


def linked_in(texts: Iterable[str]) -> Named:
    """What the texts link to, by id."""
    texts = list(texts)
    return frozenset(_ids(texts, "page")), frozenset(_ids(texts, "document"))


def find_targets(named: Named) -> Targets:
    """The pages and documents with these ids: one query.

    Documents of private collections, and of those below them, have no address.
    """
    # Nothing has the id 0: so there is one text for those with and without either. No id has more digits.
    pages, documents = (sorted(int(each) for each in ids if len(each) < 19) or [0] for ids in named)
    targets, urls = {}, {}
    for pk, type_id, text in _TARGETS.rows(pages=pages, documents=documents):
        if type_id:
            targets[pk] = Target(type_id, text)
        else:
            urls[str(pk)] = document_url(pk, PurePath(text).name)
    return Targets(targets, urls)


def _target_rows(pages: list[int], documents: list[int]) -> Any:
    named = Page.objects.filter(pk__in=pages).order_by().values_list("pk", "content_type_id", "slug")
    public = get_document_model().objects.filter(pk__in=documents, collection__in=public_collections())
    return named.union(public.order_by().values_list("pk", Value(0), "file"), all=True)


_TARGETS = Shape(_target_rows)


def links_in(
    texts: Iterable[str],
    store: StorePage,
    at: datetime,
    carried_among: Among = ask_database,
    find: Find = find_targets,
    root: str | None = None,
) -> StoreLinks:
    """What the texts link to and the store can follow at the moment `at`: at most two queries.

    `root` stands before each path; None: where patients find the store's pages.
    """
    named = linked_in(texts)
    if not any(named):
        return NOWHERE
    targets = find(named)
    paths = paths_at(targets.pages, store, at, carried_among)
    root = store.front_url if root is None else root
    urls = {str(pk): root + path for pk, path in paths.items()}
    return StoreLinks(urls, targets.documents, targets.pages, paths)


@contextmanager
def following(links: StoreLinks) -> Iterator[None]:
    """Rich text expanded inside goes to these addresses."""
    token = _links.set(links)
    try:
        yield
    finally:
        _links.reset(token)


def expand(source: str, links: StoreLinks) -> str:
    """The HTML of a rich text for one store; links that lead nowhere become their text."""
    with following(links):
        return LINK_WITHOUT_ADDRESS.sub(r"\1", expand_db_html(EDITOR_KEY.sub("", source)))
