"""Network health: how the network runs, for whoever runs it."""

from typing import Any

from django.urls import path
from django.utils import timezone
from django.views.generic import TemplateView

from cms.watching.checks import Door, State, findings
from stores.access.shells import NetworkAdminMixin

WORDS = {State.GOOD: "Good", State.WARNING: "Look at it", State.BAD: "Mend it"}
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
        return super().get_context_data(rows=rows, to_mend=to_mend, at=at, **kwargs)


def network_health_urls() -> list[Any]:
    """The screen, below `/admin/`."""
    return [path("network-health/", NetworkHealthView.as_view(), name="cms_network_health")]
