"""Forms of webhooks: who is called, and of what."""

from typing import Any

from django import forms

from api.changes.events import TYPES
from api.webhooks.targets import LONGEST, validate_target

WORDS = {
    "publish": "something is published for the store",
    "change": "something that it shows has changed",
    "withdraw": "something is taken back, or no longer carried",
    "banner": "promo lines",
    "hours": "opening hours are changed",
    "clock": "what the clock does: a counter opens or closes, a promo line begins, a license ends",
}


class WebhookForm(forms.Form):
    """A name for people, the address, and what it hears of."""

    name = forms.CharField(label="Name", max_length=100, help_text="Such as: our website.")
    url = forms.CharField(
        label="Address",
        max_length=LONGEST,
        validators=[validate_target],
        widget=forms.URLInput,
        help_text="Called by POST. Such as https://www.example.com/api/revalidate.",
    )
    types = forms.MultipleChoiceField(
        label="Call it for", choices=[(each, WORDS[each]) for each in TYPES], widget=forms.CheckboxSelectMultiple
    )

    @staticmethod
    def blank() -> dict[str, Any]:
        return {"types": list(TYPES)}
