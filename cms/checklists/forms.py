"""The checklist in an article's form."""

from typing import Any

from django.forms import MultipleChoiceField
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm

from cms.checklists.models import ChecklistItem
from cms.checklists.ticks import ticks_of, unticked


class ChecklistForm(WagtailAdminPageForm):
    """Asks for the ticks of the provider that is chosen, and refuses to publish without those that must be there."""

    checklist = MultipleChoiceField(required=False)
    checklist_items: tuple[ChecklistItem, ...] = ()
    ticks_before: tuple[Any, ...] = ()
    locked_by: Any = None

    def fit_checklist(self) -> None:
        """Each publication is checked anew: the ticks of what is live are not those of what comes after it."""
        if "checklist" not in self.fields:
            return
        self.checklist_items = tuple(
            ChecklistItem.objects.select_related("provider").order_by("provider", "sort_order")
        )
        if not self.checklist_items:
            del self.fields["checklist"]
            return
        field: Any = self.fields["checklist"]
        field.choices = [(item.pk, item.text) for item in self.checklist_items]
        if self.instance.pk is None or self.instance.has_unpublished_changes:
            self.ticks_before = tuple(self.instance.ticked)
        known = {item.pk for item in self.checklist_items}
        self.initial["checklist"] = [tick["item"] for tick in self.ticks_before if tick["item"] in known]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "checklist" in self.fields:
            provider = self.locked_by or data.get("provider")
            chosen = [
                item.pk
                for item in self.checklist_items
                if item.provider == provider and str(item.pk) in data.get("checklist", ())
            ]
            self.instance.ticked = ticks_of(chosen, self.ticks_before, self.for_user, timezone.now())
            left = unticked(provider.pk, self.instance.ticked) if provider and self.is_published else []
            if left:
                self.add_error("checklist", f"Not checked yet: {'; '.join(left)}.")
        return data

    @property
    def is_published(self) -> bool:
        """Whether what was written goes live, now or at its moment: by its button, or by an approval."""
        approves = "action-workflow-action" in self.data and self.data.get("workflow-action-name") == "approve"
        return "action-publish" in self.data or approves
