"""What is said on a page that waits for the store's owner."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from wagtail.locks import WorkflowLock

from stores.display_names import display_name
from stores.owning import stores_above


class OwnerLock(WorkflowLock):
    """Nobody but those who may approve writes into what they are about to approve."""

    def get_message(self, user: Any) -> str:
        if self.for_user(user):
            return "This waits for the store's owner. To change it again, cancel the submission first (below)."
        state = self.object.current_workflow_state
        store = stores_above([self.object.path]).get(self.object.path)
        if state is None or store is None:
            return "This waits for approval."
        url = reverse("stores_review", args=[store.pk, state.current_task_state_id])
        who = display_name(state.requested_by) or "Somebody"
        return format_html('{} asks you to approve this. <a href="{}">See what changes</a>', who, url)
