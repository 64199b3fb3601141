"""The newsroom takes federal holidays from a list."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from stores.models import HolidayClosure, StorePage
from tests.factories.dated import make_holiday
from tests.stores.conftest import ClientOf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_in_2026")]
URL = "/admin/holidays/federal/"


@pytest.fixture
def _in_2026() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 12, 18, 20, 0, tzinfo=UTC), tick=False):
        yield


@pytest.mark.parametrize("role", ["editor", "admin"])
def test_newsroom_takes_two_of_next_year(role: str, client_of: ClientOf) -> None:
    client = client_of(role)
    assert "Thanksgiving Day, Thursday, November 25" in client.get(f"{URL}?year=2027").content.decode()
    response = client.post(f"{URL}?year=2027", {"taken": ["2027-11-25", "2027-12-25"]})
    assert response.headers["Location"] == reverse("wagtailsnippets_stores_holidayclosure:list")
    assert {str(day) for day in HolidayClosure.objects.values_list("starts_on", flat=True)} == {
        "2027-11-25",
        "2027-12-25",
    }


@pytest.mark.parametrize("role", ["owner", "staff", "neighbour"])
def test_people_of_stores_get_404(role: str, client_of: ClientOf) -> None:
    client = client_of(role)
    assert client.get(URL).status_code == client.post(URL, {"taken": ["2026-12-25"]}).status_code == 404
    assert not HolidayClosure.objects.exists()


@pytest.mark.parametrize("taken", [[], ["2026-12-24"], ["2027-12-25"], ["2026-11-26"], ["x"]])
def test_nothing_and_what_is_no_holiday_of_the_year_are_refused(taken: list[str], client_of: ClientOf) -> None:
    response = client_of("editor").post(f"{URL}?year=2026", {"taken": taken})
    assert response.status_code == 200
    assert not HolidayClosure.objects.exists()


def test_day_that_is_said_already_is_listed_and_not_offered(client_of: ClientOf) -> None:
    make_holiday("Xmas")
    page = client_of("editor").get(f"{URL}?year=2026").content.decode()
    assert 'value="2026-12-25"' not in page
    assert "Christmas Day, Friday, December 25" in page


@pytest.mark.parametrize("year", ["", "1999", "x", "99999999999999999999"])
def test_year_that_makes_no_sense_is_this_year(year: str, client_of: ClientOf) -> None:
    assert "Christmas Day, Friday, December 25" in client_of("editor").get(URL, {"year": year}).content.decode()


def test_what_is_over_is_not_proposed_and_a_year_without_a_holiday_left_is_not_offered(client_of: ClientOf) -> None:
    view = client_of("editor").get(URL).context["view"]
    assert [each.label for each in view.proposals] == ["Christmas Day"]
    with time_machine.travel(datetime(2026, 12, 26, 20, 0, tzinfo=UTC), tick=False):
        context = client_of("admin").get(URL).context["view"]
    assert (context.years, context.proposals[0].label) == ([2027, 2028, 2029], "New Year's Day")


def test_list_of_holidays_leads_to_it(pitman: StorePage, client_of: ClientOf) -> None:
    page = client_of("editor").get(reverse("wagtailsnippets_stores_holidayclosure:list")).content.decode()
    assert URL in page
