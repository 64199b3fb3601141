"""The network's promo lines in the admin: hidden and shown again by a store, written by the newsroom."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet

from stores.access.who import actor_of
from stores.audience.panel import AudienceForm, audience_panel
from stores.banners.hiding import has_languages_beside
from stores.banners.languages import SpokenLineForm, set_line_language
from stores.banners.linked import LONGEST
from stores.banners.models import NetworkBanner
from stores.banners.network import hide_banner, network_banners_at, show_banner
from stores.desk.views import OwnerView
from stores.tokens.fields import TokenInput


class HideBannerView(OwnerView):
    """Hides one banner of the network at this store."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        banner = get_object_or_404(NetworkBanner.objects.for_store(self.store), pk=self.kwargs["banner_id"])
        try:
            hide_banner(by=actor_of(request), store=self.store, banner=banner)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            everywhere = ", in each language" if has_languages_beside(banner) else ""
            self.say(f"Hidden here at once{everywhere}. You can show it again at any time.")
        return self.back("stores_lines")


class ShowBannerView(OwnerView):
    """Shows a hidden banner of the network at this store again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        banner = get_object_or_404(NetworkBanner.objects.for_store(self.store), pk=self.kwargs["banner_id"])
        try:
            show_banner(by=actor_of(request), store=self.store, banner=banner)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return self.back("stores_lines")
        at_store = next(each for each in network_banners_at(self.store, timezone.now()) if each.banner == banner)
        is_back = "It is back on your site."
        self.say(is_back if at_store.is_shown else f"No longer hidden. Patients do not read it now: {at_store.state}.")
        return self.back("stores_lines")


def banner_urls() -> list[Any]:
    """What a store does with a banner of the network, below `/admin/`."""
    start = "stores/<int:store_id>/network-lines/"
    return [
        path(f"{start}<int:banner_id>/hide/", HideBannerView.as_view(), name="stores_hide_banner"),
        path(f"{start}<int:banner_id>/show/", ShowBannerView.as_view(), name="stores_show_banner"),
    ]


class NetworkBannerForm(SpokenLineForm, AudienceForm):
    """A line of the network with its language, beside the network's others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_for_language(self.instance, NetworkBanner.objects.all())

    def save(self, commit: bool = True) -> NetworkBanner:
        """Lines that are made one text with it are saved along with it; a preview saves none."""
        changed = self.joined(self.instance)
        for other in changed if commit else ():
            other.save(update_fields=["translation_key"])
        if "language" in self.cleaned_data:
            set_line_language(self.instance, self.cleaned_data["language"])
        saved: NetworkBanner = super().save(commit)
        return saved


class NetworkBannerViewSet(SnippetViewSet):
    """The admin's screens of the network's banners."""

    model = NetworkBanner
    icon = "comment"
    menu_label = "Network promo lines"
    add_to_admin_menu = True
    menu_order = 242
    list_display = ["text", "audience", "store_may", "show_from", "show_until"]
    search_fields = ["text"]
    edit_handler = ObjectList(
        [
            FieldPanel("text", help_text=f"At most {LONGEST} characters.", widget=TokenInput(is_store_only=True)),
            FieldRowPanel([FieldPanel("style"), FieldPanel("sort_order"), FieldPanel("store_may")]),
            FieldPanel("language"),
            FieldPanel("translates"),
            MultiFieldPanel(
                [FieldPanel("link_label"), FieldPanel("link_url"), FieldPanel("link_phone"), FieldPanel("link_path")],
                heading="Link",
            ),
            FieldRowPanel([FieldPanel("show_from"), FieldPanel("show_until"), FieldPanel("has_no_end")]),
            audience_panel("stores.change_networkbanner"),
        ],
        base_form_class=NetworkBannerForm,
    )
