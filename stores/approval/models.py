"""The task by which an owner approves what staff write, and the lock while it waits."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from wagtail.locks import WorkflowLock
from wagtail.models import Page, Task, TaskState

from stores.access.display_names import display_name
from stores.approval.over import why_over
from stores.approval.submissions import submissions_to
from stores.store.models.store import StorePage
from stores.store.owning import may_decide


class OwnerLock(WorkflowLock):
    """Nobody but those who may approve writes into what they are about to approve."""

    def get_message(self, user: Any) -> str:
        if self.for_user(user):
            return "This waits for the store's owner. To change it again, cancel the submission first (below)."
        state = self.object.current_workflow_state
        store = StorePage.objects.above(self.object.path).first()
        if state is None or store is None:
            return "This waits for approval."
        url = reverse("stores_review", args=[store.pk, state.current_task_state_id])
        who = display_name(state.requested_by) or "Somebody"
        return format_html('{} asks you to approve this. <a href="{}">See what changes</a>', who, url)


APPROVE, SEND_BACK = "approve", "reject"
"""What Wagtail calls the two decisions."""


class SendBackForm(forms.Form):
    """Why it is sent back."""

    comment = forms.CharField(
        label="What should be different?", max_length=2000, widget=forms.Textarea({"rows": 3}), strip=True
    )


class OwnerApprovalTask(Task):
    """The one task of all stores: who may decide follows from where the page stands."""

    lock_class = OwnerLock

    class Meta:
        verbose_name = "approval by the store's owner"

    def locked_for_user(self, obj: Page, user: Any) -> bool:
        """Staff cancel their submission before they write on, so that nothing changes under the owner's eyes."""
        return not may_decide(user, obj)

    def get_actions(self, obj: Page, user: Any) -> list[tuple[str, str, bool]]:
        if not may_decide(user, obj):
            return []
        decisions = [(SEND_BACK, "Send back", True), (APPROVE, "Approve", False)]
        # Wagtail's own views take no decision that is not offered.
        return decisions[:1] if why_over(obj.get_latest_revision_as_object()) else decisions

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        form: type[forms.Form] = SendBackForm if action == SEND_BACK else super().get_form_for_action(action)
        return form

    def on_action(self, task_state: TaskState, user: Any, action_name: str, comment: str = "", **extra: Any) -> None:
        """Asks once more, about the page that the state is of: Wagtail's views ask about the page in the URL."""
        if not may_decide(user, task_state.workflow_state.content_object):
            raise PermissionDenied
        super().on_action(task_state, user, action_name, comment=str(comment)[:2000])

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet[TaskState]:
        """Submissions at the person's own stores. Network admins may decide about all, but nothing lists them all."""
        return submissions_to(user)

    @classmethod
    def get_description(cls) -> str:
        return "Owners of the store that the page belongs to approve it; whoever that is"
