"""Forms of how a store's site looks: theme and color, a logo, and the part of it that is shown."""

from math import floor
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.validators import MaxValueValidator, MinValueValidator
from wagtail.images.models import SourceImageIOError

from stores.choices import Theme
from stores.editing.own_words_forms import OwnWordsForm
from stores.editing.uploads import PhotoInput, picture_upload
from stores.store.look import read_color, validate_logo, validate_readable_on_white
from stores.store.models.store import StorePage
from stores.store.shades import dark_shades, least_contrast, light_shades

TWO_COLORS = "The picker and the text name two different colors. Make them the same, or change only one of them."
TITLE = "{store}: Logo"
SIDES = ("left", "top", "right", "bottom")
MOST_OFF = 90
"""Percent that may be cut off of a picture's width, and of its height."""


class LookForm(OwnWordsForm):
    """Theme and color. A color is picked, or typed, or is the readable one that was offered: `nearest`."""

    names = ("theme", "accent")

    theme = forms.ChoiceField(choices=Theme.choices, widget=forms.RadioSelect)
    picker = forms.CharField(label="Pick a color", required=False, max_length=40)
    accent = forms.CharField(
        label="Or write it",
        max_length=40,
        help_text="As # and six digits or letters from a to f, such as #0b6e4f.",
        widget=forms.TextInput(
            {
                "autocapitalize": "off",
                "autocomplete": "off",
                "spellcheck": "false",
                "maxlength": "",
                "data-color-text": "",
            }
        ),
    )
    offered = forms.CharField(required=False, max_length=40)
    shown_accent = forms.CharField(required=False, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picker"].initial = self.version.accent
        self.nearest = ""

    @property
    def shown_color(self) -> str:
        """What the picker shows: it knows no text that is no color."""
        for name in ("accent", "picker"):
            try:
                return read_color(str(self[name].value() or ""))
            except ValidationError:
                continue
        return self.version.accent

    @property
    def contrasts(self) -> dict[str, float]:
        """How well the site can be read in the store's color, on light and on dark screens: never rounded up."""
        shades = {"light": light_shades(self.version.accent), "dark": dark_shades(self.version.accent)}
        return {screen: floor(10 * least_contrast(each)) / 10 for screen, each in shades.items()}

    def clean_accent(self) -> str:
        """The color that was changed, of picker and text. The button of an offer names its own."""
        if offered := self.data.get("offered"):
            color = read_color(str(offered)[:40])
        else:
            typed, picked = str(self.cleaned_data["accent"]), str(self.cleaned_data.get("picker") or "")
            # What stood in both when they were shown: after a second tap the store has another.
            before = self.data.get("shown_accent", self.version.accent)
            is_picked = bool(picked) and picked != before
            color = read_color(typed)
            if is_picked and color == before:
                color = read_color(picked)
            elif is_picked and read_color(picked) != color:
                raise ValidationError(TWO_COLORS)
        self._check_readable(color)
        return color

    def _check_readable(self, color: str) -> None:
        try:
            validate_readable_on_white(color)
        except ValidationError as error:
            self.nearest = error.params["nearest"] if error.params else ""
            raise


LOST = "Logos stand on white, and this picture is almost white: patients would see nothing of it."


class LogoUploadForm(forms.Form):
    """A picture that may become the logo. Saved, it is one of the store's pictures, and nothing shows it yet."""

    file = forms.FileField(
        label="Choose a picture",
        widget=PhotoInput,
        help_text="A PNG, JPEG or WebP file, best at least 400 pixels wide. Of a picture that moves, the first "
        "frame is shown.",
        error_messages={"required": "Choose a picture first."},
    )

    def __init__(self, *args: Any, store: StorePage, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.store, self.user = store, user
        self.upload: Any = None

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        title = TITLE.format(store=self.store.title)
        self.upload = picture_upload(by=self.user, store=self.store, title=title, file=file)
        picture = self.upload.instance
        validate_logo(picture.width, picture.height)
        return file


class PercentInput(forms.NumberInput):
    """A slider, for thumbs and arrow keys."""

    input_type = "range"


def _side(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        initial=0,
        validators=[MinValueValidator(0), MaxValueValidator(MOST_OFF)],
        widget=PercentInput({"min": 0, "max": MOST_OFF, "step": 1, "data-side": ""}),
    )


class LogoForm(OwnWordsForm):
    """A picture becomes the logo, with words for it; or a part of it is cut out first, to be looked at again."""

    names = ("logo", "logo_alt")
    side_names = SIDES
    lost = LOST

    left, top, right, bottom = (_side(f"Off at the {side}") for side in ("left", "top", "right", "bottom"))
    logo_alt = forms.CharField(
        label="What can be read on it", max_length=120, required=False, widget=forms.TextInput({"maxlength": ""})
    )

    is_meant = forms.BooleanField(label="Show it all the same", required=False)

    def __init__(self, *args: Any, picture: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.picture = picture
        self.is_lost = picture.is_lost_on_white()
        if not self.is_lost:
            del self.fields["is_meant"]
        self.fields["logo_alt"].help_text = f"For people who can’t see it. Empty: {self.version.title}"

    def initial_of(self, version: StorePage) -> dict[str, Any]:
        return {"logo_alt": version.logo_alt}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.is_lost and not any(self.sides) and not data.get("is_meant"):
            self.add_error("is_meant", "Tick this to show it all the same, or choose another picture.")
        left, top, right, bottom = self.sides
        if left + right > MOST_OFF or top + bottom > MOST_OFF:
            self.add_error(None, "Nothing would be left of the picture. Cut less off.")
        return data

    @property
    def sides(self) -> tuple[int, int, int, int]:
        """Percent that are off at the left, the top, the right and the bottom."""
        left, top, right, bottom = (int(self.cleaned_data.get(side) or 0) for side in SIDES)
        return left, top, right, bottom

    def values(self) -> dict[str, Any]:
        return {**super().values(), "logo": self.picture}

    def cut(self) -> Any:
        """The part as a picture of its own, so that whatever shows the whole one stays as it is."""
        try:
            file = self.picture.cut(*self.sides)
        except SourceImageIOError as error:
            raise ValidationError("This picture can't be cut. Choose another one.") from error
        with file:
            file.seek(0)
            part = SimpleUploadedFile(f"logo.{str(file.name).rpartition('.')[2]}", file.read())
        title = TITLE.format(store=self.version.title)
        upload = picture_upload(by=self.user, store=self.version, title=title, file=part)
        validate_logo(upload.instance.width, upload.instance.height)
        return upload.save()
