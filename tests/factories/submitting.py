"""Staff submit what they changed, as the edit page does it."""

from typing import Any

from wagtail.models import Page, TaskState

from cms.users.models import User
from stores.models import StorePage
from stores.people.appointing import appoint_owner, appoint_staff
from tests.factories.network import make_user


def make_owner(store: StorePage, username: str = "owner", **fields: Any) -> User:
    """An owner of the store."""
    user = make_user(username, **fields)
    appoint_owner(by=None, user=user, store=store)
    return user


def make_staff(store: StorePage, username: str = "staff", **fields: Any) -> User:
    """Staff of the store."""
    user = make_user(username, **fields)
    appoint_staff(by=None, user=user, store=store)
    return user


def submit(page: Page, by: User, **changes: Any) -> TaskState:
    """A draft with these changes, handed to the store's owner; the task state that waits for them."""
    draft = page.specific_class.objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(draft, name, value)
    draft.save_revision(user=by)
    draft = page.specific_class.objects.get(pk=page.pk)
    workflow = draft.get_workflow()
    assert workflow is not None
    state = workflow.start(draft, by)
    return TaskState.objects.get(pk=state.current_task_state_id)
