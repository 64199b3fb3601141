"""Approval by the store's owner: the workflow of all stores, what waits for whom, and the decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Page, Revision, TaskState, Workflow, WorkflowPage, WorkflowState, WorkflowTask

from stores.access.display_names import display_name
from stores.access.who import Actor, is_network_admin
from stores.approval.models import APPROVE, SEND_BACK, OwnerApprovalTask
from stores.approval.over import why_over
from stores.approval.submissions import of_pages, pages_below, submissions, submissions_to
from stores.store.models.store import StorePage, StoresPage
from stores.store.owning import stores_above

NAME = "the store's owner"
"""Name of the workflow and of its task: buttons say "Submit to …"."""
SUBMISSIONS_AT_ONCE = 50
"""Submissions that a list shows; the oldest come first, so that none is forgotten."""


@transaction.atomic
def keep_approval() -> Workflow | None:
    """One workflow with one task, on the folder of all stores: new stores are in by themselves. Safe to repeat.

    None while the network has no folder of stores.
    """
    folder = StoresPage.objects.first()
    if folder is None:
        return None
    task = OwnerApprovalTask.objects.first() or OwnerApprovalTask.objects.create(name=NAME)
    workflow = Workflow.objects.filter(workflow_tasks__task=task).first() or Workflow.objects.create(name=NAME)
    for row in (task, workflow):
        if not row.active:
            row.active = True
            row.save(update_fields=["active"])
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowPage.objects.update_or_create(page_id=folder.pk, defaults={"workflow": workflow})
    return workflow


@dataclass(frozen=True, slots=True)
class Submission:
    """A page that waits for the store's owner, or was sent back by them. `state_id`: its task state."""

    state_id: int
    store: StorePage
    page: Any
    title: str
    kind: str
    by: str
    at: datetime
    comment: str = ""
    decided_by: str = ""


def waiting_for(
    user: Actor, *, limit: int = SUBMISSIONS_AT_ONCE, at_hand: StorePage | None = None
) -> list[Submission]:
    """What this owner has to decide, the oldest first; for a network admin, at every store. Nothing for anybody else.

    `at_hand`: a store that need not be asked for again. At most five queries,
    whatever the number of stores and submissions.
    """
    states = submissions() if is_network_admin(user) else submissions_to(user)
    return _with_pages(_with_people(states)[:limit], at_hand)


def waiting_at(store: StorePage) -> list[Submission]:
    """What waits for the owners of this store."""
    return _with_pages(_with_people(submissions(pages_below([store.path])))[:SUBMISSIONS_AT_ONCE], store)


def sent_back_at(store: StorePage) -> list[Submission]:
    """What the owners of this store sent back, and nobody has submitted again yet."""
    states = WorkflowState.objects.filter(
        of_pages(pages_below([store.path])), status=WorkflowState.STATUS_NEEDS_CHANGES
    )
    rows = TaskState.objects.filter(pk__in=states.values("current_task_state"), task__ownerapprovaltask__isnull=False)
    return _with_pages(_with_people(rows.order_by("-finished_at", "-pk"))[:SUBMISSIONS_AT_ONCE], store)


def _with_people(states: Any) -> Any:
    return states.select_related("workflow_state__requested_by", "finished_by")


def _with_pages(states: Sequence[TaskState], at_hand: StorePage | None = None) -> list[Submission]:
    rows = list(states)
    pages = Page.objects.in_bulk([int(row.workflow_state.object_id) for row in rows])
    paths = {page.path for page in pages.values()}
    stores = {path: at_hand for path in paths if path.startswith(at_hand.path)} if at_hand else {}
    if others := paths - set(stores):
        stores |= stores_above(others)
    found = []
    for row in rows:
        page = pages.get(int(row.workflow_state.object_id))
        store = stores.get(page.path) if page else None
        if page is None or store is None:
            continue
        page_type = page.specific_class
        found.append(
            Submission(
                state_id=row.pk,
                store=store,
                page=page,
                title=page.draft_title,
                kind=str(page_type._meta.verbose_name) if page_type else "page",
                by=display_name(row.workflow_state.requested_by) or "Somebody",
                at=row.started_at,
                comment=row.comment,
                decided_by=display_name(row.finished_by),
            )
        )
    return found


def mark_of(revision: Revision) -> str:
    """What a person has seen: automatic saves write over a revision, and then its time is another."""
    return f"{revision.pk}@{revision.created_at.isoformat()}"


@transaction.atomic
def decide(*, by: Actor, state: TaskState, is_approved: bool, seen: str = "", comment: str = "") -> None:
    """Approve what was seen, which publishes it, or send it back.

    `seen` is the mark of the revision that the person looked at. ValidationError: somebody else has decided, or the
    page has changed since. PermissionDenied: not theirs to decide.
    """
    page = Page.objects.select_for_update(of=("self",)).get(pk=state.workflow_state.object_id)
    state = TaskState.objects.select_related("task", "workflow_state").get(pk=state.pk)
    if state.status != TaskState.STATUS_IN_PROGRESS:
        raise ValidationError("This was decided or taken back meanwhile.")
    revision = page.latest_revision
    if is_approved and (revision is None or mark_of(revision) != seen):
        raise ValidationError("It has changed since you looked. Review it again, then approve.")
    if is_approved and revision is not None and (words := why_over(revision.as_object())):
        raise ValidationError(f"{words}: nobody would see it. Send it back, or ask the network to clear that date.")
    if not is_approved and not comment.strip():
        raise ValidationError("Say what should be different.")
    task: OwnerApprovalTask = state.task.specific
    task.on_action(state, by, APPROVE if is_approved else SEND_BACK, comment=comment.strip())
