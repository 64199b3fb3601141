"""Experts that items propose: confirmed as somebody whom we know or as somebody new, or declined."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView
from wagtail.admin import messages

from cms.articles.models.experts import ExpertPage
from cms.intake.confirming import confirm, decline
from cms.intake.desk.shell import DecidersMixin
from cms.intake.models import ExpertProposal, ProposalState
from stores.access.who import actor_of
from stores.ids import id_in

PER_PAGE = 30


class ProposalsView(DecidersMixin, TemplateView):
    """Everybody whom items speak of and nobody has confirmed, the newest first. POST decides about one."""

    page_title = "Proposed experts"
    header_icon = "user"
    template_name = "cms/intake/experts.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = ExpertProposal.objects.filter(state=ProposalState.WAITS).select_related(
            "item__feed__provider", "expert"
        )
        page = Paginator(waiting.defer("item__raw"), PER_PAGE).get_page(self.request.GET.get("p"))
        experts = ExpertPage.objects.order_by("title").only("pk", "title")
        return super().get_context_data(page=page, experts=experts[:500], **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        by = actor_of(request)
        pk, chosen = request.POST.get("proposal", ""), request.POST.get("expert", "")
        proposal = ExpertProposal.objects.filter(pk=pk, state=ProposalState.WAITS).first() if id_in(pk) else None
        if proposal is None:
            messages.warning(request, "Somebody has decided about that already.")
            return redirect("cms_intake_experts")
        if "decline" in request.POST:
            decline(proposal=proposal, by=by)
            messages.success(request, f"{proposal.name} is no expert of ours.")
            return redirect("cms_intake_experts")
        expert = ExpertPage.objects.filter(pk=chosen).first() if id_in(chosen) else None
        try:
            expert = confirm(proposal=proposal, expert=expert, by=by)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, f"{expert.title} is an expert of “{proposal.item}”.")
        return redirect("cms_intake_experts")
