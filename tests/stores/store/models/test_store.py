"""The store page and its folders, and what the database refuses of them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from wagtail.models import Site

from stores.choices import Counter
from stores.models import RegionPage, StorePage, StoresPage
from stores.removal.fixed import lifted
from tests.factories.network import stores_folder
from tests.factories.stores import STORE_WEEK, add_site, make_store

pytestmark = pytest.mark.django_db

Coordinates = tuple[str | None, str | None]


def place(store: StorePage, coordinates: Coordinates) -> None:
    """Writes past every form and validator."""
    latitude, longitude = (value if value is None else Decimal(value) for value in coordinates)
    StorePage.objects.filter(pk=store.pk).update(latitude=latitude, longitude=longitude)


@pytest.mark.parametrize(
    "coordinates", [(None, None), ("39.7323", "-75.1316"), ("90", "180"), ("-90", "-180"), ("0", "0")]
)
def test_database_takes_both_coordinates_or_none(coordinates: Coordinates) -> None:
    place(make_store("pitman"), coordinates)


@pytest.mark.parametrize(
    "coordinates",
    [("39.7323", None), (None, "-75.1316"), ("90.000001", "0"), ("-91", "0"), ("0", "180.000001"), ("0", "-181")],
)
def test_database_refuses_one_coordinate_and_those_off_the_earth(coordinates: Coordinates) -> None:
    store = make_store("pitman")
    with pytest.raises(IntegrityError, match="store_has_both_coordinates_or_none"):
        place(store, coordinates)


def test_form_says_what_is_wrong_with_one_coordinate() -> None:
    store = make_store("pitman")
    store.longitude = None
    with pytest.raises(ValidationError, match="Give both latitude and longitude, or neither"):
        store.full_clean()


def test_two_stores_in_one_folder_never_share_a_slug() -> None:
    make_store("pitman")
    other = make_store("switchback")
    other.slug = "pitman"
    with pytest.raises(ValidationError, match="Another store has the slug 'pitman'"):
        other.save()


def test_two_stores_in_two_regions_never_share_a_slug() -> None:
    east, west = RegionPage(title="East", slug="east"), RegionPage(title="West", slug="west")
    for region in (east, west):
        stores_folder().add_child(instance=region)
    make_store("pitman", parent=east)
    other = make_store("switchback", parent=west)
    other.slug = "pitman"
    with pytest.raises(ValidationError, match="Another store has the slug 'pitman'"):
        other.save()


def test_store_may_keep_its_slug() -> None:
    store = make_store("pitman")
    store.title = "Pitman Drugs"
    store.save()
    assert StorePage.objects.get(slug="pitman").title == "Pitman Drugs"


def test_store_may_have_the_slug_of_a_page_that_is_no_store() -> None:
    stores_folder().add_child(instance=RegionPage(title="East", slug="east"))
    assert make_store("stores").slug == "stores"


def test_root_url_is_that_of_the_first_site() -> None:
    store = make_store("pitman")
    add_site(hostname="a.localhost", port=8000, root_page=store, is_default_site=False)
    assert StorePage.objects.get(pk=store.pk).root_url == "http://pitman.localhost:8000"


def test_store_without_a_site_has_no_root_url() -> None:
    store = make_store("pitman")
    with lifted():
        Site.objects.all().delete()
    with pytest.raises(Site.DoesNotExist, match="Store pitman has no Site"):
        _ = StorePage.objects.get(pk=store.pk).root_url


def test_address_is_one_line() -> None:
    assert make_store("pitman").address_line == "39 S Broadway, Pitman, NJ 08071"


def test_links_that_a_store_does_not_give_are_none() -> None:
    assert make_store("pitman").links == {
        "facebook": "https://facebook.example/pitman",
        "instagram": None,
        "refill": None,
        "transfer": None,
        "vaccination": None,
        "app": None,
    }


def test_listed_counters_are_those_said_and_those_with_rows_in_the_lists_order() -> None:
    store = make_store("pitman", hours={"delivery": STORE_WEEK})
    store.counters = ["pharmacy"]
    assert store.listed_counters == [Counter.PHARMACY, Counter.DELIVERY]


def test_phone_is_kept_for_machines() -> None:
    store = make_store("pitman", phone="856.589.2392")
    assert str(StorePage.objects.get(pk=store.pk).phone) == "+18565892392"


def test_time_zone_has_no_default() -> None:
    with pytest.raises(ValidationError) as error:
        StorePage(title="Pitman", slug="pitman", path="0001", depth=1).clean_fields()
    assert "time_zone" in error.value.message_dict


def test_stores_stand_only_in_their_folder_or_a_region_and_nobody_makes_one_by_hand() -> None:
    assert StorePage.allowed_parent_page_models() == [StoresPage, RegionPage]
    assert StorePage not in StoresPage.creatable_subpage_models()
    assert StorePage not in RegionPage.creatable_subpage_models()


def test_a_draft_stays_a_draft() -> None:
    store = make_store("pitman")
    store.street = "1 New Street"
    store.save_revision()
    assert StorePage.objects.get(pk=store.pk).street == "39 S Broadway"
    store.get_latest_revision().publish()
    assert StorePage.objects.get(pk=store.pk).street == "1 New Street"
