"""Panels of an article's form: its reach, its recall, and fields that a provider's licence locks."""

from typing import Any

from django.utils.text import capfirst
from wagtail.admin.panels import CommentPanel, FieldPanel, HelpPanel, Panel, PublishingPanel, TitleFieldPanel

from cms.articles.forms import CONFIRMED, standing_recall
from stores.access.who import is_newsroom
from stores.zone_words import in_zone

DIALOG = "#schedule-publishing-dialog"


class RecallPanel(Panel):
    """Warns of a recall, with the box that lets one publish it again; nothing where there is none."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/articles/recall_panel.html"

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
        template_name = "cms/articles/reach_panel.html"

        class Media:
            css = {"all": ("stores/admin.css",)}

        def is_shown(self) -> bool:
            return bool(self.instance.pk and is_newsroom(self.request.user) and self.instance.is_in_library)


class _ReadWhereLocked:
    """For a bound panel: shows the value of a field that the form has locked."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        panel: Any = self
        if panel.bound_field is None and panel.field_name in getattr(panel.form, "locked_fields", ()):
            panel.read_only = True
            panel.heading = panel.panel.heading or capfirst(panel.panel.db_field.verbose_name)
            panel.help_text = ""


class LockableFieldPanel(FieldPanel):
    """A field of an article's text."""

    class BoundPanel(_ReadWhereLocked, FieldPanel.BoundPanel):
        """With the value where the text is locked."""


class LockableTitlePanel(TitleFieldPanel):
    """The title."""

    class BoundPanel(_ReadWhereLocked, TitleFieldPanel.BoundPanel):
        """With the value where the text is locked."""


def schedule_panel() -> PublishingPanel:
    """Wagtail's dialog of go-live and expiry, with the clock that its times are of.

    The calendar of each field opens below it: Wagtail's stands over the other field, and over the dialog's button.
    """
    panel = PublishingPanel()
    for child in panel.children:
        child.help_text = in_zone("In {zone}.")
        child.widget.js_overlay_parent_selector = f'{DIALOG} [data-contentpath="{child.field_name}"]'
    return panel


class CommentsPanel(CommentPanel):
    """Comments beside the fields, for whoever may read them."""

    class BoundPanel(CommentPanel.BoundPanel):
        """Nothing for others: neither what was said, nor buttons to say something."""

        def is_shown(self) -> bool:
            return self.form is not None and self.form.show_comments_toggle


class LanguagePanel(FieldPanel):
    """The language of a new page. One that is there changes it on the screen of its translations."""

    class BoundPanel(FieldPanel.BoundPanel):
        """Nothing once the page is there."""

        def is_shown(self) -> bool:
            return self.bound_field is not None and super().is_shown()


class LockNotice(HelpPanel):
    """Says whose rule locks the text; nothing where there is none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"template": "cms/articles/lock_notice.html", **kwargs})

    class BoundPanel(HelpPanel.BoundPanel):
        """Knows the provider from the form."""

        @property
        def provider(self) -> Any:
            return getattr(self.form, "locked_by", None)

        def is_shown(self) -> bool:
            return self.provider is not None
