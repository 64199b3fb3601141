"""A made-up chain of any size, always the same: what an import file of it says.

python -m benchmarks.chain 1000 > chain.json
"""

import json
import sys
from itertools import product
from typing import Any

REGIONS = (
    ("NJ", "America/New_York", "080", 39.8, -74.9),
    ("PA", "America/New_York", "191", 40.1, -75.6),
    ("NY", "America/New_York", "144", 42.9, -76.1),
    ("OH", "America/New_York", "432", 40.2, -82.7),
    ("FL", "America/New_York", "334", 27.8, -81.7),
    ("IL", "America/Chicago", "606", 40.1, -89.2),
    ("TX", "America/Chicago", "787", 31.3, -97.8),
    ("MN", "America/Chicago", "554", 45.2, -94.1),
    ("CO", "America/Denver", "802", 39.2, -105.1),
    ("AZ", "America/Phoenix", "850", 33.4, -111.9),
    ("CA", "America/Los_Angeles", "945", 36.9, -119.8),
    ("WA", "America/Los_Angeles", "981", 47.4, -121.5),
)
"""USPS code, time zone, first three digits of a ZIP code, and about the middle: each state is a region."""

FIRST = (
    "Amber",
    "Birch",
    "Cedar",
    "Dover",
    "Elm",
    "Fox",
    "Glen",
    "Haven",
    "Iron",
    "Juniper",
    "Kings",
    "Linden",
    "Mill",
)
SECOND = ("brook", "creek", "dale", "field", "ford", "gate", "ham", "hill", "mount", "port", "side", "ton", "view")
CITIES = tuple(f"{first}{second}" for first, second in product(FIRST, SECOND))
NAME_ENDINGS = ("Pharmacy", "Family Pharmacy", "Drugs", "Apothecary", "Care Pharmacy and Gifts", "Drug Store", "Rx")
STREETS = ("Main Street", "Broadway", "Oak Avenue", "Mill Road", "Second Street", "Station Lane", "Lake Drive")
SERVICES = ("delivery", "immunizations", "compounding", "testing", "specialty")
GROUPS = ("bench-east", "bench-west", "bench-family")

WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
REGULAR_WEEK = {**{day: [["09:00", "19:00"]] for day in WORKDAYS}, "sat": [["09:00", "16:00"]], "sun": []}
WEEK_WITH_LUNCH = {**REGULAR_WEEK, **{day: [["09:00", "13:30"], ["14:00", "19:00"]] for day in WORKDAYS}}
LATE_WEEK = {
    **{day: [["08:00", "01:00"]] for day in WORKDAYS},
    "sat": [["08:00", "01:00"]],
    "sun": [["10:00", "22:00"]],
}
AROUND_THE_CLOCK = {day: [["00:00", "24:00"]] for day in (*WORKDAYS, "sat", "sun")}
WEEKS = (REGULAR_WEEK, REGULAR_WEEK, REGULAR_WEEK, LATE_WEEK, AROUND_THE_CLOCK)
CHRISTMAS: dict[str, Any] = {
    "counter": None,
    "from": "2026-12-25",
    "to": "2026-12-25",
    "label": "Christmas Day",
    "slots": [],
}


def chain(size: int) -> list[dict[str, Any]]:
    """The first `size` stores, as rows of an import file (contract: `import-stores.json`)."""
    return [store_row(number) for number in range(size)]


def store_row(number: int) -> dict[str, Any]:
    """The store of this number as a row of an import file."""
    # Steps that share no factor with the lists' lengths: names and places come in no order.
    state, zone, zip_start, latitude, longitude = REGIONS[number * 5 % len(REGIONS)]
    city = CITIES[number * 67 % len(CITIES)]
    code = f"s-{number:05d}"
    return {
        "code": code,
        "name": f"{city} {NAME_ENDINGS[number * 3 % len(NAME_ENDINGS)]} {number}",
        "legal_name": f"{city} Stores LLC",
        "hostname": f"{code}.bench.localhost",
        "street": f"{number % 900 + 1} {STREETS[number % len(STREETS)]}",
        "city": city,
        "state": state,
        "postal_code": f"{zip_start}{number % 90 + 10}",
        "country": "US",
        "latitude": round(latitude + number % 83 / 100, 4),
        "longitude": round(longitude + number % 89 / 100, 4),
        "phone": f"(856) 5{number // 10_000 % 10}{number // 1_000 % 10}-{number % 10_000:04d}",
        "time_zone": zone,
        "groups": [GROUPS[number % len(GROUPS)]],
        "services": [SERVICES[number % 5], SERVICES[(number + 1) % 5]],
        "languages": ["en", "es"] if number % 4 == 0 else ["en"],
        "links": {"refill": f"https://refill.example/{code}"},
        "hours": {"store": WEEKS[number % len(WEEKS)], "pharmacy": WEEK_WITH_LUNCH},
        "exceptions": [CHRISTMAS] if number % 2 else [],
        "banners": [
            {"text": "Free delivery in {{ store.city }}", "link": None, "from": None, "until": None},
            {
                "text": "Our savings program",
                "link": {"url": "https://savings.example/", "label": "See it"},
                "from": None,
                "until": None,
            },
        ],
    }


if __name__ == "__main__":
    json.dump({"stores": chain(int(sys.argv[1]))}, sys.stdout)
