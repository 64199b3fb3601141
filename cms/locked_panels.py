"""Panels of fields that an article's form may not have: then their values are read, not written."""

from typing import Any

from django.utils.text import capfirst
from wagtail.admin.panels import FieldPanel, HelpPanel, TitleFieldPanel


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


class LockNotice(HelpPanel):
    """Says whose rule locks the text; nothing where there is none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"template": "cms/admin/lock_notice.html", **kwargs})

    class BoundPanel(HelpPanel.BoundPanel):
        """Knows the provider from the form."""

        @property
        def provider(self) -> Any:
            return getattr(self.form, "locked_by", None)

        def is_shown(self) -> bool:
            return self.provider is not None
