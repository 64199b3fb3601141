"""The shell of a store's small screens, and going from one of one's stores to another."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from stores.access.confinement import confinement_of
from stores.access.who import who_is
from stores.desk.chosen import choose_store, remember_store
from stores.desk.screens import screen_links, store_screens
from stores.store.models.store import StorePage

READS = frozenset({"GET", "HEAD", "OPTIONS"})


def is_of_store(user: Any, store_id: int) -> bool:
    """Whether the person is of the store, or a network admin. The newsroom is not."""
    who = who_is(user)
    return who.is_network_admin or who.is_of(store_id)


def show_whole(form: Any) -> None:
    """Browsers cut what is pasted at `maxlength` without a word: the form is to refuse it instead, and keep it."""
    for field in getattr(form, "fields", {}).values():
        field.widget.attrs.pop("maxlength", None)


class StoreView(WagtailAdminTemplateMixin, View):
    """A view of the store named in the URL, for its people and network admins. Only owners send anything."""

    @cached_property
    def store(self) -> StorePage:
        pk = self.kwargs["store_id"]
        may = is_of_store(self.request.user, pk)
        store = StorePage.objects.with_profile().filter(pk=pk).first() if may else None
        if store is None:
            raise Http404
        return store

    @cached_property
    def may_change(self) -> bool:
        """What is live at once is the owner's; staff read it."""
        return bool(self.store.permissions_for_user(self.request.user).can_publish())

    @property
    def may_send(self) -> bool:
        """Who may send a form of this view: owners, unless what staff send waits for the owner."""
        return self.may_change

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in READS and not self.may_send:
            raise Http404
        # Whatever a view shows, it is of a store that the person may know of.
        remember_store(request, self.store.pk)
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_page_subtitle(self) -> str:
        return self.store.title

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        folder = {"url": reverse("wagtailadmin_explore", args=[self.store.pk]), "label": self.store.title}
        return [*self.breadcrumbs_items, folder, *self.crumbs()]

    def crumbs(self) -> list[dict[str, str]]:
        """What follows the store in the path to this view."""
        return [{"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        show_whole(context.get("form"))
        confinement = confinement_of(self.request.user)
        return {
            **context,
            "store": self.store,
            "may_change": self.may_change,
            "screens": self.screens,
            "screens_waiting": sum(screen["waiting"] for screen in self.screens),
            "screen": self.view_name,
            "others": confinement.others(self.store.pk),
            # Who is not confined has another home.
            "is_home": False if confinement.is_confined else None,
            "next": get_valid_next_url_from_request(self.request),
        }

    @cached_property
    def screens(self) -> list[dict[str, Any]]:
        """The ways to the store's other small views."""
        return screen_links(self.store, self.view_name)

    @property
    def view_name(self) -> str:
        match = self.request.resolver_match
        return match.view_name if match else ""

    def back(self, view: str) -> HttpResponse:
        """To where the person came from, if the form says so; else to the store's view of this name."""
        return redirect(get_valid_next_url_from_request(self.request) or reverse(view, args=[self.store.pk]))

    def say(self, text: str) -> None:
        """Tell the person that it is done, with a way to see it; of a store that nobody sees, that too."""
        if not self.store.live:
            messages.success(self.request, f"{text} The store is not on the site yet.")
            return
        button = messages.button(f"{self.store.root_url}/", "See the site", new_window=True)
        messages.success(self.request, text, buttons=[button])


class OwnerView(StoreView):
    """A view that staff do not even read: what it shows is a form."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.may_change:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class ChooseStoreView(View):
    """Remembers the store, and goes to its home, or to the small view that `screen` names."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        pk = self.kwargs["store_id"]
        if not confinement_of(request.user).has_store(pk):
            raise Http404
        choose_store(request, pk)
        screen = request.POST.get("screen", "")
        if any(each.view == screen for each in store_screens()):
            return redirect(screen, pk)
        return redirect("wagtailadmin_home")


def choose_urls() -> list[Any]:
    """The address where a person chooses the store to work at, below `/admin/`."""
    return [path("stores/<int:store_id>/choose/", ChooseStoreView.as_view(), name="stores_choose")]
