"""What of one store some patients can't use: its own pages and uploads, never what it carries."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, Sum
from django.urls import reverse

from cms.accessible.looking import ANY, COLUMNS, kept_barriers, look_at_new
from cms.accessible.models import PageBarriers
from cms.accessible.uploads import barriers_of_upload, documents, pictures_without_words
from stores.accessible import MENDS, Barrier
from stores.models import StorePage

SCREENS = {
    "shop_photo_alt": "stores_about",
    "logo_alt": "stores_look",
    "tasks": "stores_tasks",
    "promo_banners": "stores_lines",
}
"""Column of a store's page -> the store's screen that changes it."""
MOST_UPLOADS = 200
"""Of each kind that a list names."""


@dataclass(frozen=True, slots=True)
class OwnBarrier:
    """One barrier with its page, and where it is mended."""

    barrier: Barrier
    title: str
    url: str

    @property
    def mend(self) -> str:
        return MENDS[self.barrier.kind]


def own_number(store: StorePage) -> int:
    """How many there are on the store's own pages, which patients read; uploads stand on none yet."""
    look_at_new(Q(path__startswith=store.path))
    rows = PageBarriers.objects.filter(ANY, page__path__startswith=store.path, page__live=True)
    sums = rows.aggregate(**{name: Sum(name) for name in COLUMNS.values()})
    return sum(each or 0 for each in sums.values())


def own_barriers(store: StorePage) -> list[OwnBarrier]:
    """All of them: the store's page, what is below it, then uploads."""
    look_at_new(Q(path__startswith=store.path))
    rows = PageBarriers.objects.filter(ANY, page__path__startswith=store.path, page__live=True)
    found = [each for row in rows.select_related("page").order_by("page__path") for each in _of_row(row, store)]
    return [*found, *_uploads(store)]


def _of_row(row: PageBarriers, store: StorePage) -> Iterator[OwnBarrier]:
    for barrier in kept_barriers(row):
        screen = SCREENS.get(barrier.field, "") if row.page_id == store.pk else ""
        url = reverse(screen, args=[store.pk]) if screen else edit_url(row.page_id)
        yield OwnBarrier(barrier, row.page.title, url)


def edit_url(page_id: int) -> str:
    """The form of a page."""
    return reverse("wagtailadmin_pages:edit", args=[page_id])


def upload_url(upload: Any) -> str:
    """The form of a picture or document."""
    return reverse(f"wagtail{'images' if hasattr(upload, 'focal_point_x') else 'docs'}:edit", args=[upload.pk])


def _own(store: StorePage) -> Q:
    return Q(collection__path__startswith=store.registration.collection.path)


def _uploads(store: StorePage) -> Iterator[OwnBarrier]:
    for uploads in (pictures_without_words(), documents()):
        for upload in uploads.filter(_own(store))[:MOST_UPLOADS]:
            for barrier in barriers_of_upload(upload):
                yield OwnBarrier(barrier, "Uploaded, and on no page yet", upload_url(upload))
