"""Where a picture or a document is used: on what is live, and in drafts that wait to go live."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from wagtail.models import Page, ReferenceIndex, Revision, WorkflowState

from stores.access.references import base_of, references_of
from stores.store.models.store import StorePage
from stores.store.owning import stores_above


@dataclass(frozen=True, slots=True)
class FileUse:
    """One place. `page` None: something that is no page. `store`: whose page it is; None for the library's."""

    name: str
    page: Page | None
    store: StorePage | None
    is_waiting: bool

    def __str__(self) -> str:
        return f"{self.name} (waits for approval)" if self.is_waiting else self.name


def uses_of_file(file: Model) -> list[FileUse]:
    """What is live first, as Wagtail's index knows it; then drafts that wait for approval or for their time."""
    live, others = _live(file)
    waiting = [page for page in _waiting(file) if page.pk not in {each.pk for each in live}]
    stores = stores_above({page.path for page in (*live, *waiting)}) if live or waiting else {}
    found = [FileUse(page.title, page, stores.get(page.path), page in waiting) for page in (*live, *waiting)]
    return found + [FileUse(str(each), None, None, is_waiting=False) for each in others]


def _live(file: Model) -> tuple[list[Page], list[Model]]:
    pages: set[str] = set()
    others: list[Model] = []
    page_type = ContentType.objects.get_for_model(Page)
    for source, pk in (
        ReferenceIndex.get_references_to(file).values_list("base_content_type", "object_id").distinct().order_by()
    ):
        if source == page_type.pk:
            pages.add(pk)
        else:
            row = ContentType.objects.get_for_id(source).get_object_for_this_type(pk=pk)
            others += [row] if getattr(row, "live", True) else []
    found: Iterable[Any] = Page.objects.filter(pk__in=pages, live=True).order_by("title", "pk")
    return list(found), others


def _waiting(file: Model) -> Iterator[Any]:
    """A draft is not in the index; of those that wait there are few, and most hold no such number at all."""
    submitted = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page), status=WorkflowState.STATUS_IN_PROGRESS
    )
    ids = set(submitted.values_list("object_id", flat=True))
    scheduled = Q(approved_go_live_at__isnull=False)
    latest = Page.objects.filter(pk__in=ids).values("latest_revision")
    revisions = Revision.page_revisions.filter(Q(pk__in=latest) | scheduled).order_by("pk")
    for revision in revisions.iterator():
        if str(file.pk) in str(revision.content) and _refers(revision, file):
            yield Page.objects.get(pk=revision.object_id)


def _refers(revision: Revision, file: Any) -> bool:
    kind = base_of(type(file))
    draft = revision.as_object()
    return any(
        model is not None and base_of(model) is kind and str(pk) == str(file.pk) for model, pk in references_of(draft)
    )
