"""The screen of how a store's site looks: theme, color, and the logo that is there."""

from typing import Any, cast
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from wagtail.images import get_image_model
from wagtail.images.models import SourceImageIOError
from wagtail.utils.decorators import xframe_options_sameorigin_override

from stores.choices import Theme
from stores.editing.look_forms import LogoUploadForm, LookForm
from stores.editing.own_words_views import OwnWordsView
from stores.editing.views import EditingView
from stores.store.look import nearest_readable, read_color, validate_readable_on_white
from stores.store.models.store import StorePage

TITLE = "Look"


def picture_of(store: StorePage, version: StorePage, pk: Any) -> Any:
    """A picture of the store's own collection, or its logo, wherever that is from. Http404 for any other."""
    own = get_image_model().objects.filter(pk=pk)
    if pk != version.logo_id:
        own = own.filter(collection__path__startswith=store.registration.collection.path)
    picture = own.first()
    if picture is None:
        raise Http404
    return picture


def shown_url(store: StorePage, version: StorePage, **other: Any) -> str:
    """Where the site is shown as this version, or with another theme, color or logo."""
    look = {"theme": version.theme, "accent": version.accent, "logo": version.logo_id or "", "part": "site", **other}
    return f"{reverse('stores_look_shown', args=[store.pk])}?{urlencode(look)}"


def made_of(logo: Any) -> dict[str, Any]:
    """The pictures that browsers and social networks get of a logo; none of one that can't be made."""
    try:
        icon, card = logo.made_as_logo()
    except SourceImageIOError:
        return {"is_broken": True}
    return {"icon": icon, "card": card}


class LookView(OwnWordsView):
    """Theme and color, each theme as the site would be with it; the logo with what is made of it."""

    page_title = TITLE
    header_icon = "view"
    template_name = "stores/editing/look.html"
    form_class = LookForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = cast(LookForm, context["form"])
        chosen, color = form["theme"].value(), nearest_readable(form.shown_color)
        themes = [
            {
                "value": theme.value,
                "label": theme.label,
                "is_chosen": theme.value == chosen,
                "url": shown_url(self.store, self.version, theme=theme.value, accent=color),
            }
            for theme in Theme
        ]
        logo = self.version.logo
        return {
            **context,
            "themes": themes,
            "upload": LogoUploadForm(store=self.store, user=self.request.user),
            "logo": logo,
            "header_url": shown_url(self.store, self.version, part="header"),
            **(made_of(logo) if logo else {}),
        }


@method_decorator(xframe_options_sameorigin_override, name="dispatch")
class LookShownView(EditingView):
    """The store's own home page as the storefront makes it, with another theme, color or logo. Writes nothing."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        draft = self.version
        theme, logo = request.GET.get("theme", draft.theme), request.GET.get("logo", "")
        try:
            color = read_color(request.GET.get("accent", draft.accent)[:40])
        except ValidationError:
            color = draft.accent
        draft.theme = theme if theme in Theme.values else draft.theme
        draft.accent = nearest_readable(color)
        draft.logo = picture_of(self.store, self.version, int(logo)) if logo.isdecimal() and len(logo) < 10 else None
        part = "header" if request.GET.get("part") == "header" else "site"
        return draft.make_preview_request(request, extra_request_attrs={"part": part})


class ReadColorView(EditingView):
    """What a text reads as, and the nearest color that can be read: JSON for the script. Writes nothing."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = {"color": "", "text": "", "nearest": ""}
        try:
            answer["color"] = color = read_color(request.GET.get("color", "")[:40])
            answer["nearest"] = nearest_readable(color)
            validate_readable_on_white(color)
        except ValidationError as error:
            answer["text"] = error.messages[0]
        return JsonResponse(answer)
