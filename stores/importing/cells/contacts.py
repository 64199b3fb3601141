"""How a store is reached: phones, e-mail, web addresses, host names, and its numbers. Raw text to values. Pure."""

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from stores.choices import BuiltInSite
from stores.readings import Reading, Refused
from stores.store.frontends import BUILT_IN, validate_frontend_address
from stores.validators import validate_code, validate_hostname, validate_license, validate_npi

_PHONE = "Use a US phone number, such as (856) 589-2392."
_NUMBER = re.compile(r"(?:\+?1[\s./-]*)?\(?\d{3}\)?[\s./-]*\d{3}[\s./-]*\d{4}")
_KEYS = re.compile(r"(?:\+?1[\s.-]*)?\(?\d{3}\)?[\s.-]*(?=[\d.-]*[A-Z]{3})[A-Z0-9]{3}[.-]?[A-Z0-9]{4}", re.I)
"""A number some of which is written in the letters of a phone's keys: `1-800-FLOWERS`."""
_EXTENSION = re.compile(r"[,;\s]*(?:ext(?:ension)?\.?|x|#)\s*(\d{1,6})\s*$", re.I)
_LICENSE_WORDS = re.compile(r"^(?:lic(?:en[sc]e)?|permit)\b\.?\s*(?:(?:no|num|number)\b\.?)?\s*[#:]?\s*", re.I)
_NCPDP_ZERO = re.compile(r"[1-9]\d{5}")


def phone(text: str) -> Reading:
    """E.164, `None` for a number that stands for none. What has more in it than one number is refused."""
    digits = re.sub(r"\D", "", text)
    if not digits and not re.search(r"[A-Za-z]", text):
        return Reading(None, "", ("stands for no number",))
    if digits and len(set(digits.removeprefix("1"))) <= 1:
        return Reading(None, "", ("a filler, no number",))
    plain = re.sub(r"^tel:", "", text.strip(), flags=re.I)
    if _NUMBER.fullmatch(plain) or _KEYS.fullmatch(plain):
        return _parsed_phone(plain)
    raise _more_than_a_number(plain)


def _more_than_a_number(text: str) -> Refused:
    """Two numbers, or one with an extension: the first is suggested, since only one can be kept."""
    if extension := _EXTENSION.search(text):
        message, rest = f"The extension {extension.group(1)} can't be kept", text[: extension.start()]
        return Refused(f"{message}: give the number alone.", _likely_number(rest) if _NUMBER.fullmatch(rest) else "")
    found = _NUMBER.findall(text)
    if len(found) > 1:
        return Refused("Give one number: there are two here.", _likely_number(found[0]))
    return Refused(f"{_PHONE} Nothing else stands with it.") if found else Refused(_PHONE)


def _likely_number(text: str) -> str:
    try:
        return _parsed_phone(text).read_as
    except Refused:
        return ""


def _parsed_phone(text: str) -> Reading:
    try:
        number = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException:
        raise Refused(_PHONE) from None
    if number.country_code != 1 or not phonenumbers.is_valid_number(number):
        raise Refused(_PHONE)
    reasons = ("letters of a phone's keys",) if re.search(r"[A-Za-z]", text) else ()
    value = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Reading(value, national(value), reasons)


def national(e164: str) -> str:
    """An E.164 number as people of its country write it: `(856) 589-2392`."""
    number = phonenumbers.parse(e164, None)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def email(text: str) -> Reading:
    plain = re.sub(r"^mailto:", "", text, flags=re.I)
    try:
        validate_email(plain)
    except ValidationError:
        raise Refused("Give one email address, such as pharmacy@example.com.") from None
    return Reading(plain, plain, () if plain == text else ("without mailto:",))


def web_address(text: str) -> Reading:
    """An address with http or https; `facebook.com/pitman` gets https."""
    has_scheme = re.match(r"https?://", text, re.I)
    plain = text if has_scheme else f"https://{text}"
    try:
        URLValidator(schemes=["http", "https"])(plain)
    except ValidationError:
        raise Refused("Give a web address, such as https://example.com/pitman.") from None
    return Reading(plain, plain, () if has_scheme else ("https:// was missing",))


def hostname(text: str) -> Reading:
    """A host name in lower case, without scheme, port and path."""
    plain = re.sub(r"^https?://", "", text.lower())
    plain = re.sub(r"(:\d+)?/?$", "", plain).rstrip(".")
    try:
        validate_hostname(plain)
    except ValidationError as error:
        likely = re.sub(r"-*[^a-z0-9.-]+-*", "-", plain.partition("/")[0]).strip("-")
        raise Refused(error.messages[0], likely) from None
    return Reading(plain, plain, () if plain == text else ("only the host, in lower case",))


def frontend_address(text: str) -> Reading:
    """Where a store's own frontend lives, or `built-in` for none; a slash at the end is cut off."""
    plain = text.rstrip("/")
    if re.fullmatch(r"built[ _-]?in", plain, re.I):
        plain = BUILT_IN
    try:
        validate_frontend_address(plain)
    except ValidationError as error:
        raise Refused(error.messages[0]) from None
    return Reading(plain, plain, () if plain == text else ("without the slash at its end",))


def built_in_site(text: str) -> Reading:
    """What the built-in site of a store does that has a frontend of its own."""
    plain = text.lower()
    if plain not in BuiltInSite.values:
        raise Refused(f"Give one of: {', '.join(BuiltInSite.values)}.")
    return Reading(plain, plain, () if plain == text else ("lower case",))


def code(text: str) -> Reading:
    plain = text.lower()
    try:
        validate_code(plain)
    except ValidationError as error:
        raise Refused(error.messages[0], re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:63]) from None
    return Reading(plain, plain, () if plain == text else ("lower case",))


def npi(text: str) -> Reading:
    plain = re.sub(r"[\s-]", "", text)
    try:
        validate_npi(plain)
    except ValidationError as error:
        raise Refused(error.messages[0]) from None
    return Reading(plain, plain, () if plain == text else ("digits only",))


def ncpdp(text: str) -> Reading:
    """Seven digits; the first two are the state's number, so one with six has lost its zero."""
    plain = re.sub(r"[\s-]", "", text)
    if _NCPDP_ZERO.fullmatch(plain):
        return Reading(f"0{plain}", f"0{plain}", ("a leading zero was lost",))
    if not re.fullmatch(r"[0-9]{7}", plain):
        raise Refused("An NCPDP id has 7 digits.")
    return Reading(plain, plain, () if plain == text else ("digits only",))


def license_number(text: str) -> Reading:
    """As the state writes it; the words before it, such as `License No.`, and a `#` are cut off."""
    plain = _LICENSE_WORDS.sub("", text).lstrip("# ")
    try:
        validate_license(plain)
    except ValidationError as error:
        raise Refused(error.messages[0]) from None
    return Reading(plain, plain, () if plain == text else ("only the number",))
