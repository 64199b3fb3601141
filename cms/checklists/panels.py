"""The checklist among the panels of an article's form."""

from typing import Any

from wagtail.admin.panels import Panel


class ChecklistPanel(Panel):
    """What each provider wants to be checked; of the one that is chosen, where scripts run."""

    def get_form_options(self) -> dict[str, Any]:
        """Else Wagtail would show the field once more, below all panels."""
        return {"fields": ["checklist"]}

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/checklists/panel.html"

        class Media:
            js = ("cms/checklist.js",)

        def is_shown(self) -> bool:
            return self.form is not None and "checklist" in self.form.fields

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            ticked, ticks = set(map(str, self.form["checklist"].value() or ())), self.form.ticks_before
            by = {tick["item"]: tick for tick in ticks}
            lists: dict[Any, list[Any]] = {}
            for item in self.form.checklist_items:
                lists.setdefault(item.provider, []).append((item, str(item.pk) in ticked, by.get(item.pk)))
            locked = getattr(self.form, "locked_by", None)
            chosen = locked.pk if locked else self.form["provider"].value()
            return {**context, "lists": lists.items(), "chosen": str(chosen), "is_locked": locked is not None}
