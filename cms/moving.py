"""A page is not moved to where its address is taken."""

from typing import Any

from django.core.exceptions import ValidationError
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.signals import pre_page_move

from cms.collisions import OneAddressMixin, refusal, twin_of


def _refusal_of(page: Page, destination: Page) -> str | None:
    if not issubclass(page.specific_class, OneAddressMixin):
        return None
    twin = twin_of(page.specific_class, page.slug, destination, page.pk)
    return f"'{page.title}' can't be moved: {refusal(twin)}" if twin else None


@hooks.register("before_move_page")
def refuse_move(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Says which page is there."""
    said = _refusal_of(page, destination)
    if said is None:
        return None
    messages.error(request, said)
    return redirect("wagtailadmin_pages:move", page.pk)


@hooks.register("before_bulk_action")
def refuse_bulk_move(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> HttpResponse | None:
    """The same for several pages: all of them or none."""
    if action_type != "move" or not all(isinstance(thing, Page) for thing in objects):
        return None
    destination = action.cleaned_form.cleaned_data["chooser"]
    refused = [said for page in objects if (said := _refusal_of(page, destination))]
    for said in refused:
        messages.error(request, said)
    return redirect("wagtailadmin_explore", objects[0].get_parent().pk) if refused else None


@receiver(pre_page_move)
def refuse_collision(*, instance: Page, parent_page_after: Page, **kwargs: Any) -> None:
    """The same for scripts: ValidationError, and the page stays where it is."""
    said = _refusal_of(instance, parent_page_after)
    if said is not None:
        raise ValidationError({"slug": said}, code="slug_taken")
