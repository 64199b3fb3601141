"""Forms of the network's own screens: open a store, change its registration and its host, close it."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Page
from wagtail.sites.forms import SiteForm

from stores.access.who import Actor
from stores.form_errors import add_errors
from stores.importing.cells import contacts
from stores.opening.opening import open_store
from stores.opening.regions import Regions
from stores.opening.registration import check_host, check_site
from stores.people.appointing import appoint_owner
from stores.people.invitation_forms import PersonField
from stores.readings import Refused
from stores.store.models.groups import StoreGroup
from stores.store.models.registration import REGISTRATION_FIELDS, StoreRegistration
from stores.store.models.store import RegionPage, StorePage, StoresPage

PAGE_FIELDS = ("title", "street", "city", "state", "postal_code", "time_zone", "phone")


def network_domain() -> str:
    """What hosts of stores usually end in: `example.com` for a network at `cms.example.com`."""
    host = settings.NETWORK_HOST.partition(":")[0]
    _first, _dot, rest = host.partition(".")
    return rest if "." in rest else host


class HostField(forms.CharField):
    """A host name; an address that was pasted whole is cut down to it."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return str(contacts.hostname(text).value)
        except Refused as refused:
            hint = f" Did you mean '{refused.suggestion}'?" if refused.suggestion else ""
            raise ValidationError(f"{refused.message}{hint}") from refused


class GroupsField(forms.ModelMultipleChoiceField):
    """Store groups as check boxes."""

    def __init__(self) -> None:
        help_text = "Articles and promo lines for a group reach the store at once."
        groups = StoreGroup.objects.filter(is_ruled=False)
        super().__init__(groups, required=False, widget=forms.CheckboxSelectMultiple, help_text=help_text)


class FolderField(forms.ModelChoiceField):
    """A folder of stores; empty: the one that an import would choose."""

    def __init__(self) -> None:
        folders = Page.objects.type(StoresPage, RegionPage).order_by("path")
        super().__init__(
            folders,
            label="Folder",
            required=False,
            empty_label="Choose for me",
            help_text="Left to us: the stores' folder while it is small, else the region of the store's state.",
        )

    def label_from_instance(self, obj: Any) -> str:
        return obj.title if obj.depth == 2 else f"– {obj.title}"


class OpenStoreForm(forms.Form):
    """All that a store needs to be online. Hours, promo lines and look come later, on its page."""

    hostname = HostField(label="Host name", max_length=253)
    owner = PersonField(
        required=False, help_text="User name or email address of somebody who can log in. More people can follow."
    )

    field_order = ("title", "code", "hostname", "parent", *PAGE_FIELDS[1:], *REGISTRATION_FIELDS, "groups", "owner")
    sections = (
        ("Store", ("title", "code", "hostname", "parent")),
        ("Address", PAGE_FIELDS[1:]),
        ("Registration", (*REGISTRATION_FIELDS, "groups")),
        ("Owner", ("owner",)),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= forms.fields_for_model(StorePage, fields=PAGE_FIELDS)
        self.fields |= forms.fields_for_model(StoreRegistration, fields=("code", *REGISTRATION_FIELDS))
        self.fields["groups"] = GroupsField()
        # Made now: which page types folders are is asked of the database.
        self.fields["parent"] = FolderField()
        self.fields["title"].label = "Name"
        self.fields["title"].help_text = "What patients read."
        self.fields[
            "code"
        ].help_text = "The store's own key, such as pitman. Import files know it by that; it never changes."
        self.fields["time_zone"].help_text = "Hours are in this zone. Ask the store: it is not told by the ZIP code."
        code = str(self.data.get("code") or "pitman")
        self.fields["hostname"].help_text = f"Usually the code and the network's domain: {code}.{network_domain()}"
        self.order_fields(self.field_order)

    @property
    def panels(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The form's parts: heading and fields of each."""
        return [(heading, [self[name] for name in names]) for heading, names in self.sections]

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if StoreRegistration.objects.filter(code=code).exists():
            raise ValidationError(f"Another store has the code '{code}'.")
        if StorePage.objects.filter(slug=code).exists():
            raise ValidationError(f"Another store has the slug '{code}'.")
        return code

    def clean(self) -> dict[str, Any]:
        """What the models themselves refuse is told beside the rest, and not in a second round."""
        data = super().clean() or {}
        for model, names in ((StorePage, PAGE_FIELDS), (StoreRegistration, ("code", *REGISTRATION_FIELDS))):
            known = [name for name in names if name in data]
            row = model(**{name: data[name] for name in known})
            exclude = {field.name for field in model._meta.get_fields()} - set(known)
            try:
                row.clean_fields(exclude=exclude)
                row.validate_constraints(exclude=exclude)
            except ValidationError as error:
                add_errors(self, error)
        return data

    def clean_hostname(self) -> str:
        hostname: str = self.cleaned_data["hostname"]
        try:
            check_host(hostname)
        except ValidationError as error:
            raise ValidationError(error.messages) from error
        return hostname

    @transaction.atomic
    def open(self, *, by: Actor) -> StorePage:
        """The store, online, with its owner. ValidationError, and nothing written, for what the network refuses."""
        data = self.cleaned_data
        registration = {name: data[name] for name in ("code", *REGISTRATION_FIELDS)}
        store = open_store(
            by=by,
            parent=data["parent"] or Regions(1).parent_for(data["state"]),
            store=StorePage(**{name: data[name] for name in PAGE_FIELDS}),
            registration=StoreRegistration(**registration),
            hostname=data["hostname"],
            groups=data["groups"],
        )
        if data["owner"] is not None:
            appoint_owner(by=by, user=data["owner"], store=store)
        return store


class KeeperField(forms.CharField):
    """The open store that has the prescriptions of one that has closed, by its code; empty: none is named."""

    def __init__(self) -> None:
        super().__init__(
            label="Its prescriptions are at",
            required=False,
            help_text="Code of one of our stores, to which the closed one's page leads its patients. Empty: to none.",
        )

    def clean(self, value: Any) -> StorePage | None:
        code = super().clean(value)
        if not code:
            return None
        store = StorePage.objects.online().filter(registration__code=code).first()
        if store is None:
            raise ValidationError(f"No open store has the code '{code}'.")
        return store


class RegistrationForm(forms.Form):
    """Legal name, numbers and groups of a store. Its code is shown beside them, and never changes."""

    def __init__(self, *args: Any, is_closed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= forms.fields_for_model(StoreRegistration, fields=REGISTRATION_FIELDS)
        self.fields["groups"] = GroupsField()
        if is_closed:
            self.fields["prescriptions_at"] = KeeperField()


class HostForm(forms.Form):
    """Another host name for the store's site."""

    hostname = HostField(label="New host name", max_length=253)


class NetworkSiteForm(SiteForm):
    """Wagtail's form under Settings, Sites, with the rules of our own screens."""

    def clean_hostname(self) -> str:
        hostname: str = self.cleaned_data["hostname"]
        return hostname.strip().lower()

    def full_clean(self) -> None:
        """All that is wrong is said at once: what the fields refuse, and what a Site may not be."""
        super().full_clean()
        if not self.is_bound:
            return
        try:
            check_site(self.instance)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                if name not in self.errors:
                    self.add_error(name, messages)


class CloseForm(forms.Form):
    """Typing the code shows that this store is meant."""

    code = forms.CharField(label="Type the store's code", widget=forms.TextInput(attrs={"autocomplete": "off"}))
    prescriptions_at = KeeperField()

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if code != self.expected:
            raise ValidationError(f"This store's code is '{self.expected}'.")
        return code

    def clean_prescriptions_at(self) -> StorePage | None:
        keeper: StorePage | None = self.cleaned_data["prescriptions_at"]
        if keeper is not None and keeper.registration.code == self.expected:
            raise ValidationError("This is the store that closes.")
        return keeper
