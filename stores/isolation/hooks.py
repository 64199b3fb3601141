"""Narrows Wagtail's admin for people who are confined to their stores: nothing on the screen leads to a refusal.

These hooks are for the eyes; what may be opened is said in `stores.isolation.verdicts`.
"""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from rest_framework.authentication import SessionAuthentication
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem, PublishMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.components import Component
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.models import Page
from wagtail.permissions import policy_registry

from stores.access.confinement import confinement_of
from stores.desk.chosen import chosen_store, remember_store
from stores.desk.home import LAST, home_of, sections_of
from stores.isolation import form_patches, wagtail_patches
from stores.isolation.references import usable_now
from stores.tree import paths_above

MENU = frozenset({"images", "documents"})
MENU_STORES = 5
HOME = "store_home"
PUBLISH = "action-publish"
BULK_RIGHTS = {"publish": "can_publish", "unpublish": "can_unpublish", "delete": "can_delete", "move": "can_move"}


@hooks.register("construct_main_menu", order=LAST)
def narrow_menu(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """One entry per own store, images and documents; of many stores only that at which the person is."""
    confinement = confinement_of(request.user)
    if not confinement.is_confined:
        return
    chosen = chosen_store(request)
    shown = confinement.stores if len(confinement.stores) <= MENU_STORES else [chosen] if chosen else []
    stores = [
        MenuItem(
            store.title,
            reverse("wagtailadmin_explore", args=[store.pk]),
            name=f"store-{store.pk}",
            icon_name="home",
            order=100 + place,
        )
        for place, store in enumerate(shown)
    ]
    menu_items[:] = [*stores, *(item for item in menu_items if item.name in MENU)] if stores else []


@hooks.register("construct_help_menu", order=LAST)
def narrow_help(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Wagtail's own news and guides say nothing of a store's screens."""
    if confinement_of(request.user).is_confined:
        menu_items.clear()


@hooks.register("construct_homepage_panels", order=LAST)
def narrow_homepage(request: HttpRequest, panels: list[Component]) -> None:
    """The home of the store at which the person is."""
    if not confinement_of(request.user).is_confined:
        return
    home = home_of(request)
    # For the template of the whole page: other packages' panels may stand before the home's.
    setattr(request, HOME, home)
    panels[:] = sections_of(home) if home else [NoStorePanel()]


class NoStorePanel(Component):
    """For who may log in, but is at no store (any more)."""

    name = "no_store"
    order = 10
    template_name = "stores/isolation/no_store.html"


@hooks.register("construct_homepage_summary_items", order=LAST)
def narrow_summary(request: HttpRequest, items: list[SummaryItem]) -> None:
    """Counts of the whole network."""
    if confinement_of(request.user).is_confined:
        items.clear()


@hooks.register("construct_explorer_page_queryset", order=LAST)
def narrow_explorer(parent_page: Page, pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Own pages, and the folders above them."""
    confinement = confinement_of(request.user)
    if not confinement.is_confined:
        return pages
    steps = {step for store in confinement.stores for step in paths_above(store.path)}
    own = confinement.pages(Page.objects.all()).values("pk")
    return pages.filter(Q(pk__in=own) | Q(path__in=steps))


@hooks.register("construct_page_chooser_queryset", order=LAST)
def narrow_page_chooser(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Own pages; the chooser's start lists the own stores instead of the network's tree."""
    confinement = confinement_of(request.user)
    if not confinement.is_confined:
        return pages
    match = request.resolver_match
    if match is not None and match.view_name == "wagtailadmin_choose_page":
        return Page.objects.filter(pk__in=[store.pk for store in confinement.stores]).order_by("title").specific()
    return confinement.pages(pages)


@hooks.register("before_bulk_action", order=LAST)
def check_bulk_action(
    request: HttpRequest, action_type: str, objects: list[Any], bulk_action: Any
) -> HttpResponse | None:
    """Wagtail asks a plain page; only the specific one knows that it is the store's fixed furniture."""
    if not confinement_of(request.user).is_confined or not objects or not isinstance(objects[0], Page):
        return None
    right = BULK_RIGHTS.get(action_type)
    for page in objects:
        tester = page.specific.permissions_for_user(request.user)
        if right is None or not getattr(tester, right)():
            messages.error(request, f"You may not {action_type} '{page.title}'. Nothing was changed.")
            return redirect(bulk_action.next_url)
    return None


REVERT = "wagtailadmin_pages:revisions_revert"


@hooks.register("before_edit_page")
def say_what_is_left_out(request: HttpRequest, page: Page) -> None:
    """An earlier version may refer to what is not the store's, or not there any more: its form comes without that."""
    usable, match = usable_now.get(), request.resolver_match
    if usable is None or match is None or match.view_name != REVERT or request.method != "GET":
        return
    revision = page.revisions.filter(pk=match.kwargs["revision_id"]).first()
    if revision is None:
        return
    usable.keep_standing(page)
    version: Any = revision.as_object()
    form = version.get_edit_handler().get_form_class()
    shown = {**form.base_fields, **getattr(form, "formsets", {})}
    names = [name for name in usable.left_out_of(version) if name in shown]
    if names:
        labels = ", ".join(
            str(getattr(shown[name], "label", "") or name.replace("_", " ").capitalize()) for name in names
        )
        messages.warning(request, LEFT_OUT.format(labels=labels))


LEFT_OUT = (
    "This version has links, pictures or files that are not there any more, or not this store's. They are left out "
    "here, so look before you publish: {labels}."
)


@hooks.register("after_edit_page", order=LAST)
@hooks.register("after_create_page", order=LAST)
def back_home(request: HttpRequest, page: Page) -> HttpResponse | None:
    """After a publish one is at the home of the store, which says what changed; a draft of the store leads there, too.

    Wagtail goes on to the folder above, which of a store the person may not see.
    """
    confinement = confinement_of(request.user)
    if not confinement.is_confined or not request.accepts("text/html"):
        return None
    if PUBLISH not in request.POST and not confinement.has_store(page.pk):
        return None
    store = next((store for store in confinement.stores if page.path.startswith(store.path)), None)
    if store is not None:
        remember_store(request, store.pk)
    return redirect("wagtailadmin_home")


@hooks.register("construct_page_action_menu", order=LAST)
def publish_first(menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Who works alone has nobody to save a draft for: the first button of an owner's form is Publish."""
    if confinement_of(request.user).is_confined:
        menu_items.sort(key=lambda item: not isinstance(item, PublishMenuItem))


RIGHTS = ("add", "change", "delete", "choose")


class PermittedMixin:
    """Narrows a stock endpoint's queryset by the model's permission policy."""

    authentication_classes = [SessionAuthentication]

    def get_queryset(self) -> QuerySet[Any]:
        media: QuerySet[Any] = super().get_queryset()  # type: ignore[misc]
        policy = policy_registry.get_by_type(media.model)
        permitted = policy.instances_user_has_any_permission_for(self.request.user, RIGHTS)  # type: ignore[attr-defined]
        return media.filter(pk__in=permitted.values("pk"))


class PermittedImages(PermittedMixin, ImagesAdminAPIViewSet):
    """Images that the person may use."""


class PermittedDocuments(PermittedMixin, DocumentsAdminAPIViewSet):
    """Documents that the person may use."""


@hooks.register("construct_admin_api", order=1000)
def register_permitted_media(router: WagtailAPIRouter) -> None:
    """Under Wagtail's own names, after Wagtail's own."""
    router.register_endpoint("images", PermittedImages)
    router.register_endpoint("documents", PermittedDocuments)


wagtail_patches.replace()
form_patches.ask_of_references()
