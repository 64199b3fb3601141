"""What a provider wants to be checked."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable


class ChecklistItem(Orderable):
    """One thing that whoever publishes an article of the provider has checked."""

    provider = ParentalKey("cms.Provider", on_delete=models.CASCADE, related_name="checklist")
    text = models.CharField(max_length=200, help_text="Such as: The dose was compared with the label.")
    is_required = models.BooleanField(
        "required", default=True, help_text="Nobody publishes an article of the provider without it."
    )

    panels = [FieldPanel("text"), FieldPanel("is_required")]

    def __str__(self) -> str:
        return self.text
