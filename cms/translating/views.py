"""A page's language and its translations in the admin."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from cms.translating.translating import (
    TRANSLATED,
    join,
    missing_languages,
    part,
    set_language,
    start_translation,
    translations_of,
)
from cms.users.models import User
from stores.access.shells import NewsroomMixin
from stores.access.who import is_newsroom
from stores.ids import id_in
from stores.languages import language_names, name_of_language


def may_translate(user: Any, page: Page) -> bool:
    """Whoever of the newsroom may publish it: a language is live at once."""
    return is_newsroom(user) and bool(page.permissions_for_user(user).can_publish())


class LanguageForm(forms.Form):
    """The language of the text, and the page that it is a translation of."""

    language = forms.ChoiceField(label="Language of the text")
    original = forms.ModelChoiceField(
        Page.objects.none(), label="Translation of", required=False, help_text="Empty: of nothing."
    )

    def __init__(self, *args: Any, page: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language, original = cast(Any, self.fields["language"]), cast(Any, self.fields["original"])
        language.choices = list(language_names().items())
        original.queryset = type(page).objects.all()
        original.widget = AdminPageChooser(target_models=[type(page)])


class TranslationsView(NewsroomMixin, FormView):
    """What says the same in other languages; begins a translation, joins two pages, and takes them apart."""

    page_title = "Language and translations"
    header_icon = "globe"
    template_name = "cms/translating/translations.html"
    form_class = LanguageForm

    @cached_property
    def page(self) -> Any:
        for model in TRANSLATED:
            page = model.objects.filter(pk=self.kwargs["page_id"]).first()
            if page is not None and may_translate(self.request.user, page):
                return page
        raise Http404

    @cached_property
    def others(self) -> list[Any]:
        return list(translations_of(self.page))

    def get_page_subtitle(self) -> str:
        title: str = self.page.title
        return title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = {"url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]), "label": self.page.title}
        return [*self.breadcrumbs_items, edit, {"url": "", "label": self.page_title}]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "page": self.page}

    def get_initial(self) -> dict[str, Any]:
        return {"language": self.page.language, "original": self.others[0].pk if self.others else None}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            page=self.page,
            language=name_of_language(self.page.language),
            others=self.others,
            missing=missing_languages(self.page),
            **kwargs,
        )

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        sent = self.request.POST
        if "begin" in sent:
            return self._begin(sent["begin"])
        # Wagtail's chooser raises where it is to show again what is no id.
        if sent.get("original") and id_in(sent["original"]) is None:
            raise Http404
        return super().post(*args, **kwargs)

    def _begin(self, language: str) -> HttpResponse:
        try:
            made = start_translation(page=self.page, language=language, by=cast(User, self.request.user))
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
            return redirect("cms_translations", self.page.pk)
        messages.success(
            self.request, f"A draft of '{self.page.title}', to be written in {name_of_language(language)}."
        )
        return redirect("wagtailadmin_pages:edit", made.pk)

    def form_valid(self, form: LanguageForm) -> HttpResponse:
        by, original = cast(User, self.request.user), form.cleaned_data["original"]
        try:
            set_language(page=self.page, language=form.cleaned_data["language"], by=by)
            if original is None:
                part(page=self.page, by=by)
            else:
                join(page=self.page, original=original, by=by)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, f"The language of '{self.page.title}' is saved. Readers see it at once.")
        return redirect("cms_translations", self.page.pk)


def translating_urls() -> list[Any]:
    """The screen, below `/admin/`."""
    return [path("pages/<int:page_id>/translations/", TranslationsView.as_view(), name="cms_translations")]
