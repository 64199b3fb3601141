"""The form of one promo line."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from phonenumber_field.formfields import PhoneNumberField
from wagtail.models import Page

from stores.banners.languages import SpokenLineForm, set_line_language
from stores.banners.linked import LONGEST, with_label
from stores.banners.models import BANNER_LINKS, NetworkBanner, PromoBanner
from stores.choices import BannerStyle
from stores.store.models.store import StorePage
from stores.tokens.fields import TokenArea
from stores.tokens.syntax import validate_store_tokens
from stores.validators import refuse_far_days, validate_site_path

NO_LINK, PAGE, PHONE, WEB = "none", "page", "phone", "web"
KINDS = [
    (NO_LINK, "No link"),
    (PAGE, "A page of my site"),
    (PHONE, "A phone number"),
    (WEB, "A web address"),
]
STYLES = [
    (BannerStyle.INFO.value, "Plain"),
    (BannerStyle.PROMO.value, "Offer"),
    (BannerStyle.ALERT.value, "Alert: comes first, and says when it was posted"),
]
MOST_PAGES = 200


class DayInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class LineForm(SpokenLineForm):
    """What the line says, where it leads, when it shows. `row` is changed by `apply`, once the form is valid."""

    text = forms.CharField(
        label="Promo line",
        max_length=LONGEST,
        widget=TokenArea({"rows": 3, "maxlength": "", "data-text": ""}, is_store_only=True),
        error_messages={"max_length": f"A promo line has at most {LONGEST} characters."},
    )
    kind = forms.ChoiceField(label="Link", choices=KINDS, initial=NO_LINK, widget=forms.Select({"data-kind": ""}))
    page = forms.ChoiceField(label="Which page", required=False)
    phone = PhoneNumberField(label="Phone number", region="US", required=False)
    web = forms.CharField(label="Web address", required=False, max_length=200)
    label = forms.CharField(
        label="Which words are the link",
        required=False,
        max_length=LONGEST,
        help_text="Some words of the line, such as Facebook page. Empty: the whole line.",
        widget=forms.TextInput({"data-label": "", "autocapitalize": "off"}),
    )
    style = forms.ChoiceField(label="Kind", choices=STYLES, initial=BannerStyle.INFO.value)
    show_from = forms.DateField(label="First day", required=False, widget=DayInput(), help_text="Empty: right away.")
    show_until = forms.DateField(label="Last day", required=False, widget=DayInput())
    has_no_end = forms.BooleanField(label="No end date: shows until you remove it", required=False)
    replaces = forms.ModelChoiceField(NetworkBanner.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        row: PromoBanner,
        store: StorePage,
        today: date,
        rows: Sequence[PromoBanner] = (),
        **kwargs: Any,
    ) -> None:
        first = {**initial_of(row), **kwargs.pop("initial", {})}
        super().__init__(*args, **{**kwargs, "initial": first})
        self.row, self.store, self.today = row, store, today
        fields: dict[str, Any] = self.fields
        fields["page"].choices = self.pages(str(first["page"]))
        fields["replaces"].queryset = NetworkBanner.objects.replaceable_by(store)
        self.ask_for_language(row, rows)

    def pages(self, chosen: str) -> list[tuple[str, str]]:
        """What the line may lead to on the site."""
        return pages_of(self.store, chosen)

    def clean_text(self) -> str:
        text = " ".join(str(self.cleaned_data["text"]).split())
        validate_store_tokens(text)
        return text

    def clean_web(self) -> str:
        """An address as people type it: without its scheme, or a path on the store's own site."""
        address = str(self.cleaned_data["web"] or "").strip()
        if not address or self.data.get("kind") != WEB:
            return ""
        if address.startswith("/"):
            validate_site_path(address)
            return address
        full = address if "://" in address else f"https://{address}"
        URLValidator(["http", "https"], message="This is no web address, such as facebook.com/mypharmacy.")(full)
        return full

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        kind = data.get("kind", NO_LINK)
        if kind != NO_LINK and kind not in self.errors and not data.get(kind):
            self.add_error(kind, "Say where the link leads, or choose “No link”.")
        label = data.get("label", "")
        if kind != NO_LINK and label and "text" in data and label not in data["text"]:
            self.add_error("label", f"These words are not in the line: “{label}”.")
        self._check_days(data)
        return data

    def _check_days(self, data: dict[str, Any]) -> None:
        since, until = data.get("show_from"), data.get("show_until")
        try:
            refuse_far_days(show_from=since, show_until=until)
        except ValidationError as error:
            self.add_error(None, error)
        if until is not None and data.get("has_no_end"):
            self.add_error("has_no_end", "Give a last day, or no end date: not both.")
        elif until is None and not data.get("has_no_end") and "show_until" not in self.errors:
            self.add_error("show_until", "Give the last day, or tick “No end date”.")
        elif since is not None and until is not None and until < since:
            self.add_error("show_until", "The last day is before the first.")

    def apply(self) -> PromoBanner:
        """The row with what the form says."""
        return with_said(self.row, self.cleaned_data)


def with_said(row: PromoBanner, data: Mapping[str, Any]) -> PromoBanner:
    """The row with what a clean form says."""
    for name in ("text", "style", "show_from", "show_until", "has_no_end"):
        setattr(row, name, data[name])
    if "language" in data:
        set_line_language(row, data["language"])
    row.link_url, row.link_phone, row.link_path, row.link_page_id = "", "", "", None
    row.link_label = data["label"] if data["kind"] != NO_LINK else ""
    match data["kind"]:
        case "phone":
            row.link_phone = data["phone"]
        case "web" if data["web"].startswith("/"):
            row.link_path = data["web"]
        case "web":
            row.link_url = data["web"]
        case "page" if data["page"].startswith("/"):
            row.link_path = data["page"]
        case "page":
            row.link_page_id = int(data["page"])
    row.replaces = data["replaces"]
    return row


def initial_of(row: PromoBanner) -> dict[str, Any]:
    """What stands in the form of a row."""
    text = with_label(row.text, row.link_label)
    kind = NO_LINK
    if row.link_url:
        kind = WEB
    elif row.link_phone:
        kind = PHONE
    elif row.link_path or row.link_page_id:
        kind = PAGE
    return {
        "text": text,
        "kind": kind,
        "page": row.link_path or row.link_page_id or "",
        "phone": row.link_phone,
        "web": row.link_url,
        "label": "" if row.link_label == text else row.link_label,
        "style": row.style,
        "show_from": row.show_from,
        "show_until": row.show_until,
        "has_no_end": row.has_no_end,
        "replaces": row.replaces_id,
    }


def pages_of(store: StorePage, chosen: str) -> list[tuple[str, str]]:
    """Pages of the store's own site by name, and the path that the line has already."""
    pages = Page.objects.live().filter(path__startswith=store.path).exclude(pk=store.pk).order_by("path")
    found = [("", "Choose a page"), ("/", "Home page")]
    found += [(str(pk), title) for pk, title in pages.values_list("pk", "title")[:MOST_PAGES]]
    known = {value for value, _title in found}
    return found if chosen in known else [*found, (chosen, f"The address {chosen} on my site")]


def says_the_same(row: PromoBanner, other: PromoBanner) -> bool:
    """Whether two lines are one that was sent twice."""
    names = ("text", "style", "link_label", "show_from", "show_until", "has_no_end", "replaces_id", "language")
    return all(getattr(row, name) == getattr(other, name) for name in names) and all(
        (getattr(row, name) or None) == (getattr(other, name) or None) for name in BANNER_LINKS
    )
