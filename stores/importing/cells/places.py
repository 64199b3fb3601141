"""Where a store is: states, ZIP codes, coordinates, time zones. Raw text to values. Pure."""

import re
from decimal import Decimal, InvalidOperation

from stores.choices import STATES, TIME_ZONES
from stores.importing.columns import like
from stores.readings import Reading, Refused

_STATE_BY_NAME = {name.lower(): code for code, name in STATES.items()} | {
    "washington dc": "DC",
    "washington d c": "DC",
    "virgin islands": "VI",
    "us virgin islands": "VI",
}
ZERO_STATES = frozenset({"CT", "MA", "ME", "NH", "NJ", "PR", "RI", "VT", "VI"})
"""States whose ZIP codes begin with 0. Source: USPS, ZIP code prefixes 005-009 and 010-089."""
DOUBLE_ZERO_STATES = frozenset({"PR", "VI"})
"""States whose ZIP codes begin with 00."""

ZONES = tuple(zone for zone, _label in TIME_ZONES)
_OTHER_ZONES = {
    "us/eastern": "America/New_York",
    "us/central": "America/Chicago",
    "us/mountain": "America/Denver",
    "us/pacific": "America/Los_Angeles",
    "us/alaska": "America/Anchorage",
    "us/hawaii": "Pacific/Honolulu",
    "us/arizona": "America/Phoenix",
    "us/michigan": "America/Detroit",
    "us/aleutian": "America/Adak",
    "us/east-indiana": "America/Indiana/Indianapolis",
    "us/indiana-starke": "America/Indiana/Knox",
    "us/samoa": "Pacific/Pago_Pago",
    "america/indianapolis": "America/Indiana/Indianapolis",
    "america/fort_wayne": "America/Indiana/Indianapolis",
    "america/knox_in": "America/Indiana/Knox",
    "america/louisville": "America/Kentucky/Louisville",
    "america/shiprock": "America/Denver",
    "america/atka": "America/Adak",
    "america/virgin": "America/St_Thomas",
    "navajo": "America/Denver",
}
"""Older names of the same zones in the IANA database (its file `backward`)."""
_LOOSE_ZONES = {
    "e": "America/New_York",
    "c": "America/Chicago",
    "m": "America/Denver",
    "p": "America/Los_Angeles",
    "ak": "America/Anchorage",
    "h": "Pacific/Honolulu",
}
_SIX_PLACES = Decimal("0.000001")


_DOORS = {
    **dict.fromkeys(("store", "through the store", "inside"), "store"),
    **dict.fromkeys(("own", "own door", "outside"), "own"),
}


def door(text: str) -> Reading:
    """How a counter is reached: `store`, through the store, or `own`, by a door of its own."""
    found = _DOORS.get(text.lower())
    if found is None:
        raise Refused("Use 'store', for through the store, or 'own', for a door of its own.", like(text, _DOORS))
    return Reading(found)


def state(text: str) -> Reading:
    """A USPS code: `NJ`, `nj`, `N.J.`, `New Jersey`."""
    plain = re.sub(r"[.,'’]", "", text.lower()).strip()
    code = plain.replace(" ", "").upper()
    if code in STATES:
        return Reading(code, code, () if text == code else ("written as USPS does",))
    if by_name := _STATE_BY_NAME.get(" ".join(plain.split())):
        return Reading(by_name, by_name, ("a state by its name",))
    raise Refused("Use a two-letter state code, such as NJ.", _STATE_BY_NAME.get(like(plain, _STATE_BY_NAME), ""))


def postal_code(text: str, state_code: str) -> Reading:
    """`08071` or `08071-1234`. A zero that a spreadsheet took is put back where the state's ZIPs begin with one."""
    digits = re.sub(r"[\s-]", "", text)
    if not digits.isascii() or not digits.isdigit():
        raise Refused("Use a five-digit ZIP Code, such as 08071 or 08071-1234.")
    reasons = []
    full = len(digits) if len(digits) in {5, 9} else 5 if len(digits) < 5 else 9
    lost = full - len(digits)
    if lost:
        zeros = 2 if state_code in DOUBLE_ZERO_STATES else 1 if state_code in ZERO_STATES else 0
        if lost > zeros:
            raise Refused("Use a five-digit ZIP Code, such as 08071 or 08071-1234.", _likely_zip(digits, full))
        digits = digits.zfill(full)
        reasons.append(f"a leading zero was lost: ZIPs of {state_code} begin with 0")
    value = digits if full == 5 else f"{digits[:5]}-{digits[5:]}"
    if not reasons and value != text:
        reasons.append("written as USPS does")
    return Reading(value, value, tuple(reasons))


def _likely_zip(digits: str, full: int) -> str:
    return digits.zfill(full) if full == 5 and len(digits) == 4 else ""


def country(text: str) -> Reading:
    plain = re.sub(r"[.\s]", "", text.lower())
    if plain in {"us", "usa", "unitedstates", "unitedstatesofamerica"}:
        return Reading("US", "US", () if text == "US" else ("written as two letters",))
    raise Refused("Only stores in the United States can be kept.", "US")


def degrees(text: str, limit: int) -> Reading:
    """A coordinate to six places (11 cm), at most `limit` in either direction."""
    reasons = []
    plain = text.strip().rstrip("°").strip()
    if re.fullmatch(r"-?\d+,\d+", plain):
        plain = plain.replace(",", ".")
        reasons.append("a decimal comma")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        raise Refused("Give degrees as a decimal number, such as 39.7323 or -75.1316.") from None
    if not number.is_finite() or abs(number) > limit:
        raise Refused(f"Give degrees from -{limit} to {limit}.")
    value = number.quantize(_SIX_PLACES)
    if value != number:
        reasons.append("rounded to six places")
    return Reading(value, f"{value.normalize():f}", tuple(reasons))


def _is_us_latitude(number: Decimal) -> bool:
    return 13 <= number <= 72 or -15 <= number <= -11


def _is_us_longitude(number: Decimal) -> bool:
    return -180 <= number <= -64 or 144 <= number <= 180


def check_coordinates(latitude: Decimal | None, longitude: Decimal | None) -> list[tuple[str, Refused]]:
    """What is wrong with the two together, by column, each with its likely value; empty where all is well."""
    if latitude is None or longitude is None:
        if latitude is longitude:
            return []
        missing = "latitude" if latitude is None else "longitude"
        return [(missing, Refused("Give both latitude and longitude, or neither."))]
    if _is_us_latitude(latitude) and _is_us_longitude(longitude):
        return []
    if _is_us_latitude(longitude) and _is_us_longitude(latitude):
        message = "Latitude and longitude are swapped."
        return [("latitude", Refused(message, _plain(longitude))), ("longitude", Refused(message, _plain(latitude)))]
    if _is_us_latitude(latitude) and _is_us_longitude(-longitude):
        message = "The longitude lies outside the United States: its minus is missing."
        return [("longitude", Refused(message, _plain(-longitude)))]
    return [("longitude", Refused("The place lies outside the United States."))]


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def time_zone(text: str) -> Reading:
    """An IANA name. `Eastern` and `EST` are refused: which zone a store keeps is never guessed."""
    name = text.replace(" ", "_")
    if name in ZONES:
        return Reading(name)
    by_lower = {zone.lower(): zone for zone in ZONES}
    if zone := by_lower.get(name.lower()):
        return Reading(zone, zone, ("upper and lower case",))
    if zone := _OTHER_ZONES.get(name.lower()):
        return Reading(zone, zone, ("an older name of the same zone",))
    loose = re.fullmatch(r"(e|c|m|p|ak|h)(?:[sd]?t|astern|entral|ountain|acific)(?:[_ ].*)?", name.lower())
    likely = _LOOSE_ZONES[loose.group(1)] if loose else _likely_zone(name)
    raise Refused("Use an IANA time zone of the United States, such as America/New_York.", likely)


def _likely_zone(name: str) -> str:
    """The zone that looks most like the name, by its city alone too: `New York`, `america/newyork`."""
    by_city = {zone.rpartition("/")[2]: zone for zone in ZONES}
    return like(name, ZONES) or by_city.get(like(name, by_city), "")
