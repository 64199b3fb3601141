"""Mail about approvals: to owners when something waits, to staff when it was decided. After the commit, in plain text.

A mail server that fails breaks nothing: it is logged, and the lists in the admin say the same.
"""

import logging
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.dispatch import receiver
from django.template.loader import render_to_string
from django.urls import reverse
from wagtail.admin.signal_handlers import workflow_approval_email_notifier, workflow_rejection_email_notifier
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_cancelled, workflow_rejected

from stores.access.confinement import confinement_of
from stores.access.display_names import display_name
from stores.access.who import Actor
from stores.approval.models import OwnerApprovalTask
from stores.approval.what_changes import what_changes
from stores.store.models.store import StorePage
from stores.store.owning import owners_of

logger = logging.getLogger(__name__)


def _is_ours(state: WorkflowState) -> bool:
    return OwnerApprovalTask.objects.filter(workflow_tasks__workflow=state.workflow_id).exists()


@receiver(task_submitted, sender=TaskState)
def tell_owners(*, instance: TaskState, user: Actor | None, **kwargs: Any) -> None:
    """Mail the owners that a submission waits for them."""
    if _is_ours(instance.workflow_state):
        transaction.on_commit(partial(_tell_owners, instance.pk, user), robust=True)


def _tell_owners(state_id: int, by: Actor | None) -> None:
    state = TaskState.objects.select_related("workflow_state").get(pk=state_id)
    page = Page.objects.get(pk=state.workflow_state.object_id)
    store = StorePage.objects.above(page.path).first()
    if store is None:
        return
    # Whoever has never opened their account has no profile: they want to know.
    owners = owners_of(page.path).exclude(wagtail_userprofile__submitted_notifications=False)
    people = [owner for owner in owners.distinct() if by is None or owner.pk != by.pk]
    facts = {"changes": what_changes(page), "url": _admin_url("stores_review", store.pk, state.pk)}
    _send("submitted", people, page, store, by, facts)


# Under Wagtail's own names for them: Wagtail connects its notifiers later, and finds these names taken. For workflows
# of others they are called as before.
@receiver(
    workflow_approved, sender=WorkflowState, dispatch_uid="workflow_state_approved_email_notification", weak=False
)
def tell_approved(*, instance: WorkflowState, user: Actor | None, **kwargs: Any) -> None:
    """Mail whoever submitted the page that it is on the site."""
    _tell_or_leave(instance, user, "approved", workflow_approval_email_notifier)


@receiver(
    workflow_rejected, sender=WorkflowState, dispatch_uid="workflow_state_rejected_email_notification", weak=False
)
def tell_sent_back(*, instance: WorkflowState, user: Actor | None, **kwargs: Any) -> None:
    """Mail whoever submitted the page that it came back, with a comment."""
    _tell_or_leave(instance, user, "rejected", workflow_rejection_email_notifier)


@receiver(workflow_cancelled, sender=WorkflowState)
def tell_ended(*, instance: WorkflowState, user: Actor | None, **kwargs: Any) -> None:
    """Mail whoever submitted the page that somebody else published it, or put it back to a draft."""
    if _is_ours(instance):
        transaction.on_commit(partial(_tell_submitter, instance.pk, user, "ended"), robust=True)


def _tell_or_leave(state: WorkflowState, by: Actor | None, name: str, stock: Callable[..., Any]) -> None:
    if _is_ours(state):
        transaction.on_commit(partial(_tell_submitter, state.pk, by, name), robust=True)
    else:
        stock(instance=state, user=by)


def _tell_submitter(state_id: int, by: Actor | None, name: str) -> None:
    """Mail whoever submitted the page, unless they ended it themselves or are no longer of the store."""
    state = WorkflowState.objects.select_related("requested_by", "current_task_state").get(pk=state_id)
    page = Page.objects.get(pk=state.object_id)
    person, store = state.requested_by, StorePage.objects.above(page.path).first()
    if store is None or person is None or not person.is_active or (by is not None and by.pk == person.pk):
        return
    confinement = confinement_of(person)
    if confinement.is_confined and not confinement.has_page(page.path):
        return
    wants = f"{'rejected' if name == 'rejected' else 'approved'}_notifications"
    if not getattr(getattr(person, "wagtail_userprofile", None), wants, True):
        return
    facts = {
        "comment": state.current_task_state.comment if state.current_task_state else "",
        "is_published": page.live and not page.has_unpublished_changes,
        "url": _admin_url("wagtailadmin_pages:edit", page.pk),
    }
    _send(name, [person], page, store, by, facts)


def _admin_url(view: str, *args: Any) -> str:
    return f"{settings.NETWORK_URL}{reverse(view, args=args)}"


def _send(
    name: str, people: Iterable[Actor], page: Any, store: StorePage, by: Actor | None, facts: dict[str, Any]
) -> None:
    context = {**facts, "page": page.draft_title, "store": store, "by": display_name(by) or "Somebody"}
    context["is_store"] = page.pk == store.pk
    subject = " ".join(render_to_string(f"stores/approval/mail/{name}_subject.txt", context).split())
    body = render_to_string(f"stores/approval/mail/{name}.txt", context).strip() + "\n"
    headers = {"Auto-Submitted": "auto-generated"}
    mails = [EmailMessage(subject, body, to=[person.email], headers=headers) for person in people if person.email]
    if not mails:
        return
    try:
        get_connection().send_messages(mails)
    except Exception:  # Whatever the mail server or the way to it does.
        logger.exception("Mail about %s was not sent to %d people", subject, len(mails))
