"""How much some patients can't use, by store and in the library: a fixed number of queries for any number of stores.

What stands in the library is counted once, there: a thousand stores may carry it, and the newsroom mends it once.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet, Sum
from wagtail.models import Collection

from cms.accessible.looking import ANY, COLUMNS, kept_barriers, look_at_new, not_looked_at
from cms.accessible.models import PageBarriers
from cms.accessible.own import edit_url, upload_url
from cms.accessible.tasks import enqueue_looking
from cms.accessible.uploads import barriers_of_upload, documents, pictures_without_words
from cms.articles.models.library import LibraryPage
from cms.media.models import NetworkDocument, NetworkImage
from stores.accessible import BarrierKind
from stores.audience.members import StoreIds
from stores.models import StorePage, StoreRegistration
from stores.tree import at_or_below, paths_above

Numbers = dict[str, int]
"""Column of `COLUMNS` -> how many."""


@dataclass(frozen=True, slots=True)
class BarrierPlace:
    """One barrier in words, and where it is mended."""

    kind: str
    words: str
    url: str


@dataclass
class BarrierNumbers:
    """Numbers of every online store that has any, and of the library."""

    stores: dict[int, Numbers] = field(default_factory=dict)
    library: Numbers = field(default_factory=dict)
    library_pages: int = 0
    library_uploads: int = 0
    waiting: int = 0

    @classmethod
    def load(cls) -> "BarrierNumbers":
        """Looks at some pages that nobody has looked at; the worker looks at the rest."""
        look_at_new()
        waiting = not_looked_at().count()
        if waiting:
            enqueue_looking()
        sums: dict[str, Any] = library_rows().aggregate(
            pages=Count("pk"), **{name: Sum(name) for name in COLUMNS.values()}
        )
        pages = sums.pop("pages")
        stores, uploads = _by_store()
        library = {name: (number or 0) + uploads[name] for name, number in sums.items()}
        return cls(stores, library, pages, sum(uploads.values()), waiting)

    def having(self, kind: str = "") -> StoreIds:
        """Stores with barriers; of one kind, or of any."""
        names = [COLUMNS[BarrierKind(kind)]] if kind else list(COLUMNS.values())
        return frozenset(pk for pk, numbers in self.stores.items() if any(numbers[name] for name in names))


def library_rows() -> QuerySet[PageBarriers]:
    """BarrierNumbers of the library's pages, those with the most first."""
    below = at_or_below(LibraryPage.objects.values_list("path", flat=True), "page__path")
    rows: QuerySet[PageBarriers] = PageBarriers.objects.filter(ANY, below, page__live=True)
    return rows.order_by("page__title", "pk")


def _store_rows() -> QuerySet[PageBarriers]:
    return PageBarriers.objects.filter(ANY, page__live=True).exclude(pk__in=library_rows().order_by().values("pk"))


def library_collections() -> set[int]:
    """Collections of no store, open or closed: what is uploaded there is the newsroom's."""
    of_stores = (
        StoreRegistration.objects.exclude(collection=None).order_by().values_list("collection__path", flat=True)
    )
    paths = set(of_stores)
    collections = Collection.objects.order_by().values_list("pk", "path")
    return {pk for pk, path in collections if not any(start in paths for start in paths_above(path))}


def library_uploads() -> tuple[QuerySet[NetworkImage], QuerySet[NetworkDocument]]:
    """The newsroom's pictures without words, and its documents, that stand on no page."""
    there = library_collections()
    return pictures_without_words().filter(collection__in=there), documents().filter(collection__in=there)


def _by_store() -> tuple[dict[int, Numbers], Numbers]:
    """Of each store, and of the uploads that are no store's."""
    found: dict[int, Numbers] = defaultdict(lambda: dict.fromkeys(COLUMNS.values(), 0))
    columns = ("pk", "path", "registration__collection_id")
    rows = list(StorePage.objects.online().order_by().values_list(*columns))
    by_path: dict[str, int] = {path: pk for pk, path, _collection in rows}
    for path, *numbers in _store_rows().order_by().values_list("page__path", *COLUMNS.values()):
        store = next((by_path[start] for start in paths_above(path) if start in by_path), None)
        if store is not None:
            for name, number in zip(COLUMNS.values(), numbers, strict=True):
                found[store][name] += number
    by_collection = {collection: pk for pk, _path, collection in rows}
    newsrooms, of_newsroom = library_collections(), dict.fromkeys(COLUMNS.values(), 0)
    for kind, uploads in ((BarrierKind.PICTURE, pictures_without_words()), (BarrierKind.DOCUMENT, documents())):
        counted = uploads.order_by().values_list("collection").annotate(number=Count("pk"))
        for collection, number in counted:
            if collection in by_collection:
                found[by_collection[collection]][COLUMNS[kind]] += number
            elif collection in newsrooms:
                of_newsroom[COLUMNS[kind]] += number
    return dict(found), of_newsroom


def barrier_places(stores: Sequence[StorePage]) -> Mapping[int, list[BarrierPlace]]:
    """What is to be mended at these stores: a list of some for each."""
    found: dict[int, list[BarrierPlace]] = {store.pk: [] for store in stores}
    by_path = {store.path: store.pk for store in stores}
    below = at_or_below(by_path, "page__path")
    for row in _store_rows().filter(below).select_related("page").order_by("page__path"):
        store = next(by_path[start] for start in paths_above(row.page.path) if start in by_path)
        found[store] += places_in(row)
    by_collection = {store.registration.collection_id: store.pk for store in stores}
    for uploads in (pictures_without_words(), documents()):
        for upload in uploads.filter(collection__in=by_collection):
            for barrier in barriers_of_upload(upload):
                store = by_collection[upload.collection_id or 0]
                found[store].append(BarrierPlace(barrier.kind, barrier.words, upload_url(upload)))
    return found


def places_in(row: PageBarriers) -> Iterator[BarrierPlace]:
    """The barriers of one page."""
    for barrier in kept_barriers(row):
        yield BarrierPlace(barrier.kind, f"{row.page.title}: {barrier.words}", edit_url(row.page_id))
