"""Forms of frontend addresses: one store's, and the network's default."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from stores.choices import BuiltInSite
from stores.store.frontends import BUILT_IN, validate_default_address, validate_frontend_address, validate_preview_path

DEFAULT, OWN = "default", "own"


class AddressField(forms.CharField):
    """An address as it is pasted from a browser: a slash at its end is cut off."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").rstrip("/")


class PreviewPathField(forms.CharField):
    """Where a frontend shows drafts."""

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label,
            required=False,
            max_length=255,
            validators=[validate_preview_path],
            help_text="Behind the address, such as /api/preview: there the preview panel shows drafts in the "
            "frontend. Empty: it shows them on the built-in site.",
        )


class BuiltInSiteField(forms.ChoiceField):
    """What becomes of the built-in site."""

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label,
            choices=BuiltInSite.choices,
            widget=forms.RadioSelect,
            help_text="Either way what was taken back says so here (410), and the API answers here.",
        )


class FrontendForm(forms.Form):
    """Where one store's pages are read."""

    where = forms.ChoiceField(label="Patients read its pages", widget=forms.RadioSelect)
    address = AddressField(
        label="Its own address",
        required=False,
        max_length=255,
        validators=[validate_frontend_address],
        help_text="Such as https://www.example.com or https://www.example.com/pitman.",
    )
    preview_path = PreviewPathField("With an address of its own, previews are at")
    built_in_site = BuiltInSiteField("With an address of its own, its built-in site")

    def __init__(self, *args: Any, default_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        where: Any = self.fields["where"]
        default = f"at {default_url}" if default_url else "which is none today: on its built-in site"
        where.choices = [
            (DEFAULT, f"as the network's default says, {default}"),
            (OWN, "at a frontend of its own"),
            (BUILT_IN, "on its built-in site, whatever the default is"),
        ]

    @staticmethod
    def initial_of(address: str, built_in_site: str, preview_path: str) -> dict[str, str]:
        """What stands in the form for a registration's values."""
        where = {"": DEFAULT, BUILT_IN: BUILT_IN}.get(address, OWN)
        own = address if where == OWN else ""
        return {"where": where, "address": own, "built_in_site": built_in_site, "preview_path": preview_path}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        where, address = data.get("where"), data.get("address", "")
        if where == OWN and not address and "address" not in self.errors:
            self.add_error("address", ValidationError("Write the address of the frontend."))
        if where in {DEFAULT, BUILT_IN} and address:
            self.add_error("address", ValidationError("Leave it empty, or choose “at a frontend of its own”."))
        if where in {DEFAULT, BUILT_IN} and data.get("preview_path"):
            self.add_error("preview_path", ValidationError("Leave it empty, or choose “at a frontend of its own”."))
        return data

    @property
    def chosen_address(self) -> str:
        """As the registration keeps it."""
        where: str = self.cleaned_data["where"]
        return {DEFAULT: "", BUILT_IN: BUILT_IN}.get(where, self.cleaned_data["address"])


class NetworkFrontendForm(forms.Form):
    """Where the pages of all stores are read that say nothing else."""

    address = AddressField(
        label="Default address",
        required=False,
        max_length=255,
        validators=[validate_default_address],
        help_text="{store} stands for the store's slug: https://{store}.example.com or "
        "https://www.example.com/stores/{store}. Empty: stores without an address of their own have no frontend.",
    )
    preview_path = PreviewPathField("Previews are at")
    built_in_site = BuiltInSiteField("Their built-in sites")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("preview_path") and not data.get("address") and "address" not in self.errors:
            self.add_error("preview_path", ValidationError("It stands behind the address: write that, too."))
        return data
