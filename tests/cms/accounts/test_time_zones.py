"""Which zones a person may choose."""

import pytest
from wagtail.users.models import UserProfile

from cms.accounts.time_zones import ZoneForm
from tests.factories.network import make_admin

pytestmark = pytest.mark.django_db


def zones(chosen: str = "") -> list[str]:
    profile = UserProfile(user=make_admin(), current_time_zone=chosen)
    return [zone for zone, _label in ZoneForm(instance=profile).fields["current_time_zone"].choices]


def test_zones_are_those_that_browsers_know() -> None:
    """A name that they don't know ends the script that writes the offsets behind all of them."""
    found = set(zones())
    assert {"", "UTC", "America/New_York"} <= found
    assert {"localtime", "Factory", "posixrules", "EST"} & found == set()


def test_zone_that_was_chosen_before_stays() -> None:
    assert "EST" in zones("EST")
