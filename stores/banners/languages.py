"""Which language a promo line is in, and which other line says the same: asked for where the network has several."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.text import Truncator
from wagtail.models import Locale

from stores.banners.models import BannerFields
from stores.languages import language_names, name_of_language, own_language

ASK = ("language", "translates")
LONGEST_NAME = 40
"""Characters of a line that a list of choices on a phone has room for."""


class SpokenLineForm(forms.Form):
    """The part of a form of a line that asks so; nothing of it where texts are in one language."""

    language = forms.ChoiceField(label="Language", required=False)
    translates = forms.ChoiceField(
        label="Says the same as",
        required=False,
        help_text="A line in another language. A site shows one of the two: the one in its own language.",
    )
    others: dict[str, BannerFields]

    def ask_for_language(self, row: BannerFields, others: Iterable[BannerFields]) -> None:
        """`others`: lines that may say the same, the row itself perhaps among them."""
        self.others = {str(each.pk): each for each in others if each.pk and each.pk != row.pk}
        fields: dict[str, Any] = self.fields
        if len(language_names()) == 1:
            for name in ASK:
                del fields[name]
            return
        fields["language"].choices = list(language_names().items())
        self.initial["language"] = row.language
        if not self.others:
            del fields["translates"]
            return
        same = [pk for pk, each in self.others.items() if row.translation_key and _are_joined(row, each)]
        fields["translates"].choices = [
            ("", "No other line"),
            *((pk, _name(each)) for pk, each in self.others.items()),
        ]
        self.initial["translates"] = same[0] if same else ""

    def clean_language(self) -> str:
        """What says nothing of it changes nothing."""
        return str(self.cleaned_data["language"] or self.initial["language"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        other = self.others.get(data.get("translates") or "")
        if other is not None and "language" in data:
            beside = [other, *(each for each in self.others.values() if _are_joined(other, each))]
            taken = next((each for each in beside if each.language == data["language"]), None)
            if taken is not None:
                spoken = name_of_language(data["language"])
                self.add_error("translates", f"“{taken.text}” is in {spoken} too. Change the language of one of them.")
        return data

    def joined(self, row: BannerFields) -> list[BannerFields]:
        """Say in the row what the clean form says; the other lines that changed along with it."""
        if "translates" not in self.fields or self.add_prefix("translates") not in self.data:
            return []
        return join_lines(row, self.others.get(self.cleaned_data["translates"]))


def set_line_language(row: BannerFields, code: str) -> None:
    """The line is in this language; of the network's own its row says nothing."""
    is_own = code == own_language()
    row.locale = None if is_own else Locale.objects.get_for_language(code)


def join_lines(row: BannerFields, other: BannerFields | None) -> list[BannerFields]:
    """The row says the same as the other line, or as none; what changed of the other one, which is not saved here."""
    if other is None:
        row.translation_key = None
        return []
    changed = []
    if other.translation_key is None:
        other.translation_key = uuid4()
        changed.append(other)
    row.translation_key = other.translation_key
    return changed


def _are_joined(row: BannerFields, other: BannerFields) -> bool:
    return row.translation_key is not None and row.translation_key == other.translation_key


def _name(row: BannerFields) -> str:
    return f"{Truncator(row.text).chars(LONGEST_NAME)} ({name_of_language(row.language)})"
