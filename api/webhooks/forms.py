"""Forms of webhooks: who is called, and of what."""

from typing import Any

from django import forms

from api.changes.events import TYPES
from api.webhooks.targets import LONGEST, validate_target

WORDS = {
    "publish": "something is published",
    "change": "something that is shown has changed",
    "withdraw": "something is taken back, or no longer carried",
    "banner": "promo lines",
    "hours": "opening hours are changed",
    "clock": "what the clock does: a counter opens or closes, a promo line begins, a license ends",
}
OF_ONE_STORE = {"clock"}
"""What the network's webhooks do not hear."""


class WebhookForm(forms.Form):
    """A name for people, the address, and what it hears of. `is_networks`: the clock of no store is among it."""

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

    def __init__(self, *args: Any, is_networks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_networks:
            field: Any = self.fields["types"]
            field.choices = [(name, words) for name, words in field.choices if name not in OF_ONE_STORE]

    @staticmethod
    def blank() -> dict[str, Any]:
        return {"types": list(TYPES)}
