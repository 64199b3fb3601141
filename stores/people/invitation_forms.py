"""Forms of invitations: for who invites, and for who is invited."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from stores.people.models import Invitation, StoreRole


class InviteForm(forms.Form):
    """Whom to ask, and for what; only roles that are the asker's to give."""

    email = forms.EmailField(label="E-mail address", max_length=254)
    role = forms.ChoiceField(label="Role")

    def __init__(self, *args: Any, roles: tuple[StoreRole, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role: Any = self.fields["role"]
        role.choices = [(each.value, each.label) for each in roles]
        if len(roles) == 1:
            role.widget = forms.HiddenInput()
            role.initial = roles[0].value


class TokenForm(forms.Form):
    """The token of an invitation, as it stands behind `#` in the link."""

    token = forms.CharField(
        label="Code of the invitation", max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class NewAccountForm(forms.Form):
    """Name and password of somebody who has no account yet."""

    first_name = forms.CharField(max_length=150, widget=forms.TextInput(attrs={"autocomplete": "given-name"}))
    last_name = forms.CharField(max_length=150, widget=forms.TextInput(attrs={"autocomplete": "family-name"}))
    password = forms.CharField(
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 12 characters, and nothing that others would guess.",
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "password" in data:
            names = {name: data.get(name, "") for name in ("first_name", "last_name")}
            person = get_user_model()(email=self.invitation.email, username=self.invitation.email, **names)
            try:
                validate_password(data["password"], person)
            except ValidationError as error:
                self.add_error("password", error)
        return data
