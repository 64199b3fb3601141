"""The network in Wagtail's admin."""

from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from stores import admin_api, narrowing  # noqa: F401  (their hooks register here)
from stores.models import StoreGroup


class StoreGroupViewSet(SnippetViewSet):
    """Store groups."""

    model = StoreGroup
    icon = "group"
    menu_label = "Store groups"
    add_to_admin_menu = True
    menu_order = 240
    list_display = ["name", "slug"]
    search_fields = ["name"]
    panels = [FieldPanel("name"), FieldPanel("slug")]


register_snippet(StoreGroupViewSet)
