"""Putting up a logo: a picture is sent, looked at as header, icon and share picture, cut, and then shown."""

from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.images.models import SourceImageIOError

from stores.desk.screens import StoreScreen
from stores.editing.look_forms import LogoForm, LogoUploadForm
from stores.editing.look_views import TITLE, LookShownView, LookView, ReadColorView, made_of, picture_of, shown_url
from stores.editing.own_words_views import OwnWordsView
from stores.editing.saving import StoreChange
from stores.editing.views import EditingView
from stores.ids import id_in

BROKEN = "This picture can’t be shown as a logo. Choose another one."


class UploadLogoView(EditingView, FormView):
    """A picture for the logo is sent here, or the logo is taken away."""

    page_title = "Logo"
    header_icon = "image"
    template_name = "stores/editing/logo_upload.html"
    form_class = LogoUploadForm

    def crumbs(self) -> list[dict[str, str]]:
        return [{"url": reverse("stores_look", args=[self.store.pk]), "label": TITLE}, *super().crumbs()]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "store": self.store, "user": self.request.user}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "remove" not in request.POST:
            answer: HttpResponse = super().post(request, *args, **kwargs)
            return answer
        if not self.is_locked(request):
            has_logo = self.version.logo_id is not None
            self.tell(self.save(StoreChange(fields={"logo": None, "logo_alt": ""})) if has_logo else [])
        return redirect("stores_look", self.store.pk)

    def form_valid(self, form: LogoUploadForm) -> HttpResponse:
        picture = form.upload.save()
        if "is_broken" in made_of(picture):
            form.add_error("file", BROKEN)
            picture.delete()
            return self.form_invalid(form)
        return redirect("stores_logo", self.store.pk, picture.pk)


class LogoView(OwnWordsView):
    """A picture as it would stand on the site, before it does; a part of it can be cut out."""

    page_title = "Logo"
    header_icon = "image"
    template_name = "stores/editing/logo.html"
    form_class = LogoForm

    def crumbs(self) -> list[dict[str, str]]:
        return [{"url": reverse("stores_look", args=[self.store.pk]), "label": TITLE}, *super().crumbs()]

    @cached_property
    def picture(self) -> Any:
        return picture_of(self.store, self.version, self.kwargs["image_id"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "picture": self.picture}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().dispatch(request, *args, **kwargs)
        except SourceImageIOError:
            messages.error(request, BROKEN)
            return redirect("stores_look", self.kwargs["store_id"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        whole = id_in(self.request.GET.get("whole", ""))
        return super().get_context_data(
            picture=self.picture,
            header_url=shown_url(self.store, self.version, logo=self.picture.pk, part="header"),
            whole_url=reverse("stores_logo", args=[self.store.pk, whole]) if whole is not None else "",
            is_logo=self.picture.pk == self.version.logo_id,
            **made_of(self.picture),
            **kwargs,
        )

    def form_valid(self, form: Any) -> HttpResponse:
        if not any(form.sides):
            return super().form_valid(form)
        try:
            part = form.cut()
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        url = reverse("stores_logo", args=[self.store.pk, part.pk])
        messages.info(self.request, "Cut. See below how it will look; nothing is on your site yet.")
        return redirect(f"{url}?whole={self.picture.pk}")


def look_screen() -> StoreScreen:
    """The store's screen of its look."""
    return StoreScreen("stores_look", TITLE, "view", 38)


def look_urls() -> list[Any]:
    """Below `/admin/`."""
    start = "stores/<int:store_id>/look/"
    return [
        path(start, LookView.as_view(), name="stores_look"),
        path(f"{start}shown/", LookShownView.as_view(), name="stores_look_shown"),
        path(f"{start}color/", ReadColorView.as_view(), name="stores_read_color"),
        path(f"{start}logo/", UploadLogoView.as_view(), name="stores_upload_logo"),
        path(f"{start}logo/<int:image_id>/", LogoView.as_view(), name="stores_logo"),
    ]
