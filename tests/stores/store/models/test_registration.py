"""The newsroom's record of a store, and what the database refuses of it."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import ProtectedError

from stores.models import StorePage, StoreRegistration
from stores.removal.fixed import lifted
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db


def write(of: StorePage, **fields: Any) -> None:
    """Writes past every form and validator."""
    StoreRegistration.objects.filter(store=of).update(**fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"code": "p"},
        {"code": "p" * 63},
        {"npi": ""},
        {"npi": "1234567893"},
        {"ncpdp": ""},
        {"ncpdp": "0612345"},
        {"license_number": "28RS00123400"},
        {"pharmacist_in_charge": "Dana Reyes"},
        {"pharmacist_in_charge": "Dana Reyes", "pharmacist_license": "28RI1"},
    ],
)
def test_database_takes_good_identifiers(fields: dict[str, str]) -> None:
    write(make_store("pitman"), **fields)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"code": ""}, "registration_code_is_not_empty"),
        ({"npi": "123456789"}, "registration_npi_has_10_digits"),
        ({"npi": "1"}, "registration_npi_has_10_digits"),
        ({"ncpdp": "061234"}, "registration_ncpdp_has_7_digits"),
        ({"pharmacist_license": "28RI1"}, "registration_license_is_of_a_pharmacist"),
    ],
)
def test_database_refuses_bad_identifiers(fields: dict[str, str], constraint: str) -> None:
    store = make_store("pitman")
    with pytest.raises(IntegrityError, match=constraint):
        write(store, **fields)


@pytest.mark.parametrize("name", ["code", "store", "collection"])
def test_no_two_registrations_share(name: str) -> None:
    one, other = make_store("pitman"), make_store("switchback")
    with pytest.raises(IntegrityError, match=name):
        write(other, **{name: getattr(one.registration, name)})


def test_several_stores_may_have_no_npi_and_no_ncpdp_id() -> None:
    make_store("pitman")
    make_store("switchback")
    assert StoreRegistration.objects.filter(npi="", ncpdp="").count() == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", "Pitman"),
        ("code", ""),
        ("npi", "1234567890"),
        ("npi", "12345"),
        ("ncpdp", "12345"),
        ("license_number", "none"),
        ("license_number", "28RS  1"),
        ("license_number", "<b>1</b>"),
        ("pharmacist_license", "7" * 41),
        ("pharmacist_in_charge", "28"),
        ("ncpdp", "abcdefg"),
    ],
)
def test_bad_identifier_is_refused_on_its_field(field: str, value: str) -> None:
    registration = make_store("pitman").registration
    setattr(registration, field, value)
    with pytest.raises(ValidationError) as error:
        registration.full_clean()
    assert field in error.value.message_dict


def test_images_of_a_store_cannot_lose_their_collection() -> None:
    store = make_store("pitman")
    with pytest.raises(ProtectedError):
        store.registration.collection.delete()


def test_registration_goes_with_its_store() -> None:
    with lifted():
        make_store("pitman").delete()
    assert not StoreRegistration.objects.exists()


def test_publishing_a_draft_of_the_page_leaves_the_registration_as_it_is() -> None:
    store = make_store("pitman")
    revision = store.save_revision()
    write(store, legal_name="Pitman Inc", npi="1234567893")
    revision.publish()
    registration = StoreRegistration.objects.get(store=store)
    assert (registration.legal_name, registration.npi) == ("Pitman Inc", "1234567893")
