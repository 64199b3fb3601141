"""What the edit page of an article says besides its fields: that it was recalled, and how far it reaches."""

from typing import Any

from wagtail.admin.panels import Panel

from cms.newsroom import is_newsroom
from cms.recall_forms import CONFIRMED, standing_recall


class RecallPanel(Panel):
    """Warns of a recall, with the box that lets one publish it again; nothing where there is none."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/recall_panel.html"

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            self.recall = standing_recall(self.instance)

        def is_shown(self) -> bool:
            return self.recall is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            is_ticked = CONFIRMED in (self.form.data if self.form is not None else {})
            links = is_newsroom(self.request.user)
            return {**context, "recall": self.recall, "name": CONFIRMED, "is_ticked": is_ticked, "has_link": links}


class ReachPanel(Panel):
    """What became of a shared article that is saved, for the newsroom."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/reach_panel.html"

        class Media:
            css = {"all": ("stores/admin.css",)}

        def is_shown(self) -> bool:
            return bool(self.instance.pk and is_newsroom(self.request.user) and self.instance.is_in_library)
