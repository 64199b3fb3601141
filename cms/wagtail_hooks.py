"""Mortar in Wagtail's admin."""

from typing import Any

from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms import (  # noqa: F401  (their hooks register here)
    home_section,
    moving,
    newsroom_home,
    newsroom_hooks,
    warning_messages,
)
from cms.accounts import hooks as account_hooks  # noqa: F401  (the same)
from cms.board_views import board_urls
from cms.models import Provider, Topic
from cms.placing import ACTION
from cms.rich_text import StoreDocumentLinkHandler, StorePageLinkHandler
from cms.waiting_views import waiting_urls
from stores.audience import audience_panel
from stores.store_screens import HOOK as STORE_SCREEN
from stores.store_screens import StoreScreen
from stores.tokens import tokens_help


# After Wagtail's own, which have the same names.
@hooks.register("register_rich_text_features", order=100)
def register_link_handlers(features: FeatureRegistry) -> None:
    """Links of rich text know the store that shows them."""
    features.register_link_type(StorePageLinkHandler)
    features.register_link_type(StoreDocumentLinkHandler)


@hooks.register("register_admin_urls")
def register_board() -> list[Any]:
    """What a store does with the newsroom's articles, and what waits for the newsroom."""
    return [*board_urls(), *waiting_urls()]


@hooks.register(STORE_SCREEN)
def board() -> StoreScreen:
    """What the store does with the newsroom's articles."""
    return StoreScreen("cms_board", "Health news", "doc-full-inverse", 40)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """What is said about articles in the history of a store, and of an article."""
    actions.register_action(ACTION)(PlaceArticle)
    actions.register_action("cms.order_pins", "Order pinned articles", "Changed the order of pinned articles")
    actions.register_action("cms.recall", "Recall", "Recalled from every store")


class PlaceArticle(LogFormatter):
    """A log line that names the article and what a store did with it."""

    label = "Place article"
    message = "Placed an article"

    def format_message(self, log_entry: Any) -> str:
        old, new = log_entry.data.get("old", {}), log_entry.data.get("new", {})
        changed = [name.replace("_", " ") for name in new if new[name] != old.get(name)]
        return f"{self.message}: {log_entry.data.get('article', '')} ({', '.join(changed)})"


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


register_snippet(ProviderViewSet)
register_snippet(TopicViewSet)
