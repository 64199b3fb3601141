"""Screens of what a store says of itself: about us, services and payment, tasks."""

from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.generic import FormView

from stores.desk.screens import StoreScreen
from stores.editing.own_words_forms import AboutForm, OwnWordsForm, ServicesForm, TasksForm
from stores.editing.saving import StoreChange
from stores.editing.views import EditingView

SCREENS = (
    ("stores_about", "About us", "home", "about", 32),
    ("stores_services", "Services and payment", "pick", "services", 34),
    ("stores_tasks", "Tasks", "tasks", "tasks", 36),
)
"""View, title, icon, end of the address, order."""


class OwnWordsView(EditingView, FormView):
    """Some fields of the store's page in a small form."""

    form_class: type[OwnWordsForm] = OwnWordsForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "version": self.version, "user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = cast(OwnWordsForm, context["form"])
        is_drafted = (
            self.may_change and self.draft is not None and form.mark_of(self.draft) != form.mark_of(self.store)
        )
        return {**context, "is_drafted": is_drafted}

    def form_valid(self, form: OwnWordsForm) -> HttpResponse:
        if self.is_locked(self.request):
            return self.form_invalid(form)
        try:
            with transaction.atomic():
                values = {**form.values(), **self.saved_files(form)}
                changed = {name: value for name, value in values.items() if getattr(self.version, name) != value}
                words = self.save(StoreChange(fields=changed)) if changed else []
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        self.tell(words)
        return self.home()

    def saved_files(self, form: Any) -> dict[str, Any]:
        """What the form sends as files, once everything else is right."""
        return {}


class AboutView(OwnWordsView):
    """Welcome text, photo of the shop, pharmacist in charge."""

    page_title = SCREENS[0][1]
    header_icon = SCREENS[0][2]
    template_name = "stores/editing/about.html"
    form_class = AboutForm

    def saved_files(self, form: AboutForm) -> dict[str, Any]:
        return form.save_photos()


class ServicesView(OwnWordsView):
    """Services, insurance and payment, parking and the way in."""

    page_title = SCREENS[1][1]
    header_icon = SCREENS[1][2]
    template_name = "stores/editing/services.html"
    form_class = ServicesForm


class TasksView(OwnWordsView):
    """What patients come to do."""

    page_title = SCREENS[2][1]
    header_icon = SCREENS[2][2]
    template_name = "stores/editing/tasks.html"
    form_class = TasksForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if move := request.POST.get("move"):
            return self.render_to_response(self.get_context_data(form=self.moved_form(move)))
        return super().post(request, *args, **kwargs)

    def moved_form(self, move: str) -> TasksForm:
        """What was typed, with one task a step up or down."""
        kwargs = {name: value for name, value in self.get_form_kwargs().items() if name not in {"data", "files"}}
        form = TasksForm(**{**kwargs, "initial": self.request.POST.dict()})
        form.move(move)
        return form


def own_words_screens() -> list[StoreScreen]:
    """The store's screens of its own words."""
    return [StoreScreen(view, title, icon, order) for view, title, icon, _end, order in SCREENS]


def own_words_urls() -> list[Any]:
    """Below `/admin/`."""
    views = (AboutView, ServicesView, TasksView)
    return [
        path(f"stores/<int:store_id>/{end}/", view.as_view(), name=name)
        for (name, _title, _icon, end, _order), view in zip(SCREENS, views, strict=True)
    ]
