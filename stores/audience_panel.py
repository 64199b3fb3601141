"""How many stores an audience includes, beside its fields: counted as the form stands, while somebody changes it."""

from typing import Any

from django.apps import apps
from django.urls import reverse
from wagtail.admin.panels import Panel

COUNT_VIEW = "stores_audience_count"
FIELDS = ("audience", "audience_groups", "audience_stores", "excluded_stores", "provider", "is_required")
"""Fields of the form that are sent to be counted, as far as it has them."""


class AudienceCount(Panel):
    """A sentence such as "42 of 45 stores", and which they are. `count_view` names the view that is asked."""

    def __init__(self, count_view: str = COUNT_VIEW, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.count_view = count_view

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "count_view": self.count_view}

    class BoundPanel(Panel.BoundPanel):
        template_name = "stores/admin/audience_count.html"

        class Media:
            js = ("stores/audience_count.js",)
            css = {"all": ("stores/admin.css",)}

        def is_local(self) -> bool:
            """Whether the page stands below a store: then the audience says nothing."""
            parent = getattr(self.form, "parent_page", None)
            stores = apps.get_model("stores", "StorePage").objects
            return parent is not None and stores.ancestor_of(parent, inclusive=True).exists()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            url = reverse(self.panel.count_view)
            return {
                **context,
                "is_local": self.is_local(),
                "url": f"{url}?of={self.instance.pk}" if self.instance.pk else url,
                "fields": FIELDS,
            }
