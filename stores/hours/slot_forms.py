"""Times that are hardly meant: the box that says that they are."""

from wagtail.admin.panels import FieldPanel

MEANT = "These times are meant"


class MeantPanel(FieldPanel):
    """Shown once the times are doubted."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            return bool(getattr(self.form, "is_doubted", False)) and bool(super().is_shown())
