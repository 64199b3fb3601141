"""The screens: what to change, at which stores, what it changes there, and undoing it.

What is chosen and typed stands in the address until it is done: going back, reloading and logging in again keep it.
"""

from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from stores.access.confinement import confinement_of
from stores.access.who import actor_of
from stores.banners.linked import LONGEST
from stores.hours.engine.words import clock_text
from stores.hours.schedules import load_dated_hours
from stores.hours.today import closings_today, days_now
from stores.many.choosing import Choice, groups_in, states_in
from stores.many.doing import DoneAlready, NotDone, SeenAnother, do_at_all, with_all_that_is_planned
from stores.many.kinds import CHANGES, change_named
from stores.many.planning import ManyChange, StepPlan, by_name, plan_of
from stores.many.reach import SeveralStores, reach_or_404
from stores.many.undoing import Step, lately, lines_of, mark_of_lines, step_with, undo_all
from stores.store.models.store import StorePage

TITLE = "Several stores"
TOO_MANY = "These are {number} stores. One step changes at most {most}: choose a group or a state, or leave some out."
SEE, AT = "see", "at"
"""The button that leads to what would change, and those that close at a time with one tap."""
MOST_CLOSINGS = 6


class ManyView(WagtailAdminTemplateMixin, View):
    """A screen for owners of several stores and the newsroom."""

    page_title = TITLE
    header_icon = "list-ul"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.reach: SeveralStores = reach_or_404(request.user)
        self.at: datetime = timezone.now()
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        start = {"url": reverse("stores_many"), "label": TITLE}
        return [*self.breadcrumbs_items, start, *self.crumbs()]

    def crumbs(self) -> list[dict[str, str]]:
        return [{"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(reach=self.reach, **kwargs)

    def shown(self, **context: Any) -> HttpResponse:
        answer: HttpResponse = self.render_to_response(self.get_context_data(**context))
        return answer

    def done(self, text: str, step: UUID) -> HttpResponse:
        """Say what was done, with the way to undo it; owners go home."""
        undo = messages.button(reverse("stores_many_step", args=[step]), "Undo for all")
        messages.success(self.request, text, buttons=[undo])
        return redirect("wagtailadmin_home" if confinement_of(self.request.user).is_confined else "stores_many")


class ManyHomeView(ManyView):
    """What to change, and what was changed lately."""

    template_name = "stores/many/home.html"

    def crumbs(self) -> list[dict[str, str]]:
        return []

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.shown(changes=CHANGES, lately=lately(self.reach, actor_of(request), self.at))


class ManyChangeView(ManyView):
    """One kind of change: which stores and what, then what it does at each of them, then it is done."""

    template_name = "stores/many/change.html"

    @cached_property
    def change(self) -> ManyChange:
        change = change_named(self.kwargs["change"])
        if change is None:
            raise Http404
        return change

    @cached_property
    def choice(self) -> Choice:
        return Choice.from_query(self.reach, self.request.GET)

    @cached_property
    def form(self) -> Any:
        """Bound to the address. A tapped time goes before a typed one."""
        data = self.request.GET.copy()
        if data.get(AT):
            data["closes_at"] = data.get(AT, "")
        is_begun = bool({SEE, AT, "edit", "find"} & data.keys())
        return self.change.form(self.choice, data if is_begun else None, self.at)

    def get_page_title(self) -> str:
        return self.change.title

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not {SEE, AT} & request.GET.keys():
            return self.choosing(is_quiet=True)
        if not self.form.is_valid() or self.choice_problem:
            return self.choosing()
        return self.seeing(self.plan())

    @cached_property
    def choice_problem(self) -> str:
        number = self.choice.stores.count()
        if not number:
            return "Choose at least one store."
        most = self.change.most
        return TOO_MANY.format(number=number, most=most) if number > most else ""

    def plan(self) -> StepPlan:
        stores: list[StorePage] = list(with_all_that_is_planned(self.choice.stores))
        return plan_of(self.change, self.form.cleaned_data, stores, actor_of(self.request), self.at)

    def choosing(self, *, is_quiet: bool = False) -> HttpResponse:
        """The form; what was typed stays. `is_quiet`: nobody has said yet that it is whole."""
        form, choice = self.form, self.choice
        if is_quiet:
            form.errors.clear()
        stores = choice.listed()
        return self.shown(
            change=self.change,
            form=form,
            choice=choice,
            choice_problem="" if is_quiet else self.choice_problem,
            stores=[(store, choice.is_ticked(store)) for store in stores],
            groups=groups_in(self.reach) if choice.has_ways else [],
            states=states_in(self.reach) if choice.has_ways else [],
            number=self.reach.open().count(),
            closings=self.closings(stores) if self.change.name == "close-early" and not choice.has_ways else [],
            media=form.media,
            longest=LONGEST,
            today=timezone.localdate(self.at).isoformat(),
        )

    def closings(self, stores: list[StorePage]) -> list[tuple[str, str]]:
        """Times that are offered for one tap: the last ones that make sense at every store that is still open; where
        there are none, at any.
        """
        rows = list(StorePage.objects.with_profile().filter(pk__in=[store.pk for store in stores]))
        book = load_dated_hours(rows, self.at)
        of_each = [set(closings_today(days_now(store, self.at, book)[0])) for store in rows]
        open_ones = [times for times in of_each if times]
        times = set.intersection(*open_ones) or set.union(*open_ones) if open_ones else set()
        return [(each.isoformat("minutes"), clock_text(each)) for each in sorted(times)[-MOST_CLOSINGS:]]

    def seeing(self, plan: StepPlan, step: str = "") -> HttpResponse:
        query = self.request.GET.copy()
        for name in (SEE, "find", "q"):
            query.pop(name, None)
        if self.request.GET.get(AT):
            query["closes_at"] = query.pop(AT)[-1]
        kept = query.urlencode()
        self.template_name = "stores/many/plan.html"
        return self.shown(
            change=self.change,
            plan=plan,
            groups=[(group, by_name(group.stores)) for group in plan.alike],
            step=step or uuid4(),
            query=f"{kept}&{SEE}=1",
            back=f"{kept}&edit=1",
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what the address says, if it still does what was seen."""
        if not self.form.is_valid() or self.choice_problem:
            return self.choosing()
        try:
            step = UUID(request.POST.get("step", ""))
        except ValueError as error:
            raise Http404 from error
        ids = list(self.choice.stores.values_list("pk", flat=True))
        try:
            number = do_at_all(
                by=actor_of(request),
                as_network=self.reach.is_network,
                change=self.change,
                said=self.form.cleaned_data,
                ids=ids,
                seen=request.POST.get("seen", ""),
                step=step,
            )
        except SeenAnother as other:
            messages.warning(request, "Something is different now, so nothing was changed. See what changes now.")
            return self.seeing(other.plan)
        except NotDone as refusal:
            messages.error(request, str(refusal))
            return self.seeing(self.plan())
        except DoneAlready:
            number = len(ids)
        return self.done(f"Done at {number} store{'s' * (number > 1)}: {self.change.label.lower()}.", step)


class ManyStepView(ManyView):
    """What one step did, and undoing it at every store."""

    page_title = "Undo for all"
    header_icon = "undo"
    template_name = "stores/many/step.html"

    @cached_property
    def step(self) -> Step:
        """404 for a step that the person may not undo."""
        step = step_with(self.kwargs["step"])
        if step is None or not step.may_be_undone_by(self.request.user, self.reach):
            raise Http404
        return step

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        stores = list(with_all_that_is_planned(StorePage.objects.filter(pk__in=self.step.store_ids)))
        lines = lines_of(self.step, stores, actor_of(request))
        return self.shown(
            step=self.step,
            lines=lines,
            problems=[line for line in lines if line.problem],
            seen=mark_of_lines(lines),
            new_step=uuid4(),
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            new_step = UUID(request.POST.get("step", ""))
        except ValueError as error:
            raise Http404 from error
        try:
            number = undo_all(
                by=actor_of(request),
                as_network=self.reach.is_network,
                step=self.step,
                seen=request.POST.get("seen", ""),
                new_step=new_step,
            )
        except NotDone as refusal:
            messages.error(request, str(refusal))
            return redirect("stores_many_step", self.step.id)
        except DoneAlready:
            number = len(self.step.store_ids)
        return self.done(f"Undone at {number} store{'s' * (number > 1)}.", new_step)


def many_urls() -> list[Any]:
    """Below `/admin/`."""
    start = "stores/many/"
    return [
        path(start, ManyHomeView.as_view(), name="stores_many"),
        path(f"{start}steps/<uuid:step>/", ManyStepView.as_view(), name="stores_many_step"),
        path(f"{start}<slug:change>/", ManyChangeView.as_view(), name="stores_many_change"),
    ]
