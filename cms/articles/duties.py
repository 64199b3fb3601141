"""Pages that the law asks pharmacies for: what each must say, and where that is written.

What is law here is the list of parts, and one sentence. The texts are the network's: have a lawyer check them.
Read in the Code of Federal Regulations: 45 CFR 164.520 (privacy practices), 45 CFR 92.10 (nondiscrimination),
45 CFR 92.11 (help with languages). An accessibility statement is what Section 504 (45 CFR 84.84) leads to: patients
must be able to say what they can't use.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from stores.wording import _


class Duty(models.TextChoices):
    """Which of these pages a standard page is, in the order of a site's footer."""

    PRIVACY = "privacy_practices", "Notice of privacy practices (HIPAA)"
    NONDISCRIMINATION = "nondiscrimination", "Notice of nondiscrimination (Section 1557)"
    LANGUAGE_HELP = "language_help", "Notice of language help (Section 1557)"
    ACCESSIBILITY = "accessibility", "Accessibility statement (Section 504)"


SHORT_NAMES = {
    Duty.PRIVACY: "notice of privacy practices",
    Duty.NONDISCRIMINATION: "notice of nondiscrimination",
    Duty.LANGUAGE_HELP: "notice of language help",
    Duty.ACCESSIBILITY: "accessibility statement",
}
"""Each in the middle of a sentence."""

HEADERS: Mapping[str, str] = {
    Duty.PRIVACY: _(
        "THIS NOTICE DESCRIBES HOW MEDICAL INFORMATION ABOUT YOU MAY BE USED AND DISCLOSED AND HOW YOU CAN GET ACCESS "
        "TO THIS INFORMATION. PLEASE REVIEW IT CAREFULLY."
    )
}
"""The sentence that stands above the notice, word for word as 45 CFR 164.520(b)(1)(i) gives it. In Spanish it is
our translation: a lawyer has to check it like the texts.
"""

CONTACTS = {
    Duty.PRIVACY: "Name whom to ask about it: a person or an office, and a phone number (45 CFR 164.520(b)(1)(vii)).",
    Duty.NONDISCRIMINATION: "Name whoever hears complaints, and how to reach them (45 CFR 92.10(a)(1)).",
    Duty.ACCESSIBILITY: "Say how to report what can't be used: a phone number, an email address.",
}
"""Kinds that need a contact, and what is asked for where there is none."""
EFFECTIVE = "Give the day since when it is in force (45 CFR 164.520(b)(1)(viii))."
LANGUAGES_WANTED = 15
"""Languages besides English, the most spoken of the state by people who speak little English: 45 CFR 92.11(b)."""
HELP_BLOCK = "language_help"

HELP_LANGUAGES = {
    "am": ("Amharic", "አማርኛ"),
    "ar": ("Arabic", "العربية"),
    "bn": ("Bengali", "বাংলা"),
    "my": ("Burmese", "မြန်မာ"),
    "zh-Hans": ("Chinese, simplified", "简体中文"),
    "zh-Hant": ("Chinese, traditional", "繁體中文"),
    "fa": ("Farsi", "فارسی"),
    "fr": ("French", "Français"),
    "de": ("German", "Deutsch"),
    "el": ("Greek", "Ελληνικά"),
    "gu": ("Gujarati", "ગુજરાતી"),
    "ht": ("Haitian Creole", "Kreyòl Ayisyen"),
    "he": ("Hebrew", "עברית"),
    "hi": ("Hindi", "हिन्दी"),
    "hmn": ("Hmong", "Hmoob"),
    "ilo": ("Ilocano", "Ilokano"),
    "it": ("Italian", "Italiano"),
    "ja": ("Japanese", "日本語"),
    "km": ("Khmer", "ខ្មែរ"),
    "ko": ("Korean", "한국어"),
    "lo": ("Lao", "ລາວ"),
    "nv": ("Navajo", "Diné bizaad"),
    "ne": ("Nepali", "नेपाली"),
    "pdc": ("Pennsylvania Dutch", "Deitsch"),
    "pl": ("Polish", "Polski"),
    "pt": ("Portuguese", "Português"),
    "pa": ("Punjabi", "ਪੰਜਾਬੀ"),
    "ro": ("Romanian", "Română"),
    "ru": ("Russian", "Русский"),
    "sm": ("Samoan", "Gagana Samoa"),
    "sh": ("Serbo-Croatian", "Srpskohrvatski"),
    "so": ("Somali", "Soomaali"),
    "es": ("Spanish", "Español"),
    "sw": ("Swahili", "Kiswahili"),
    "tl": ("Tagalog", "Tagalog"),
    "te": ("Telugu", "తెలుగు"),
    "th": ("Thai", "ไทย"),
    "tr": ("Turkish", "Türkçe"),
    "uk": ("Ukrainian", "Українська"),
    "ur": ("Urdu", "اردو"),
    "vi": ("Vietnamese", "Tiếng Việt"),
    "yi": ("Yiddish", "ייִדיש"),
    "yo": ("Yoruba", "Yorùbá"),
}
"""Code of HTML's `lang` -> name in English, and what speakers call it."""
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi"})


def direction_of(code: str) -> str:
    """HTML's `dir` of a language."""
    return "rtl" if code in RIGHT_TO_LEFT else "ltr"


def helps_in(body: Iterable[Mapping[str, Any]]) -> list[tuple[frozenset[str], str, str]]:
    """The texts of help with languages in the raw data of a body: states (none: every state), language, text."""
    texts = (text for block in body if block["type"] == HELP_BLOCK for text in block["value"]["texts"])
    values = (text.get("value", text) for text in texts)
    return [(frozenset(value.get("states") or ()), value["language"], value["text"]) for value in values]


def texts_for(body: Iterable[Mapping[str, Any]], state: str) -> dict[str, str]:
    """Language -> text for a store of this state; the one that names the state goes before the one for all."""
    found = helps_in(body)
    general = {language: text for states, language, text in found if not states}
    return general | {language: text for states, language, text in found if state in states}


def check_parts(page: Any) -> None:
    """ValidationError that names each part that a page of its kind must have and has not."""
    errors: dict[str, str] = {}
    if not page.duty:
        errors |= {name: "Only a page of one of these kinds has it." for name in OF_A_DUTY if getattr(page, name)}
    elif page.duty in CONTACTS and not page.contact.strip():
        errors["contact"] = CONTACTS[page.duty]
    if page.duty == Duty.PRIVACY and page.effective_on is None:
        errors["effective_on"] = EFFECTIVE
    if page.duty == Duty.LANGUAGE_HELP and not helps_in(page.body.raw_data):
        errors["body"] = "Add a block “Language help” with the texts in other languages (45 CFR 92.11(b))."
    if errors:
        raise ValidationError(errors)


OF_A_DUTY = ("effective_on", "contact")
"""Fields that only these pages have."""
