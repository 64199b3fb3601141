"""Mortar in Wagtail's admin."""

from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.models import Provider, Topic
from cms.rich_text import StoreDocumentLinkHandler, StorePageLinkHandler


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
        MultiFieldPanel([FieldPanel("disclaimer"), FieldPanel("copyright")], heading="Below each article"),
        FieldPanel("canonical_policy"),
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
