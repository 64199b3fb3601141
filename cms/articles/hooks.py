"""Articles in the admin: links of rich text, moving, providers and topics."""

from typing import Any

from django.core.exceptions import ValidationError
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.signals import pre_page_move
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.articles.collisions import OneAddressMixin, refusal, twin_of
from cms.articles.models.providers import Provider
from cms.articles.models.topics import Topic
from cms.articles.rich_text import StoreDocumentLinkHandler, StorePageLinkHandler
from stores.audience.panel import audience_panel
from stores.isolation.references import everything, register_scope
from stores.tokens.syntax import tokens_help


def _refusal_of(page: Page, destination: Page) -> str | None:
    if not issubclass(page.specific_class, OneAddressMixin):
        return None
    twin = twin_of(page.specific_class, page.slug, destination, page.pk)
    return f"'{page.title}' can't be moved: {refusal(twin)}" if twin else None


@hooks.register("before_move_page")
def refuse_move(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Refuse a move to where a page with the same address stands, and name that page."""
    message = _refusal_of(page, destination)
    if message is None:
        return None
    messages.error(request, message)
    return redirect("wagtailadmin_pages:move", page.pk)


@hooks.register("before_bulk_action")
def refuse_bulk_move(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> HttpResponse | None:
    """Refuse to move several pages where one of them would collide: all of them move or none."""
    if action_type != "move" or not all(isinstance(thing, Page) for thing in objects):
        return None
    destination = action.cleaned_form.cleaned_data["chooser"]
    refusals = [message for page in objects if (message := _refusal_of(page, destination))]
    for message in refusals:
        messages.error(request, message)
    return redirect("wagtailadmin_explore", objects[0].get_parent().pk) if refusals else None


@receiver(pre_page_move)
def refuse_collision(*, instance: Page, parent_page_after: Page, **kwargs: Any) -> None:
    """Refuse a colliding move by a script, too: ValidationError, and the page stays where it is."""
    message = _refusal_of(instance, parent_page_after)
    if message is not None:
        raise ValidationError({"slug": message}, code="slug_taken")


# After Wagtail's own, which have the same names.
@hooks.register("register_rich_text_features", order=100)
def register_link_handlers(features: FeatureRegistry) -> None:
    """Links of rich text know the store that shows them."""
    features.register_link_type(StorePageLinkHandler)
    features.register_link_type(StoreDocumentLinkHandler)


class ProviderViewSet(SnippetViewSet):
    """Providers."""

    model = Provider
    icon = "edit"
    add_to_admin_menu = True
    menu_order = 250
    list_display = ["name", "slug", "canonical_policy"]
    search_fields = ["name"]
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("slug")]),
        FieldPanel("dateline"),
        MultiFieldPanel(
            [FieldPanel("disclaimer", help_text=tokens_help()), FieldPanel("copyright")],
            heading="Below each article",
        ),
        FieldRowPanel([FieldPanel("canonical_policy"), FieldPanel("may_edit")]),
        FieldRowPanel([FieldPanel("licence_starts_at"), FieldPanel("licence_ends_at")]),
        audience_panel("cms.change_provider"),
    ]


class TopicViewSet(SnippetViewSet):
    """Topics."""

    model = Topic
    icon = "tag"
    add_to_admin_menu = True
    menu_order = 260
    list_display = ["name", "slug"]
    search_fields = ["name"]
    panels = [FieldPanel("name"), FieldPanel("slug")]


# Whoever writes an article names its provider and its topics.
register_scope(Provider, everything)
register_scope(Topic, everything)

register_snippet(ProviderViewSet)
register_snippet(TopicViewSet)
