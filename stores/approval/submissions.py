"""What staff have submitted: task states of pages, found by where the pages stand."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Page, TaskState, WorkflowState

from stores.access.who import who_is
from stores.store.models.registration import StoreRegistration
from stores.tree import at_or_below


def pages_below(paths: Iterable[str]) -> QuerySet[Any]:
    """Pages at or below these paths; none without a path."""
    pages: QuerySet[Any] = Page.objects.filter(at_or_below(paths))
    return pages


def of_pages(pages: QuerySet[Any]) -> Q:
    """Workflow states of these pages; Wagtail keeps a page's id there as text."""
    ids = pages.order_by().annotate(as_text=Cast("pk", CharField())).values("as_text")
    return Q(base_content_type=ContentType.objects.get_for_model(Page), object_id__in=ids)


def submissions(pages: QuerySet[Any] | None = None) -> QuerySet[TaskState]:
    """What waits for an owner, of these pages or of all; the oldest first."""
    states = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
    if pages is not None:
        states = states.filter(of_pages(pages))
    waiting = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, task__ownerapprovaltask__isnull=False, workflow_state__in=states
    )
    return waiting.order_by("started_at", "pk")


def owned_paths(user: Any) -> list[str]:
    """Where the stores stand that the person owns."""
    who = who_is(user)
    if who.stores:
        return sorted(store.path for store in who.stores if store.is_owner)
    registrations = StoreRegistration.objects.filter(owners__user=user.pk)
    return list(registrations.order_by("store__path").values_list("store__path", flat=True))


def submissions_to(user: Any) -> QuerySet[TaskState]:
    """What waits for this owner."""
    paths = owned_paths(user) if user.is_active else []
    return submissions(pages_below(paths)) if paths else TaskState.objects.none()
