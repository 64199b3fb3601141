"""What a store's facts must look like."""

import re
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import timezone

validate_code = RegexValidator(
    r"^[a-z0-9][a-z0-9-]{0,62}\Z", "Use lower-case letters, digits and hyphens, at most 63, such as 'pitman'."
)
validate_hostname = RegexValidator(
    r"^(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\Z",
    "Write a host name in lower case, without scheme and port, such as 'pitman.example.com'.",
)
validate_ncpdp = RegexValidator(r"^[0-9]{7}\Z", "An NCPDP id has 7 digits.")
validate_license = RegexValidator(
    r"^(?=.*[0-9])[A-Za-z0-9]+([ ./-][A-Za-z0-9]+)*\Z",
    "Write the license number as the state does: letters and digits, with single spaces, hyphens, dots or slashes "
    "between them, such as 28RS00123400.",
)
validate_person = RegexValidator(r"[^\W\d_].*[^\W\d_]", "Write the name of a person, such as Dana Reyes, PharmD.")
validate_accent = RegexValidator(r"^#[0-9a-f]{6}\Z", "Write the color as #rrggbb in lower case, such as #0b6e4f.")
validate_zip = RegexValidator(r"^[0-9]{5}(-[0-9]{4})?\Z", "Write the ZIP as 08071 or 08071-1234.")


def validate_npi(value: str) -> None:
    """Ten digits whose Luhn sum with the prefix 80840 (the card issuer of US health ids) ends in 0.

    Source: CMS, "Requirements for National Provider Identifier (NPI) and NPI Check Digit".
    """
    if not re.fullmatch(r"[0-9]{10}", value):
        raise ValidationError("An NPI has 10 digits.")
    total = 0
    for place, digit in enumerate(reversed("80840" + value)):
        doubled = int(digit) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    if total % 10:
        raise ValidationError(f"{value} is no NPI: its check digit is wrong. Compare it with the NPI registry.")


def validate_site_path(value: str) -> None:
    """A path on the store's own site: begins with one slash, no host, no spaces."""
    if not re.fullmatch(r"/(?![/\\])[^\s\\]*", value):
        raise ValidationError("Write a path on the store's own site that begins with one '/', such as '/savings/'.")


FARTHEST = timedelta(days=5 * 366)
"""How far ahead somebody may mean a day; what lies beyond has another year than was meant."""


def refuse_far_days(**days: date | None) -> None:
    """ValidationError for the fields whose day is almost surely of another year."""
    last = timezone.localdate() + FARTHEST
    far = {
        name: f"{day.year} is too far ahead. Check the year."
        for name, day in days.items()
        if isinstance(day, date) and day > last
    }
    if far:
        raise ValidationError(far)
