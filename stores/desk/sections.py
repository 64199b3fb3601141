"""What a store's home tells of the store at large: what waits to be done, what the person changed lately."""

from collections.abc import Iterator
from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.models import Page, PageLogEntry

from stores.desk.home import HomeSection, Notice, StoreHome, notices_of

EDITS = 5


class ToDoSection(HomeSection):
    """What is missing, stale or not published."""

    name = "to-do"
    heading = "To do"
    icon = "tasks"
    order = 20
    template_name = "stores/desk/to_do.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {**super().get_context_data(parent_context), "notices": notices_of(self.home)}


def unpublished(home: StoreHome) -> Iterator[Notice]:
    """Changes that are saved, but not on the site."""
    if home.store.has_unpublished_changes:
        yield Notice("Your store page has changes that are not on the site yet.", home.edit_url(), "Look", "edit")
    below = Page.objects.filter(path__startswith=home.store.path, has_unpublished_changes=True)
    drafts = list(below.exclude(pk=home.store.pk).order_by("-latest_revision_created_at", "-pk")[:2])
    if len(drafts) == 1:
        url = reverse("wagtailadmin_pages:edit", args=[drafts[0].pk])
        yield Notice(f"“{drafts[0].draft_title}” has changes that are not on the site yet.", url, "Look", "edit")
    elif drafts:
        url = reverse("wagtailadmin_explore", args=[home.store.pk])
        yield Notice("Several of your pages have changes that are not on the site yet.", url, "Look", "edit")


class EditsSection(HomeSection):
    """What the person changed lately, of this store alone: who left another store has no way there any more."""

    name = "edits"
    heading = "You changed lately"
    icon = "history"
    order = 90
    template_name = "stores/desk/edits.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {**super().get_context_data(parent_context), "edits": self.edits}

    @property
    def is_shown(self) -> bool:
        return bool(self.edits)

    @cached_property
    def edits(self) -> list[dict[str, Any]]:
        """Pages and when the person changed them, the last ones first."""
        own = PageLogEntry.objects.filter(user=self.home.request.user.pk, action="wagtail.edit")
        latest = own.filter(page=OuterRef("pk")).order_by("-timestamp").values("timestamp")[:1]
        below = Page.objects.filter(path__startswith=self.home.store.path).annotate(changed_at=Subquery(latest))
        pages = below.filter(changed_at__isnull=False).order_by("-changed_at")[:EDITS]
        return [{"page": page, "at": page.changed_at} for page in pages]
