"""A draft that stays one, while something else of its page goes live."""

from typing import Any

from wagtail.models import Page, Revision, TaskState


def keep_as_draft(draft: Page, by: Any) -> Revision:
    """Save the changed draft as the newest revision; an approval that is under way is about it from now on."""
    before: Revision | None = draft.latest_revision
    approved_at = before.approved_go_live_at if before else None
    revision: Revision = draft.save_revision(user=by, log_action=True, clean=False, approved_go_live_at=approved_at)
    if before:
        Revision.objects.filter(pk=before.pk).update(approved_go_live_at=None)
    state = draft.current_workflow_state
    if state is not None and state.current_task_state is not None:
        TaskState.objects.filter(pk=state.current_task_state.pk).update(revision=revision)
    return revision
