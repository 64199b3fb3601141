"""The closed lists that a store chooses from."""

import re
from zoneinfo import ZoneInfo

import pytest
from django.db.models import TextChoices

from stores.choices import TIME_ZONES, Counter, Language, Service, Weekday, usps_states

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@pytest.mark.parametrize("zone", [zone for zone, _label in TIME_ZONES])
def test_every_time_zone_is_one_of_the_worlds(zone: str) -> None:
    assert ZoneInfo(zone).key == zone


def test_every_time_zone_of_the_states_is_there() -> None:
    zones = {zone for zone, _label in TIME_ZONES}
    assert zones >= {
        "America/New_York",
        "America/Chicago",
        "America/Denver",
        "America/Phoenix",
        "America/Los_Angeles",
        "America/Anchorage",
        "Pacific/Honolulu",
        "America/Puerto_Rico",
        "Pacific/Guam",
    }


def test_time_zone_is_shown_by_its_place() -> None:
    labels = dict(TIME_ZONES)
    assert labels["America/North_Dakota/New_Salem"] == "North Dakota, New Salem (America/North_Dakota/New_Salem)"


@pytest.mark.parametrize("choices", [Counter, Service, Language])
def test_slugs_can_stand_in_addresses_and_in_lists_that_are_searched_as_text(choices: type[TextChoices]) -> None:
    assert [value for value in choices.values if not SLUG.fullmatch(value)] == []


def test_week_begins_on_monday_as_iso_8601_has_it() -> None:
    assert (Weekday.MONDAY, Weekday.SUNDAY, len(Weekday)) == (1, 7, 7)


def test_states_have_their_postal_codes() -> None:
    states = dict(usps_states())
    assert {"NJ": "New Jersey", "PR": "Puerto Rico", "DC": "District of Columbia"}.items() <= states.items()
    assert len(states) >= 50
