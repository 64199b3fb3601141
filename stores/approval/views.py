"""A store's approvals in the admin: a list for its people, a decision for its owners."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from wagtail.admin import messages
from wagtail.models import Page, TaskState, WorkflowState

from stores.access.display_names import display_name
from stores.access.who import actor_of
from stores.approval.deciding import decide, mark_of, sent_back_at, waiting_at
from stores.approval.submissions import of_pages, pages_below
from stores.approval.what_changes import what_changes
from stores.desk.accessible import barriers_of_version, tell_barriers
from stores.desk.views import OwnerView, StoreView
from stores.zone_words import moment_text

TITLE = "Approvals"


class ApprovalsView(StoreView):
    """What waits for the owner, and what the owner sent back."""

    page_title = TITLE
    header_icon = "circle-check"
    template_name = "stores/approval/approvals.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lists = {"waiting": waiting_at(self.store), "sent_back": sent_back_at(self.store)}
        return super().get_context_data(zone=self.store.zone, **lists, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = self.render_to_response(self.get_context_data())
        return answer


class ReviewView(OwnerView):
    """One submission: what it changes on the site, and the decision. What is approved is what was seen."""

    page_title = "What changes"
    header_icon = "circle-check"
    template_name = "stores/approval/review.html"

    @cached_property
    def state(self) -> TaskState:
        own = TaskState.objects.filter(
            workflow_state__in=_workflow_states_at(self.store.path), task__ownerapprovaltask__isnull=False
        )
        state: TaskState = get_object_or_404(
            own.select_related("workflow_state__requested_by"), pk=self.kwargs["task_state_id"]
        )
        return state

    @cached_property
    def page(self) -> Any:
        return Page.objects.select_related("latest_revision").get(pk=self.state.workflow_state.object_id)

    @property
    def list_url(self) -> str:
        return reverse("stores_approvals", args=[self.store.pk])

    def crumbs(self) -> list[dict[str, str]]:
        return [{"url": self.list_url, "label": TITLE}, *super().crumbs()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            page=self.page,
            task_state_id=self.state.pk,
            is_store=self.page.pk == self.store.pk,
            by=display_name(self.state.workflow_state.requested_by) or "Somebody",
            at=self.state.started_at.astimezone(self.store.zone),
            changes=what_changes(self.page),
            not_for_all=barriers_of_version(self.page.get_latest_revision_as_object()),
            seen=mark_of(self.page.latest_revision),
            **kwargs,
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.state.status != TaskState.STATUS_IN_PROGRESS:
            messages.info(request, "This was decided or taken back already.")
            return redirect(self.list_url)
        answer: HttpResponse = self.render_to_response(self.get_context_data())
        return answer

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sent, is_approved = request.POST, request.POST.get("decision") == "approve"
        facts = {"seen": sent.get("seen", ""), "comment": sent.get("comment", "")}
        try:
            decide(by=actor_of(request), state=self.state, is_approved=is_approved, **facts)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(request.path)
        who = display_name(self.state.workflow_state.requested_by) or "Whoever wrote it"
        if is_approved:
            page = Page.objects.get(pk=self.page.pk)
            self.say(_approved(page))
            tell_barriers(request, barriers_of_version(page.specific.get_latest_revision_as_object()))
        else:
            messages.success(request, f"Sent back. {who} will see your comment.")
        return redirect(self.list_url)


def _approved(page: Any) -> str:
    """What patients see of it now."""
    title = page.title if page.live else page.get_admin_display_title()
    if (scheduled := page.scheduled_revision) is not None:
        return f"Approved: “{title}” goes on your site on {moment_text(scheduled.approved_go_live_at)}."
    return f"Approved: “{title}” is on your site." if page.live else f"Approved: “{title}”. It is not on your site."


def _workflow_states_at(store_path: str) -> QuerySet[WorkflowState]:
    from_pages = of_pages(pages_below([store_path]))
    return WorkflowState.objects.filter(from_pages)


def approval_urls() -> list[Any]:
    """The store's screens of approvals, below `/admin/`."""
    start = "stores/<int:store_id>/approvals/"
    return [
        path(start, ApprovalsView.as_view(), name="stores_approvals"),
        path(f"{start}<int:task_state_id>/", ReviewView.as_view(), name="stores_review"),
    ]
