"""The wall in front of the views: what is in an address must be of the store that the address names."""

from datetime import date
from typing import Any

import pytest
from django.test import RequestFactory

from stores.access.confinement import confinement_of
from stores.isolation import checks
from stores.isolation.checks import Ask
from stores.models import HolidayClosure, HoursException, NetworkBanner, StorePage
from stores.people.inviting import invite
from tests.factories.network import make_admin
from tests.factories.stores import make_store
from tests.factories.submitting import make_owner, make_staff

pytestmark = pytest.mark.django_db


def rows_of(store: StorePage) -> dict[str, int]:
    """One of everything that an address of this store may name, by the name of the check that asks."""
    day = {"starts_on": date(2026, 12, 25), "ends_on": date(2026, 12, 25)}
    banner = NetworkBanner.objects.create(text="Flu shots", has_no_end=True, audience="chosen")
    holiday = HolidayClosure.objects.create(label="Christmas Day", audience="chosen", **day)
    for row in (banner, holiday):
        row.audience_stores.set([store])
        row.save()
    admin, address = make_admin(f"admin-{store.slug}"), f"rosa@{store.slug}.example"
    return {
        "own_store_exception": HoursException.objects.create(store=store, label="Inventory", **day).pk,
        "own_store_holiday": holiday.pk,
        "own_store_invitation": invite(by=admin, store=store, email=address, role="staff").pk,
        "own_store_banner": banner.pk,
        "own_store_staff": make_staff(store, f"staff-{store.slug}").pk,
    }


NAMES = {
    "own_store_exception": "exception_id",
    "own_store_holiday": "holiday_id",
    "own_store_invitation": "invitation_id",
    "own_store_banner": "banner_id",
    "own_store_staff": "person_id",
}


@pytest.mark.parametrize("check", NAMES)
def test_row_of_the_neighbor_does_not_exist_at_the_own_store(check: str) -> None:
    pitman, millrace = make_store("pitman"), make_store("millrace")
    owner = make_owner(pitman)
    request: Any = RequestFactory().get("/")
    request.user = owner

    def is_allowed(store: StorePage, row: int) -> bool:
        ask = Ask(request, {"store_id": store.pk, NAMES[check]: row}, (), confinement_of(owner))
        return bool(getattr(checks, check)(ask))

    own, theirs = rows_of(pitman)[check], rows_of(millrace)[check]
    assert is_allowed(pitman, own)
    assert not is_allowed(pitman, theirs)
    assert not is_allowed(millrace, theirs)


def test_one_foreign_page_among_own_ones_is_one_too_many() -> None:
    pitman, millrace = make_store("pitman"), make_store("millrace")
    owner = make_owner(pitman)
    names = {"app_label": "wagtailcore", "model_name": "page"}

    def is_allowed(*stores: StorePage) -> bool:
        request: Any = RequestFactory().get("/", {"id": [store.pk for store in stores]})
        request.user = owner
        return checks.own_bulk(Ask(request, names, (), confinement_of(owner)))

    assert is_allowed(pitman)
    assert is_allowed(pitman, pitman)
    assert not is_allowed(pitman, millrace)
    assert not is_allowed()
