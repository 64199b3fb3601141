"""Network health: how the network runs, for whoever runs it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.views.generic import TemplateView, View
from wagtail.admin import messages

from cms.tasks.rows import do_again, given_up, reason_of, words_for
from cms.watching.checks import Door, State, findings
from stores.access.shells import NetworkAdminMixin

WORDS = {State.GOOD: "Good", State.WARNING: "Look at it", State.BAD: "Fix it"}
SHOWN = 50
"""Failed tasks on the screen."""
ICONS = {State.GOOD: "success", State.WARNING: "warning", State.BAD: "cross"}


class NetworkHealthView(NetworkAdminMixin, TemplateView):
    """Every check with what it found; the gravest first."""

    page_title = "Network health"
    header_icon = "cogs"
    template_name = "cms/watching/network_health.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = timezone.now()
        found = findings(Door.SCREEN, at)
        grave = [State.BAD, State.WARNING, State.GOOD]
        rows = [
            {"title": check.title, "finding": finding, "word": WORDS[finding.state], "icon": ICONS[finding.state]}
            for check, finding in sorted(found, key=lambda pair: grave.index(pair[1].state))
        ]
        to_mend = sum(finding.state != State.GOOD for _, finding in found)
        tasks = [{"row": row, "words": words_for(row), "reason": reason_of(row)} for row in given_up()[:SHOWN]]
        return super().get_context_data(rows=rows, to_mend=to_mend, at=at, tasks=tasks, **kwargs)


class TryAgainView(NetworkAdminMixin, View):
    """POST has a task that failed done again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, task_id: UUID) -> HttpResponse:
        if do_again(task_id):
            messages.success(request, "It is tried again as soon as a worker is free.")
        else:
            messages.warning(request, "It was tried again already.")
        return redirect("cms_network_health")


def network_health_urls() -> list[Any]:
    """The screen, below `/admin/`."""
    return [
        path("network-health/", NetworkHealthView.as_view(), name="cms_network_health"),
        path("network-health/tasks/<uuid:task_id>/again/", TryAgainView.as_view(), name="cms_try_again"),
    ]
