"""Approvals in Wagtail's admin: the owner's panel, the store's screen, and what is said on the edit page."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem, SubmitForModerationMenuItem
from wagtail.admin.ui.components import Component
from wagtail.models import Page, WorkflowState

from stores.access.display_names import display_name
from stores.approval.deciding import sent_back_at, waiting_for
from stores.approval.submissions import pages_below, submissions
from stores.approval.views import approval_urls
from stores.desk.home import LAST, NOTICE_HOOK, Notice, StoreHome
from stores.desk.screens import HOOK as STORE_SCREEN
from stores.desk.screens import StoreScreen
from stores.store.models.store import StorePage

SHOWN_AT_HOME = 10


@hooks.register("register_admin_urls")
def register_approvals() -> list[Any]:
    """The screens of a store's approvals: the list and the decision."""
    return approval_urls()


def waiting_submissions(store: StorePage) -> int:
    """How many wait for the owners of this store."""
    return submissions(pages_below([store.path])).count()


@hooks.register(STORE_SCREEN)
def approvals_screen() -> StoreScreen:
    """The store's screen of what waits for its owner."""
    return StoreScreen("stores_approvals", "Approvals", "circle-check", 50, waiting=waiting_submissions)


class WaitingPanel(Component):
    """What waits for the person's approval; nothing when nothing does."""

    name = "stores_waiting"
    template_name = "stores/approval/waiting_panel.html"
    # Behind what is open now, which everybody of a store looks for first; before all of the newsroom's own.
    order = 15

    class Media:
        css = {"all": ["stores/admin.css"]}

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        home: StoreHome | None = getattr(request, "store_home", None)
        at_hand = home.store if home else None
        waiting = waiting_for(request.user, limit=SHOWN_AT_HOME + 1, at_hand=at_hand)
        return {"waiting": waiting[:SHOWN_AT_HOME], "has_more": len(waiting) > SHOWN_AT_HOME}


# After the home was narrowed, which leaves out what it does not know.
@hooks.register("construct_homepage_panels", order=LAST + 1)
def add_waiting(request: HttpRequest, panels: list[Component]) -> None:
    """Put what waits for approval on the home."""
    panels.insert(0, WaitingPanel())


@hooks.register(NOTICE_HOOK)
def sent_back(home: StoreHome) -> Iterator[Notice]:
    """What the owner wants different: for staff, who write it again."""
    if home.may_change:
        return
    for submission in sent_back_at(home.store)[:SHOWN_AT_HOME]:
        url = reverse("wagtailadmin_pages:edit", args=[submission.page.pk])
        yield Notice(f"“{submission.title}” was sent back: “{submission.comment}”", url, "Change it")


@hooks.register("construct_page_action_menu")
def owners_publish(menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """On the form of a new page Wagtail offers everybody to submit it; who may publish it there does that."""
    parent = context.get("parent_page")
    if context["view"] == "create" and parent and parent.permissions_for_user(request.user).can_publish_subpage():
        menu_items[:] = [item for item in menu_items if not isinstance(item, SubmitForModerationMenuItem)]


@hooks.register("before_edit_page")
def say_why_it_came_back(request: HttpRequest, page: Page) -> None:
    """The owner's comment stands above the form until the page is submitted again."""
    state = page.current_workflow_state if request.method == "GET" else None
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES or state.current_task_state is None:
        return
    decision = state.current_task_state
    who = display_name(decision.finished_by) or "The owner"
    url = reverse("wagtailadmin_pages:workflow_history_detail", args=[page.pk, state.pk])
    text = format_html('{} sent this back: “{}” <a href="{}">All of it</a>', who, decision.comment, url)
    messages.warning(request, text)
