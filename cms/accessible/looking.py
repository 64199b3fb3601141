"""Looking at published pages that nobody has looked at since they were published: kept, and brought up when asked."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from wagtail.models import Page

from cms.accessible.models import PageBarriers
from cms.accessible.pages import LOOKED_AT, barriers_of_pages
from stores.accessible import Barrier, BarrierKind
from stores.models import StorePage

AT_ONCE = 250
"""Pages that one request looks at; the rest is the worker's."""
COLUMNS = {
    BarrierKind.PICTURE: "pictures",
    BarrierKind.DOCUMENT: "documents",
    BarrierKind.TABLE: "tables",
    BarrierKind.VIDEO: "videos",
}
ANY = Q(pictures__gt=0) | Q(documents__gt=0) | Q(tables__gt=0) | Q(videos__gt=0)


def not_looked_at(which: Q | None = None) -> QuerySet[Page]:
    """Published pages, of these or of all, whose present version nobody has looked at."""
    types = ContentType.objects.get_for_models(*LOOKED_AT).values()
    live = Page.objects.live().filter(which or Q(), content_type__in=types)
    found: QuerySet[Page] = live.alias(now=Coalesce("live_revision_id", 0)).exclude(barriers__revision=F("now"))
    return found.order_by("pk")


def look_at_new(which: Q | None = None, most: int = AT_ONCE) -> int:
    """Look at so many of these pages at most, or of all; how many that were."""
    ids = list(not_looked_at(which).values_list("pk", flat=True)[:most])
    if not ids:
        return 0
    pages = [page for model in LOOKED_AT for page in _loaded(model, ids)]
    found = barriers_of_pages(pages)
    rows = [_row(page, found[page.pk]) for page in pages]
    with transaction.atomic():
        # Whoever is deleted meanwhile has nothing to be kept.
        there = set(Page.objects.select_for_update().filter(pk__in=ids).values_list("pk", flat=True))
        PageBarriers.objects.bulk_create(
            [row for row in rows if row.page_id in there],
            update_conflicts=True,
            unique_fields=["page"],
            update_fields=["revision", "found", *COLUMNS.values()],
        )
    return len(ids)


def _loaded(model: type[Page], ids: Iterable[int]) -> Iterable[Page]:
    pages: Any = model._default_manager.filter(pk__in=ids)
    return pages.prefetch_related("promo_banners") if model is StorePage else pages


def _row(page: Page, barriers: list[Barrier]) -> PageBarriers:
    number = Counter(barrier.kind for barrier in barriers)
    counts = {column: number[kind] for kind, column in COLUMNS.items()}
    found = [[barrier.kind.value, barrier.place, barrier.what, barrier.field] for barrier in barriers]
    return PageBarriers(page_id=page.pk, revision=page.live_revision_id or 0, found=found, **counts)


def kept_barriers(row: PageBarriers) -> list[Barrier]:
    """As they were found."""
    return [Barrier(BarrierKind(kind), place, what, field) for kind, place, what, field in row.found]


def forget(pages: Iterable[int]) -> None:
    """Have pages looked at anew, since something beside them has changed."""
    PageBarriers.objects.filter(page__in=pages).delete()
