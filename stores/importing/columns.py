"""The columns of an import file, their other names in the wild, and what each holds."""

import re
from collections.abc import Collection, Iterable
from difflib import get_close_matches

LINK_COLUMNS = ("facebook", "instagram", "refill", "transfer", "vaccination", "app")
PHONE_COLUMNS = ("phone", "fax", "sms")
COUNTERS = ("store", "pharmacy", "drive-through", "delivery")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOURS = {f"hours_{counter.replace('-', '_')}": counter for counter in COUNTERS}
"""Column -> counter."""
DAY_COLUMNS = {f"{column}_{day}": (column, number) for column in HOURS for number, day in enumerate(DAYS)}
"""Hours of one weekday alone, as many chains keep them: column -> (the counter's column, 0 = Monday)."""

DOORS = {f"door_{counter.replace('-', '_')}": counter for counter in COUNTERS if counter != "store"}
"""Column -> counter: how it is reached."""

TIME_COLUMNS = {f"{column}_{end}": (column, end) for column in DAY_COLUMNS for end in ("open", "close")}
"""The opening and the closing time of one weekday, alone: column -> (the weekday's column, which of the two)."""
STREET_PARTS = ("house_number", "street_2")
"""What some files keep beside the street: it becomes part of it."""
PROBLEMS = "problems"
PROPOSED_ZONE = "proposed_time_zone"
ANNOTATIONS = frozenset({PROBLEMS, PROPOSED_ZONE})
"""Columns that a file of skipped rows has for whoever corrects it. An import does not read them."""

MEANINGS = {
    "code": "The store's own key: lower-case letters, digits, hyphens. Never changes.",
    "name": "The name that patients read.",
    "legal_name": "The registered name.",
    "privacy_contact": "Whom patients ask about their privacy, with a phone number.",
    "hostname": "The host of the store's site, such as pitman.example.com.",
    "frontend_address": "Of the store's own frontend, such as https://www.example.com/pitman. "
    "Empty: as the network's default says. 'built-in': it has none.",
    "built_in_site": "redirect: leads to the frontend (the usual). noindex: stays, and search engines leave it out.",
    "street": "Street and number.",
    "city": "City.",
    "state": "Two letters, such as NJ.",
    "postal_code": "ZIP as 08071 or 08071-1234.",
    "country": "US.",
    "latitude": "Degrees, such as 39.7323; with longitude or not at all.",
    "longitude": "Degrees, such as -75.1316.",
    "phone": "Such as (856) 589-2392.",
    "fax": "As phone.",
    "sms": "Number for text messages, as phone.",
    "email": "One address.",
    "time_zone": "IANA name, such as America/New_York. Never guessed from the ZIP.",
    "npi": "10 digits.",
    "ncpdp": "7 digits.",
    "license_number": "The pharmacy's own, as its state's board of pharmacy writes it.",
    "pharmacist_in_charge": "A name, such as Dana Reyes, PharmD.",
    "pharmacist_license": "License number of the pharmacist in charge, where the state wants it.",
    "groups": "Store groups by slug, joined by |.",
    "services": "Services by slug, joined by |.",
    "languages": "ISO 639 codes, joined by |.",
    "facebook": "Web address.",
    "instagram": "Web address.",
    "refill": "Web address: refill a prescription.",
    "transfer": "Web address: transfer a prescription.",
    "vaccination": "Web address: book a vaccination.",
    "app": "Web address: the app.",
    "hours_store": "OSM opening_hours: Mo-Fr 09:00-19:00, Sa 09:00-16:00. 24/7 is always open. "
    "Empty: department not listed. 'unknown': listed, hours not known.",
    "hours_pharmacy": "As hours_store.",
    "hours_drive_through": "As hours_store.",
    "hours_delivery": "As hours_store.",
    "door_pharmacy": "store: reached through the store, and shown as open only while that is (the usual). "
    "own: it has a door of its own.",
    "door_drive_through": "As door_pharmacy; own is the usual.",
    "door_delivery": "As door_pharmacy.",
    "exceptions": "Dated hours as the JSON list of the import contract, "
    "or as 2026-12-24: 09:00-13:00, 2026-12-25: closed.",
    "banners": "Promo lines as the JSON list of the import contract.",
}
COLUMNS = tuple(MEANINGS)
REQUIRED = ("code", "name", "hostname", "street", "city", "state", "postal_code", "phone", "time_zone")
"""What a new store must have; none of them may be emptied later."""

_ALIASES = {
    "code": "store code|store id|store number|store no|store num|store #|location id|location code|entity id|ref|id",
    "name": "store name|display name|location name|pharmacy name|business name|title|dba",
    "privacy_contact": "privacy officer|hipaa contact",
    "legal_name": "legal|legal business name|registered name|company name",
    "hostname": "host|host name|domain|site|subdomain",
    "frontend_address": "frontend|frontend url",
    "built_in_site": "builtin site",
    "street": "address|street address|address 1|address line 1|address line1|address1|addr|street 1|line 1|"
    "addr street|addr street address",
    "city": "town|locality|addr city|address city",
    "state": "province|state code|st|addr state|state province|administrative area|region|address region|"
    "address state",
    "postal_code": "zip|zip code|zipcode|postcode|postal|zip postal code|addr postcode|address postal code",
    "country": "country code|addr country|country region|address country code|address country",
    "latitude": "lat|yext display coordinate latitude|display coordinate latitude|geocoded coordinate latitude",
    "longitude": "lng|lon|long|yext display coordinate longitude|display coordinate longitude|"
    "geocoded coordinate longitude",
    "phone": "telephone|phone number|tel|main phone|primary phone|telephone number|store phone|contact phone",
    "fax": "fax number|facsimile|contact fax",
    "sms": "text|text line|mobile|text number",
    "email": "e mail|email address|mail|emails|contact email",
    "time_zone": "timezone|tz|zone|time zone id|timezone id",
    "npi": "npi number|national provider identifier",
    "ncpdp": "ncpdp id|nabp|ncpdp number",
    "license_number": "license|license no|license num|state license|state license number|pharmacy license|"
    "pharmacy license number|pharmacy permit|permit number|store license|state license no",
    "pharmacist_in_charge": "pic|pharmacist|pharmacist in charge name|pic name|rph in charge|responsible pharmacist",
    "pharmacist_license": "pic license|pic license number|pharmacist license number|pharmacist in charge license|"
    "pharmacist in charge license number|rph license",
    "groups": "group|store groups|store group",
    "services": "service",
    "languages": "language|languages spoken",
    "facebook": "facebook url|facebook page|facebook page url|links facebook|contact facebook",
    "instagram": "instagram url|links instagram|contact instagram",
    "refill": "refill url|refills|links refill",
    "transfer": "transfer url|links transfer",
    "vaccination": "vaccination url|vaccinations|links vaccination",
    "app": "app url|links app",
    "hours_store": "hours|opening hours|store hours|business hours|regular hours",
    "hours_pharmacy": "pharmacy hours|rx hours|opening hours pharmacy",
    "hours_drive_through": "drive through hours|drive thru hours|hours drive thru|opening hours drive through|"
    "drive through hours of operation",
    "hours_delivery": "delivery hours|opening hours delivery",
    "door_pharmacy": "pharmacy door",
    "door_drive_through": "drive through door|drive thru door|door drive thru",
    "door_delivery": "delivery door",
    "exceptions": "hours exceptions|special hours|holiday hours|exception hours",
    "banners": "promo lines|promo banners",
    "house_number": "addr housenumber|street number",
    "street_2": "address 2|address line 2|address line2|address2|street 2|line 2|suite|addr unit|unit",
    "problems": "problem",
    "proposed_time_zone": "proposed zone",
}
_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _key(name: str) -> str:
    """A header's name in one form: `Store_Name ` and `storeName` as `store name`."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.strip().lstrip("'"))
    return " ".join(re.sub(r"[^a-z0-9#]+", " ", spaced.lower()).split())


def _columns_by_name() -> dict[str, str]:
    names = {_key(alias): column for column, line in _ALIASES.items() for alias in line.split("|")}
    for column, (hours, number) in DAY_COLUMNS.items():
        names[_key(column)] = column
        counter, day = hours.removeprefix("hours_"), _DAY_NAMES[number]
        names |= {_key(f"{hours}_{day}"): column, _key(f"{counter} {day}"): column}
        if counter == "store":
            for name in (day, DAYS[number]):
                names |= dict.fromkeys((name, f"{name} hours", f"hours {name}"), column)
    return names | _time_columns_by_name() | {_key(name): name for name in (*COLUMNS, *STREET_PARTS, *ANNOTATIONS)}


_OPEN_WORDS = ("open", "opens", "opening", "open time", "opening time", "start", "from")
_CLOSE_WORDS = ("close", "closes", "closing", "close time", "closing time", "end", "to")


def _time_columns_by_name() -> dict[str, str]:
    """`monday_open`, `Mon Closing Time`, `open_monday`, `pharmacy_monday_close`, `hours.monday.open`."""
    names = {_key(column): column for column in TIME_COLUMNS}
    for column, (day_column, end) in TIME_COLUMNS.items():
        hours, number = DAY_COLUMNS[day_column]
        counter = hours.removeprefix("hours_").replace("_", " ")
        before = [f"{counter} ", f"{counter} hours ", f"hours {counter} "]
        if counter == "store":
            before += ["", "hours "]
        for day in (_DAY_NAMES[number], DAYS[number]):
            for word in _OPEN_WORDS if end == "open" else _CLOSE_WORDS:
                names |= {_key(f"{each}{day} {word}"): column for each in before}
                names |= {_key(f"{each}{word} {day}"): column for each in before}
    return names


_BY_NAME = _columns_by_name()


def column_named(name: str) -> str | None:
    """The column that a header cell means, `None` for none of ours."""
    return _BY_NAME.get(_key(name))


def is_own_name(name: str, column: str) -> bool:
    """Whether a header cell writes the column as we do, and is not one of its other names."""
    return _key(name) == _key(column)


def like(value: str, known: Iterable[str], cutoff: float = 0.72) -> str:
    """The known word that looks most like the value, or nothing."""
    by_lower = {word.lower(): word for word in known}
    close = get_close_matches(value.strip().lower(), by_lower, n=1, cutoff=cutoff)
    return by_lower[close[0]] if close else ""


def misspelt(name: str, present: Collection[str]) -> str:
    """The column that an unknown header is probably a slip of, if that column is not there already."""
    close = like(_key(name), _BY_NAME, cutoff=0.78)
    column = _BY_NAME.get(close, "")
    return "" if column in present else column
