"""Forms of keys: what one is for, how long, and how much it may ask."""

from datetime import datetime, timedelta
from typing import Any

from django import forms

from api.keys.models import ApiKey
from api.keys.scopes import READ, SCOPES

MOST_PER_SECOND = 1_000
AS_IT_IS = "as-it-is"
TERMS = {"": "never", "30": "in 30 days", "90": "in 90 days", "365": "in a year"}
OVERLAPS = {"1": "for a day", "7": "for a week", "0": "not at all: it leaked"}


class KeyForm(forms.Form):
    """`may_limit`: whether the person may say how much a key may ask; a store's owners may not."""

    name = forms.CharField(label="Name", max_length=100, help_text="Who has it, such as: our website's server.")
    scopes = forms.MultipleChoiceField(
        label="It may", choices=list(SCOPES.items()), widget=forms.CheckboxSelectMultiple, initial=[READ]
    )
    expires = forms.ChoiceField(label="It ends", required=False, choices=list(TERMS.items()))
    per_second = forms.IntegerField(
        label="Costly requests a second",
        required=False,
        min_value=1,
        max_value=MOST_PER_SECOND,
        help_text="For a server that asks for all its readers. Empty: each address that uses the key has the usual "
        "limit, as it should where browsers have the key.",
    )

    def __init__(self, *args: Any, may_limit: bool, key: ApiKey | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_limit:
            del self.fields["per_second"]
        if key is not None:
            kept = f"as it is: {key.expires_at:%b %d, %Y}" if key.expires_at else "as it is: never"
            field: Any = self.fields["expires"]
            field.choices = [(AS_IT_IS, kept), *TERMS.items()]

    @staticmethod
    def initial_of(key: ApiKey) -> dict[str, Any]:
        return {"name": key.name, "scopes": key.scope_list, "expires": AS_IT_IS, "per_second": key.per_second}

    def given(self, at: datetime) -> dict[str, Any]:
        """What was written, by the fields of the model."""
        data = dict(self.cleaned_data)
        term, scopes = data.pop("expires"), data.pop("scopes")
        given = {**data, "scopes": [each for each in SCOPES if each in scopes]}
        if term != AS_IT_IS:
            given["expires_at"] = at + timedelta(days=int(term)) if term else None
        return given


class RotateForm(forms.Form):
    """How long the secret before stays good."""

    overlap = forms.ChoiceField(label="The one before is taken", choices=list(OVERLAPS.items()))

    @property
    def chosen(self) -> timedelta:
        return timedelta(days=int(self.cleaned_data["overlap"]))


class AccessForm(forms.Form):
    """The switch of the network."""

    anonymous_read = forms.BooleanField(
        label="Anybody may read the API, without a key",
        required=False,
        help_text="Stores' built-in sites are open either way. Without the tick every request to the API needs a key "
        "that may read, and scripts of other sites than the stores' frontends are kept out.",
    )
