"""Forms by which people come to a store: one who asks or appoints, one who comes."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from stores.access.who import Actor
from stores.people.models import Invitation, NetworkRole, StoreRole


class InviteForm(forms.Form):
    """Whom to ask, and for what; only roles that are the asker's to give."""

    email = forms.EmailField(label="Email address", max_length=254)
    role = forms.ChoiceField(label="Role")

    def __init__(self, *args: Any, roles: tuple[StoreRole | NetworkRole, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role: Any = self.fields["role"]
        role.choices = [(each.value, each.label) for each in roles]
        if len(roles) == 1:
            role.widget = forms.HiddenInput()
            role.initial = roles[0].value


class PersonField(forms.CharField):
    """Somebody who can log in, by user name or e-mail address. Empty is None."""

    def clean(self, value: Any) -> Actor | None:
        text = super().clean(value)
        if not text:
            return None
        users = get_user_model()._default_manager.filter(is_active=True)
        found = list(users.filter(**{get_user_model().USERNAME_FIELD: text})) or list(users.filter(email__iexact=text))
        if not found:
            raise ValidationError(f"Nobody who can log in is called '{text}'. Invite the address instead.")
        return found[0]


class AppointForm(forms.Form):
    """Somebody who can log in already, and what for; only roles that are the asker's to give."""

    prefix = "appoint"
    person = PersonField(help_text="User name or email address of somebody who can log in.")
    role = forms.ChoiceField(label="Role")

    def __init__(self, *args: Any, roles: tuple[StoreRole | NetworkRole, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(each.value, each.label) for each in roles]  # type: ignore[attr-defined]


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
                person.clean()
            except ValidationError as error:
                self.add_error("first_name", error)
            try:
                validate_password(data["password"], person)
            except ValidationError as error:
                self.add_error("password", error)
        return data
