"""Asks before something is taken away that others hang on, whichever of the admin's doors it goes through."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.log_actions import log
from wagtail.models import Page

from stores.access.who import actor_of
from stores.removal.doors import is_door, removal_at, screen_of
from stores.removal.losses import ACTION, Losses, Removal, Way, losses_of, put_in_place

CONFIRMED, IN_PLACE, NOTHING = "takes_away", "in_place", "nothing"
OWN_FIELDS = {"csrfmiddlewaretoken", CONFIRMED, IN_PLACE}

View = Callable[..., HttpResponse]


class RemovalMiddleware:
    """Refuses, asks, or lets the view go on. Stands behind everything that says who may open what."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or not is_door(match.view_name or "") or not request.user.is_authenticated:
            return None
        removal = removal_at(request, match.view_name, kwargs)
        if removal is None:
            return None
        losses = losses_of(removal)
        if losses.refusal:
            return _refused(request, losses)
        if not losses.lines:
            return None
        if request.method != "POST" or request.POST.get(CONFIRMED) != losses.digest:
            return _asked(request, losses)
        return _done(request, losses, lambda: view(request, *args, **kwargs))


def _is_script(request: HttpRequest) -> bool:
    """Whether the answer is read by Wagtail's uploader, and not by a person."""
    return request.headers.get("X-Requested-With") == "XMLHttpRequest" and request.method == "POST"


def _refused(request: HttpRequest, losses: Losses) -> HttpResponse:
    if _is_script(request):
        return JsonResponse({"success": False, "error_message": losses.refusal}, status=400)
    messages.error(request, losses.refusal)
    thing = losses.removal.objects[0]
    if isinstance(thing, Page):
        return redirect("wagtailadmin_explore", thing.get_parent().pk)
    return redirect("wagtailadmin_home")


def _asked(request: HttpRequest, losses: Losses, error: str = "") -> HttpResponse:
    """The screen that says what goes along; it sends on what was sent already."""
    if _is_script(request) and losses.removal.way != Way.RESTRICT:
        (thing,) = losses.removal.objects
        said = {"success": False, "error_message": " ".join(losses.lines), "ask": screen_of(thing)}
        return JsonResponse(said, status=400)
    sent = [(name, value) for name, values in request.POST.lists() if name not in OWN_FIELDS for value in values]
    context = {
        "losses": losses,
        "names": [str(thing) for thing in losses.removal.objects],
        "verb": VERBS[losses.removal.way],
        "sent": sent,
        "choices": _choices(losses),
        "error": error,
        "back": _back(losses.removal),
        "page_title": VERBS[losses.removal.way],
        "header_icon": "warning",
    }
    if losses.removal.way == Way.RESTRICT:
        # Wagtail asks who may read a page in a dialog, which takes the next form from its answer.
        context["action"] = request.path
        step = {"step": "set_privacy"}
        return render_modal_workflow(request, "stores/removal/confirm_in_dialog.html", None, context, json_data=step)
    return render(request, "stores/removal/confirm.html", context)


VERBS = {Way.DELETE: "Delete", Way.UNPUBLISH: "Unpublish", Way.MOVE: "Move", Way.RESTRICT: "Make private"}


def _choices(losses: Losses) -> list[tuple[str, str]]:
    return losses.replacement.choices(losses.removal.objects) if losses.replacement else []


def _back(removal: Removal) -> str:
    thing = removal.objects[0]
    if isinstance(thing, Page):
        return reverse("wagtailadmin_explore", args=[thing.get_parent().pk])
    return reverse("wagtailadmin_home")


def _done(request: HttpRequest, losses: Losses, go_on: Callable[[], HttpResponse]) -> HttpResponse:
    """Put something in its place, take it away and keep that in the history: all of it or nothing."""
    by, answer, words = actor_of(request), request.POST.get(IN_PLACE, ""), None
    if losses.replacement is not None:
        words = dict(_choices(losses)).get(answer)
        if words is None and (losses.replacement.is_needed or answer != NOTHING):
            return _asked(request, losses, "Say what takes its place.")
    try:
        with transaction.atomic():
            if words is not None:
                put_in_place(losses, by, answer)
            response = go_on()
            if not _is_done(losses.removal):
                transaction.set_rollback(True)
                return response
            _keep_in_history(losses, by, words or "")
    except ValidationError as error:
        return _asked(request, losses, " ".join(error.messages))
    return response


def _is_done(removal: Removal) -> bool:
    for thing in removal.objects:
        now = type(thing)._default_manager.filter(pk=thing.pk).first()
        if removal.way == Way.DELETE and now is not None:
            return False
        if removal.way == Way.UNPUBLISH and now is not None and now.live:
            return False
        if removal.way == Way.MOVE and (now is None or now.path == thing.path):
            return False
        if removal.way == Way.RESTRICT and not thing.view_restrictions.exists():
            return False
    return True


def _keep_in_history(losses: Losses, by: Any, replacement: str) -> None:
    """One entry for each thing; of a page that is gone, at the folder where it stood."""
    for thing in losses.removal.objects:
        is_gone_page = losses.removal.way == Way.DELETE and isinstance(thing, Page)
        place = thing.get_parent() if is_gone_page else thing
        data: dict[str, Any] = {"way": losses.removal.way.value, "name": str(thing), "lines": list(losses.lines)}
        if replacement:
            data["replacement"] = replacement
        log(place, ACTION, user=by, data=data)
