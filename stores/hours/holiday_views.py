"""The network's holidays in the admin, and the federal dates of a year to choose from."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from stores.access.who import actor_of
from stores.audience.panel import audience_panel
from stores.hours.federal_holidays import proposals, take_proposals
from stores.hours.forms import HolidayClosureForm
from stores.hours.models import HolidayClosure
from stores.hours.slot_forms import MeantPanel
from stores.removal.losses import counted

ADD_HOLIDAY = "stores.add_holidayclosure"
YEARS_AHEAD = 3


class ProposalsForm(forms.Form):
    """Which of the year's federal holidays the network takes."""

    taken = forms.MultipleChoiceField(
        label="Closed at every store on",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one."},
    )


class ProposeHolidaysView(WagtailAdminTemplateMixin, FormView):
    """The federal holidays of `?year=` that are still to come; without it, of the first year that has one."""

    page_title = "Federal holidays"
    header_icon = "date"
    template_name = "stores/hours/propose_holidays.html"
    form_class = ProposalsForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(ADD_HOLIDAY):
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        holidays = {"url": reverse("wagtailsnippets_stores_holidayclosure:list"), "label": "Holidays"}
        return [*self.breadcrumbs_items, holidays, {"url": "", "label": self.get_page_title()}]

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    @cached_property
    def years(self) -> list[int]:
        first = self.today.year if proposals(self.today.year, self.today) else self.today.year + 1
        return list(range(first, first + YEARS_AHEAD))

    @cached_property
    def year(self) -> int:
        asked = self.request.GET.get("year", "")
        return next((year for year in self.years if str(year) == asked), self.years[0])

    @cached_property
    def proposals(self) -> list[Any]:
        return proposals(self.year, self.today)

    def get_form(self, form_class: Any = None) -> ProposalsForm:
        form: ProposalsForm = super().get_form(form_class)
        open_ones = [each for each in self.proposals if not each.is_there]
        form.fields["taken"].choices = [(each.key, f"{each.label}, {_long_day(each.on)}") for each in open_ones]  # type: ignore[attr-defined]
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        there = [each for each in self.proposals if each.is_there]
        return super().get_context_data(
            year=self.year, years=self.years, there=there, has_open=len(there) < len(self.proposals), **kwargs
        )

    def form_valid(self, form: ProposalsForm) -> HttpResponse:
        chosen = set(form.cleaned_data["taken"])
        taken = [each for each in self.proposals if each.key in chosen]
        try:
            made = take_proposals(by=actor_of(self.request), taken=taken)
        except ValidationError as error:
            form.add_error("taken", error)
            return self.form_invalid(form)
        text = f"Added: {counted(len(made), 'holiday')}. Stores are closed then, unless they have hours of their own."
        messages.success(self.request, text)
        return redirect("wagtailsnippets_stores_holidayclosure:list")


def _long_day(day: date) -> str:
    return f"{day:%A}, {day:%B} {day.day}"


class HolidaysIndexView(IndexView):
    """The network's holidays, with a way to the proposals."""

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        buttons: list[HeaderButton] = list(super().header_buttons)
        if self.request.user.has_perm(ADD_HOLIDAY):
            buttons.append(HeaderButton("Federal holidays", url=reverse("stores_propose_holidays"), icon_name="date"))
        return buttons


def holiday_urls() -> list[Any]:
    """The screen of the federal holidays, below `/admin/`."""
    return [path("holidays/federal/", ProposeHolidaysView.as_view(), name="stores_propose_holidays")]


class HolidayClosureViewSet(SnippetViewSet):
    """The admin's screens of the network's holidays."""

    model = HolidayClosure
    icon = "date"
    menu_label = "Holidays"
    index_view_class = HolidaysIndexView
    add_to_admin_menu = True
    menu_order = 244
    list_display = ["label", "starts_on", "ends_on", "counter", "audience"]
    search_fields = ["label"]
    edit_handler = ObjectList(
        [
            FieldPanel("label"),
            FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on"), FieldPanel("has_no_end")]),
            FieldPanel("counter"),
            FieldPanel("slots"),
            FieldPanel("closes_by"),
            MeantPanel("is_meant"),
            audience_panel("stores.change_holidayclosure"),
        ],
        base_form_class=HolidayClosureForm,
    )
