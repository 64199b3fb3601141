"""One page per address: a slug of the library is taken at every store, and no store's own page may have it.

Drafts of the library count; a store's own draft takes no slug from the library. Two people who save at once are kept
apart by a lock on the slug, held until the first has committed; the second one's check sees what the first has
written.
"""

from typing import Any
from zlib import crc32

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Q
from django.utils.text import slugify
from wagtail.models import Page

LONGEST_SLUG = 80
SLUG_LOCKS = 0x736C7567
"""The first number of our advisory locks on PostgreSQL; the second is the slug's."""


def twin_of(page_type: type[Page], slug: str, parent: Page, pk: int | None) -> Page | None:
    """Another page that would stand at the same address of a store as a page below `parent`."""
    pages: Any = page_type._default_manager
    others = pages.filter(slug=slug).exclude(pk=pk)
    shared = others.in_library()
    return (
        others.filter(Q(live=True) | Q(pk__in=shared.values("pk"))).first() if _is_shared(parent) else shared.first()
    )


def free_slug(page_type: type[Page], title: str, folder: Page) -> str:
    """A slug of the title's that no page below the folder has, numbered where another one has it."""
    start = slugify(title)[:LONGEST_SLUG].strip("-") or page_type.__name__.removesuffix("Page").lower()
    slug, number = start, 1
    while twin_of(page_type, slug, folder, None) is not None:
        number += 1
        slug = f"{start}-{number}"
    return slug


def _is_shared(parent: Page) -> bool:
    return parent.specific_class.__name__ in {"ArticlesPage", "SharedPagesPage"}


def refusal(twin: Page) -> str:
    """What the form says; it names the page that is there."""
    kind = twin.specific_class._meta.verbose_name
    place = "library" if twin.specific_class.objects.filter(pk=twin.pk).in_library().exists() else "local"
    return f"The {place} {kind} '{twin.title}' (id {twin.pk}) has this slug already."


def check_slug(page: Page, parent: Page | None) -> None:
    """ValidationError on `slug`, which names the other page. Without a parent the page stands nowhere yet."""
    if parent is None:
        return
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        with connection.cursor() as cursor:
            number = crc32(f"{page._meta.label} {page.slug}".encode()) - 2**31
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [SLUG_LOCKS, number])
    twin = twin_of(type(page), page.slug, parent, page.pk)
    if twin is not None:
        raise ValidationError({"slug": refusal(twin)}, code="slug_taken")


class OneAddressMixin:
    """A page that shares its addresses with pages elsewhere in the tree. Checked by forms, and at every save."""

    def clean(self) -> None:
        super().clean()  # type: ignore[misc]
        check_slug(self, self.get_parent())  # type: ignore[arg-type,attr-defined]

    def minimal_clean(self) -> None:
        """What Wagtail checks of a page that is not live."""
        super().minimal_clean()  # type: ignore[misc]
        check_slug(self, self.get_parent())  # type: ignore[arg-type,attr-defined]
