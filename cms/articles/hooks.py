"""Articles in the admin: links of rich text, moving, providers and topics."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.staticfiles import versioned_static
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.signals import pre_page_move
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.articles.collisions import OneAddressMixin, refusal, twin_of
from cms.articles.models.articles import ArticlePage
from cms.articles.models.providers import Provider
from cms.articles.models.topics import Topic
from cms.articles.rich_text import StoreDocumentLinkHandler, StorePageLinkHandler
from cms.articles.tags import TagViewSet
from cms.checklists.embargoes import why_held
from cms.checklists.ticks import note_ticks, why_unticked
from stores.approval.over import why_over
from stores.audience.panel import audience_panel
from stores.isolation.references import everything, register_scope
from stores.removal.losses import Removal, Way, refuses
from stores.tokens.fields import TokenArea, TokenInput
from stores.zone_words import in_zone, moment_text


def _refusal_of(page: Page, destination: Page) -> str | None:
    if not issubclass(page.specific_class, OneAddressMixin):
        return None
    twin = twin_of(page.specific_class, page.slug, destination, page.pk)
    return f"'{page.title}' can't be moved: {refusal(twin)}" if twin else None


@hooks.register("before_bulk_action")
def refuse_bulk_publish(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Wagtail says "published" of what its dates keep from everybody: such a page is published from its own form."""
    if action_type != "publish" or not all(isinstance(thing, Page) for thing in objects):
        return None
    message = next(filter(None, map(_why_nobody_sees, _to_publish(objects, action))), None)
    if message is None:
        return None
    messages.error(request, f"{message} Nothing was done.")
    return redirect(action.next_url)


def _to_publish(pages: list[Any], action: Any) -> Iterator[Any]:
    with_below = action.cleaned_form.cleaned_data.get("include_descendants")
    for page in pages:
        yield page.get_latest_revision_as_object()
        if with_below:
            yield from (below.specific.get_latest_revision_as_object() for below in page.get_descendants().not_live())


def _why_nobody_sees(page: Any) -> str:
    words = why_over(page) or why_held(page)
    if not words and isinstance(page, ArticlePage):
        words = why_unticked(page)
        if words:
            return f"{words}."
    if not words and page.go_live_at is not None and page.go_live_at > timezone.now():
        words = f"'{page.title}' is to go live on {moment_text(page.go_live_at)}"
    return f"{words}: change that on its own page." if words else ""


@refuses(Page, Way.MOVE)
def refuse_move(removal: Removal) -> Iterator[str]:
    """A move to where a page with the same address stands, one by one and in bulk; names that page."""
    yield from filter(None, (_refusal_of(page, removal.destination) for page in removal.objects))


@receiver(pre_page_move)
def refuse_collision(*, instance: Page, parent_page_after: Page, **kwargs: Any) -> None:
    """Refuse a colliding move by a script, too: ValidationError, and the page stays where it is."""
    message = _refusal_of(instance, parent_page_after)
    if message is not None:
        raise ValidationError({"slug": message}, code="slug_taken")


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    """The calendar of the schedule's dialog hides none of its buttons, and names in lists stay whole on a phone."""
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("cms/admin.css"))


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
            [
                FieldPanel("disclaimer", help_text="Below each article of this provider.", widget=TokenArea()),
                FieldPanel("copyright", widget=TokenInput()),
            ],
            heading="Below each article",
        ),
        FieldRowPanel([FieldPanel("canonical_policy"), FieldPanel("may_edit")]),
        FieldPanel("flagship"),
        FieldPanel("may_pass_on"),
        FieldPanel("review_months"),
        InlinePanel("checklist", heading="Checklist before an article is published", label="Item"),
        FieldRowPanel(
            [
                FieldPanel("licence_starts_at", help_text=in_zone("In {zone}. Empty: it has started.")),
                FieldPanel(
                    "licence_ends_at",
                    help_text=in_zone(
                        "In {zone}. From this moment on every article of the provider is gone. Empty: no end."
                    ),
                ),
            ]
        ),
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


@hooks.register("after_publish_page")
def note_checklist(request: HttpRequest, page: Page) -> None:
    """The page's own form has asked for the ticks, and publishes by a way of its own."""
    if isinstance(page, ArticlePage) and page.latest_revision is not None:
        note_ticks(page, page.latest_revision, request.user)


# Whoever writes an article names its provider and its topics.
register_scope(Provider, everything)
register_scope(Topic, everything)

register_snippet(ProviderViewSet)
register_snippet(TopicViewSet)
register_snippet(TagViewSet)
