"""Forms of what a store says of itself: about us, services and payment, tasks."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from phonenumber_field.phonenumber import PhoneNumber

from stores.choices import Payment, Service, StepFree, TaskKind
from stores.editing.uploads import PhotoInput, picture_upload
from stores.store.models.own_words import LONGEST_SERVICE
from stores.store.models.store import StorePage
from stores.store.own_words import SERVICE_TEXTS, welcome_of
from stores.store.pharmacists import why_not_shown
from stores.store.tasks import LONGEST_ADDRESS, LONGEST_LABEL, MOST_TASKS, WAYS, Task, shown_tasks, task_name, task_of

CHANGED_MEANWHILE = (
    "Somebody else changed this while you had it open, and nothing of yours is saved yet. To keep yours, save again."
)


class OwnWordsForm(forms.Form):
    """Changes `names` of the shown version of a store. `values` says how, once the form is valid."""

    names: tuple[str, ...] = ()
    was = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, version: StorePage, user: Any, **kwargs: Any) -> None:
        first = {**self.initial_of(version), "was": self.mark_of(version), **kwargs.pop("initial", {})}
        super().__init__(*args, **{**kwargs, "initial": first})
        self.version, self.user = version, user

    def initial_of(self, version: StorePage) -> dict[str, Any]:
        return {name: getattr(version, name) for name in self.names if name in self.base_fields}

    def mark_of(self, version: StorePage) -> str:
        """What somebody has seen, to know whether it is still so."""
        fields: list[Any] = [version._meta.get_field(name) for name in self.names]
        seen = json.dumps([getattr(version, field.attname) for field in fields])
        return hashlib.sha256(seen.encode()).hexdigest()[:16]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        now = self.mark_of(self.version)
        if data.get("was") != now and not self.errors and self.values() != self.before():
            # Once: what is sent again is meant.
            again: Any = self.data
            self.data = again = again.copy()
            again["was"] = now
            self.add_error(None, CHANGED_MEANWHILE)
        return data

    def values(self) -> dict[str, Any]:
        """Field of the store page -> what it shall be."""
        found = {name: self.cleaned_data[name] for name in self.names if name in self.cleaned_data}
        # Browsers send the ends of lines in two characters.
        return {
            name: value.replace("\r\n", "\n") if isinstance(value, str) else value for name, value in found.items()
        }

    def before(self) -> dict[str, Any]:
        return {name: getattr(self.version, name) for name in self.values()}


class AboutForm(OwnWordsForm):
    """Welcome text, photo of the shop, pharmacist in charge. A photo goes into the store's own collection."""

    names = ("welcome", "shop_photo", "shop_photo_alt", "pharmacist_name", "pharmacist_photo", "pharmacist_line")
    photos = ("shop_photo", "pharmacist_photo")

    welcome = forms.CharField(
        label="Welcome text", max_length=600, required=False, widget=forms.Textarea({"rows": 4, "maxlength": ""})
    )
    shop_photo = forms.FileField(label="Photo of your shop", required=False, widget=PhotoInput)
    no_shop_photo = forms.BooleanField(label="Remove the photo of the shop", required=False)
    shop_photo_alt = forms.CharField(
        label="What the photo shows", max_length=120, required=False, help_text="For people who can’t see it."
    )
    pharmacist_name = forms.CharField(label="Pharmacist in charge", max_length=80, required=False)
    pharmacist_photo = forms.FileField(label="Photo of the pharmacist", required=False, widget=PhotoInput)
    no_pharmacist_photo = forms.BooleanField(label="Remove the photo of the pharmacist", required=False)
    pharmacist_line = forms.CharField(
        label="A line about the pharmacist",
        max_length=200,
        required=False,
        help_text="Such as: Here since 2009. Speaks Spanish.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["welcome"].help_text = f"Empty: {welcome_of('', self.version.title, self.version.city)}"
        self.fields["pharmacist_name"].help_text = why_not_shown(self.version)
        self.uploads: dict[str, Any] = {}
        for name in self.photos:
            if getattr(self.version, name) is None:
                del self.fields[f"no_{name}"]

    def initial_of(self, version: StorePage) -> dict[str, Any]:
        """A photo that is there is none that was sent."""
        return {name: value for name, value in super().initial_of(version).items() if name not in self.photos}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for name in self.photos:
            if data.get(name) and data.get(f"no_{name}"):
                self.add_error(f"no_{name}", "Choose a new photo, or remove the old one: not both.")
            elif data.get(name):
                self._check_photo(name, data[name])
        return data

    def _check_photo(self, name: str, file: Any) -> None:
        title = f"{self.version.title}: {self.fields[name].label}"
        try:
            self.uploads[name] = picture_upload(by=self.user, store=self.version, title=title, file=file)
        except ValidationError as error:
            self.add_error(name, error)

    def values(self) -> dict[str, Any]:
        found = super().values()
        for name in self.photos:
            if not found.get(name):
                found.pop(name, None)
            if self.cleaned_data.get(f"no_{name}"):
                found[name] = None
        return found

    def save_photos(self) -> dict[str, Any]:
        """The pictures that were sent, saved: field of the store page -> picture."""
        return {name: upload.save() for name, upload in self.uploads.items()}


class ServicesForm(OwnWordsForm):
    """Services with a short text each, insurance and payment, parking and the way in."""

    names = ("services", "service_texts", "insurance", "payment", "parking", "step_free", "access_note")

    insurance = forms.CharField(
        label="Insurance plans you take",
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="One on each line. Empty: patients read that they can ask you.",
    )
    payment = forms.MultipleChoiceField(
        label="Payment you take", choices=Payment.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    parking = forms.CharField(max_length=200, required=False, help_text="Such as: Free, behind the building.")
    step_free = forms.ChoiceField(
        label="Step-free entrance", choices=[("", "Not said"), *StepFree.choices], required=False
    )
    access_note = forms.CharField(
        label="About the way in",
        max_length=200,
        required=False,
        help_text="Such as: Ring the bell, and we open the wide door.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for slug, label in Service.choices:
            is_given = slug in self.version.services
            self.fields[f"has_{slug}"] = forms.BooleanField(label=label, required=False, initial=is_given)
            self.fields[f"text_{slug}"] = forms.CharField(
                label=f"About {label.lower()}",
                required=False,
                max_length=LONGEST_SERVICE,
                initial=self.version.service_texts.get(slug, ""),
                widget=forms.Textarea({"rows": 4, "placeholder": SERVICE_TEXTS[slug]}),
            )

    def services(self) -> Iterator[tuple[Any, Any]]:
        """Each service's two fields, for the template."""
        for slug in Service.values:
            yield self[f"has_{slug}"], self[f"text_{slug}"]

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        texts = {slug: data.get(f"text_{slug}", "").strip() for slug in Service.values}
        return {
            **super().values(),
            "services": [slug for slug in Service.values if data.get(f"has_{slug}")],
            "service_texts": {slug: text for slug, text in texts.items() if text},
        }


WEB, PHONE, SMS = WAYS
WAY_CHOICES = [(WEB, "Opens a web page"), (PHONE, "Calls a number"), (SMS, "Texts a number")]
ONE_OF_EACH = [kind for kind in TaskKind.values if kind != TaskKind.OTHER]


class TasksForm(OwnWordsForm):
    """Every kind of task once, and some of the store's own; each leads to a page, a call or a text message."""

    names = ("tasks",)
    moved: int | None = None
    """The task that a tap has just moved; the rest of what was typed is not saved yet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = [dict(task) for task in self.version.tasks]
        blank = [kind for kind in ONE_OF_EACH if all(task["kind"] != kind for task in there)]
        self.kinds = [task["kind"] for task in there] + blank
        # One more of its own at a time: the next one appears when this one is there.
        self.kinds = [*self.kinds, TaskKind.OTHER.value][:MOST_TASKS]
        for place, kind in enumerate(self.kinds):
            self._add_fields(place, kind, there[place] if place < len(there) else None)

    def _add_fields(self, place: int, kind: str, task: Task | None) -> None:
        way = next((way for way in WAYS if task and task[way]), SMS if kind == TaskKind.TEXT else WEB)
        named = TaskKind(kind).label if kind != TaskKind.OTHER else "Something else"
        to, number = task[way] if task else "", task and way != WEB
        self.fields[f"label_{place}"] = forms.CharField(
            label="What the button says",
            max_length=LONGEST_LABEL,
            required=False,
            initial=task["label"] if task else "",
            widget=forms.TextInput({"placeholder": "" if kind == TaskKind.OTHER else named}),
        )
        self.fields[f"way_{place}"] = forms.ChoiceField(
            label="What it does", choices=WAY_CHOICES, required=False, initial=way
        )
        self.fields[f"to_{place}"] = forms.CharField(
            label="Web address or number",
            max_length=LONGEST_ADDRESS,
            required=False,
            initial=PhoneNumber.from_string(to, region="US").as_national if number else to,
            widget=forms.TextInput({"autocapitalize": "off", "inputmode": "url" if way == WEB else "tel"}),
        )
        self.fields[f"place_{place}"] = forms.IntegerField(
            min_value=1, max_value=MOST_TASKS, required=False, initial=place + 1, widget=forms.HiddenInput
        )

    def rows(self) -> list[dict[str, Any]]:
        """Each task for the template, in the order that the form says: its title, where it leads, its fields."""
        shown = self.shown_indexes()
        others = [index for index in range(len(self.kinds)) if index not in shown]
        return [self._row(index, shown) for index in [*shown, *others]]

    def _row(self, index: int, shown: list[int]) -> dict[str, Any]:
        fields = [self[f"{name}_{index}"] for name in ("to", "way", "label")]
        place = self[f"place_{index}"]
        return {
            "index": index,
            "title": fields[2].value() or TaskKind(self.kinds[index]).label,
            "to": fields[0].value(),
            "fields": fields,
            "place": place,
            "is_open": any(field.errors for field in [*fields, place]) or self.moved == index,
            "may_rise": index in shown[1:],
            "may_sink": index in shown[:-1],
        }

    def shown_indexes(self) -> list[int]:
        """The tasks that lead somewhere, in their order."""
        shown = [index for index in range(len(self.kinds)) if self._typed(f"to_{index}")]
        return sorted(shown, key=lambda index: (_number(self._typed(f"place_{index}")) or index + 1, index))

    def _typed(self, name: str) -> Any:
        return self.data.get(name) if self.is_bound else self.initial.get(name, self.fields[name].initial)

    def move(self, move: str) -> None:
        """Take one task a step up or down: `3-up` is the one with the fields `to_3`. Nothing is saved by it."""
        index, _, way = move.partition("-")
        shown, number = self.shown_indexes(), _number(index)
        if number not in shown or way not in {"up", "down"}:
            return
        at = shown.index(number)
        to = min(max(at + (1 if way == "down" else -1), 0), len(shown) - 1)
        shown.insert(to, shown.pop(at))
        for place, each in enumerate(shown, start=1):
            self.initial[f"place_{each}"] = place
        self.moved = number

    @property
    def usual(self) -> list[str]:
        """What patients find while the store gives no task."""
        phone, sms = (str(number) if number else "" for number in (self.version.phone, self.version.sms))
        return [task_name(task) for task in shown_tasks([], phone=phone, sms=sms)]

    def clean(self) -> dict[str, Any]:
        self.tasks: list[Task] = []
        found = []
        for place, kind in enumerate(self.kinds):
            task = self._task(place, kind)
            if task is not None:
                found.append((self.cleaned_data.get(f"place_{place}") or place + 1, place, task))
        self.tasks = [task for _wished, _place, task in sorted(found, key=lambda each: each[:2])]
        return super().clean()

    def _task(self, place: int, kind: str) -> Task | None:
        data = self.cleaned_data
        to, label = str(data.get(f"to_{place}") or "").strip(), str(data.get(f"label_{place}") or "").strip()
        way = data.get(f"way_{place}") or WEB
        if not to:
            if label:
                self.add_error(f"to_{place}", "Say where it leads, or clear its name.")
            return None
        if kind == TaskKind.OTHER and not label:
            self.add_error(f"label_{place}", "Say what the button says.")
        try:
            return task_of(kind, label=label, **{way: address_of(to) if way == WEB else number_of(to)})
        except ValidationError as error:
            self.add_error(f"to_{place}", error)
            return None

    def values(self) -> dict[str, Any]:
        return {"tasks": self.tasks}


def _number(text: Any) -> int | None:
    digits = str(text or "")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 4 else None


def address_of(text: str) -> str:
    """A web address as people type it: with or without its scheme."""
    full = text if "://" in text else f"https://{text}"
    URLValidator(["http", "https"], message="This is no web address, such as refills.mypharmacy.com.")(full)
    return full


def number_of(text: str) -> str:
    """A phone number in E.164."""
    number = PhoneNumber.from_string(text, region="US")
    if not number.is_valid():
        raise ValidationError("This is no phone number, such as (856) 555-0100.")
    return str(number.as_e164)
