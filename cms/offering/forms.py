"""An audience by itself, as it is chosen for many articles."""

from typing import Any

from django import forms
from django.urls import reverse

from cms.articles.models.articles import ArticlePage
from stores.audience.members import Audience, audience_in
from stores.audience.panel import COUNT_VIEW, GroupBoxes, check_audience
from stores.audience.store_names import StoreNames

FIELDS = ("audience", "audience_groups", "audience_stores", "excluded_stores")
WIDGETS: dict[str, Any] = {
    "audience_groups": GroupBoxes,
    "audience_stores": StoreNames,
    "excluded_stores": StoreNames,
}


class OfferForm(forms.Form):
    """The fields of an article's audience, with the article form's own rules."""

    class Media:
        js = ("stores/audience_count.js",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FIELDS:
            field: Any = ArticlePage._meta.get_field(name)
            self.fields[name] = field.formfield(**({"widget": WIDGETS[name]()} if name in WIDGETS else {}))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        check_audience(data)
        return data

    @property
    def audience(self) -> Audience:
        """Of a valid form."""
        return audience_in(self.cleaned_data)

    def counting(self) -> dict[str, Any]:
        """What the count of the audience's stores needs, below the fields."""
        return {"url": reverse(COUNT_VIEW), "fields": FIELDS, "is_local": False}

    def sent(self) -> list[tuple[str, Any]]:
        """Name and value of all that was chosen, to be sent once more."""
        data = self.cleaned_data
        lists = [(name, row.pk) for name in FIELDS[1:] for row in data[name]]
        return [("audience", data["audience"]), *lists]


def begun_with(audience: Audience) -> dict[str, Any]:
    """What the form begins with."""
    return {
        "audience": audience.kind,
        "audience_groups": sorted(audience.groups),
        "audience_stores": sorted(audience.stores),
        "excluded_stores": sorted(audience.excluded),
    }
