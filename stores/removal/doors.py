"""The doors of Wagtail's admin by which something is taken away: which view takes what, and in which way."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page, PageViewRestriction, Site
from wagtail.permissions import policy_registry

from stores.access.confinement import confinement_of
from stores.access.references import model_named
from stores.ids import id_in
from stores.removal.losses import Removal, Way
from stores.tree import at_or_below

SNIPPETS = "wagtailsnippets_"
PRIVACY = frozenset({"wagtailadmin_pages:set_privacy", "wagtailadmin_collections:set_privacy"})
TESTS = {Way.RESTRICT: "can_set_view_restrictions"}
"""What the page's own rights are called, where it is not `can_` and the way."""
BULK = "wagtail_bulk_action"
PUBLIC = PageViewRestriction.NONE


def _page_in(name: str) -> Callable[[dict[str, Any]], Sequence[Any]]:
    return lambda kwargs: [page.specific for page in Page.objects.filter(pk=kwargs[name])]


def _row_in(model: Callable[[], Any], *names: str) -> Callable[[dict[str, Any]], Sequence[Any]]:
    def find(kwargs: dict[str, Any]) -> Sequence[Any]:
        pk = next(kwargs[name] for name in names if name in kwargs)
        return list(model()._default_manager.filter(pk=pk))

    return find


SINGLE: dict[str, tuple[Way, Callable[[dict[str, Any]], Sequence[Any]]]] = {
    "wagtailadmin_pages:delete": (Way.DELETE, _page_in("page_id")),
    "wagtailadmin_pages:unpublish": (Way.UNPUBLISH, _page_in("page_id")),
    "wagtailadmin_pages:move_confirm": (Way.MOVE, _page_in("page_to_move_id")),
    "wagtailadmin_pages:set_privacy": (Way.RESTRICT, _page_in("page_id")),
    "wagtailadmin_collections:set_privacy": (Way.RESTRICT, _row_in(lambda: Collection, "collection_id")),
    "wagtailusers_users:delete": (Way.DELETE, _row_in(get_user_model, "pk")),
    "wagtailimages:delete": (Way.DELETE, _row_in(get_image_model, "image_id")),
    "wagtailimages:delete_multiple": (Way.DELETE, _row_in(get_image_model, "image_id")),
    "wagtaildocs:delete": (Way.DELETE, _row_in(get_document_model, "document_id")),
    "wagtaildocs:delete_multiple": (Way.DELETE, _row_in(get_document_model, "doc_id", "document_id")),
    "wagtailsites:delete": (Way.DELETE, _row_in(lambda: Site, "pk")),
    "wagtailadmin_collections:delete": (Way.DELETE, _row_in(lambda: Collection, "pk")),
    "wagtailusers_groups:delete": (Way.DELETE, _row_in(lambda: Group, "pk")),
}
"""View of one thing -> how it is taken away, and how the thing is found from the arguments of the URL."""


def screen_of(file: Any) -> str:
    """Where a picture or document is deleted by a person, who is asked there."""
    name = "wagtailimages:delete" if isinstance(file, get_image_model()) else "wagtaildocs:delete"
    return reverse(name, args=[file.pk])


def is_door(view_name: str) -> bool:
    """Whether the view takes something away; asked of every request, so before anything of it is read."""
    is_snippet = view_name.startswith(SNIPPETS) and view_name.endswith(":delete")
    return is_snippet or view_name == BULK or view_name in SINGLE


def removal_at(request: HttpRequest, view_name: str, kwargs: dict[str, Any]) -> Removal | None:
    """What the request is about to take away by a door; None for nothing, and for who may not anyway."""
    if view_name == BULK:
        return _bulk_removal(request, kwargs)
    if view_name in PRIVACY and request.POST.get("restriction_type", PUBLIC) == PUBLIC:
        return None
    if view_name in SINGLE:
        way, find = SINGLE[view_name]
        objects = find(kwargs)
    else:
        app_label, _underscore, model = view_name.removeprefix(SNIPPETS).partition(":")[0].partition("_")
        kind = model_named(app_label, model)
        way, objects = Way.DELETE, list(kind._default_manager.filter(pk=kwargs["pk"])) if kind else []
    if not objects or not all(_may(request.user, way, thing) for thing in objects):
        return None
    destination = Page.objects.filter(pk=kwargs.get("destination_id")).first() if way == Way.MOVE else None
    if way == Way.MOVE and destination is None:
        return None
    return _removal(request, way, objects, destination)


def _removal(request: HttpRequest, way: Way, objects: Sequence[Any], destination: Any) -> Removal:
    along = _below(request, way, [thing for thing in objects if isinstance(thing, Page)])
    return Removal(way, objects, timezone.now(), destination, confinement_of(request.user), along)


def _below(request: HttpRequest, way: Way, pages: Sequence[Page]) -> Sequence[Any]:
    """What stands below the pages and goes along: whatever is deleted or moved, and what is unpublished on request."""
    if not pages or (way == Way.UNPUBLISH and not request.POST.get("include_descendants")):
        return ()
    below = Page.objects.filter(at_or_below([page.path for page in pages])).exclude(pk__in=[page.pk for page in pages])
    return list((below.live() if way in {Way.UNPUBLISH, Way.RESTRICT} else below).specific())


def _may(user: Any, way: Way, thing: Any) -> bool:
    """Whether the view itself would go on: its own refusal goes before ours."""
    if isinstance(thing, Page):
        tester = thing.permissions_for_user(user)
        return bool(getattr(tester, TESTS.get(way, f"can_{way}"))())
    policy = policy_registry.get_by_type(type(thing))
    right = "change" if way == Way.RESTRICT else "delete"
    return bool(policy.user_has_permission_for_instance(user, right, thing))


def _bulk_removal(request: HttpRequest, kwargs: dict[str, Any]) -> Removal | None:
    """What was ticked in a list and may be taken away."""
    names = (kwargs["app_label"], kwargs["model_name"], kwargs["action"])
    if kwargs["action"] not in set(Way):
        return None
    action_class = bulk_action_registry.get_bulk_action_class(*names)
    model = model_named(*names[:2])
    if action_class is None or model is None or model not in action_class.models:
        return None
    action = action_class(request, model)
    objects = [_specific(thing) for thing in action.get_actionable_objects()[0]]
    destination = None
    if kwargs["action"] == Way.MOVE:
        chosen = request.POST.get("chooser", "")
        destination = Page.objects.filter(pk=id_in(chosen)).first()
        if destination is None:
            return None
    if not objects:
        return None
    return _removal(request, Way(kwargs["action"]), objects, destination)


def _specific(thing: Any) -> Any:
    return thing.specific if isinstance(thing, Page) else thing
