"""The page of a store that has closed for good: the nearest stores that are in business, and its prescriptions."""

from datetime import datetime
from typing import Any

from django.db.models import Case, Value, When

from api.serializers.hours import hours_at
from api.serializers.shown import Shown
from api.serializers.stores import phone_data
from stores.hours.surfaces import status_lines
from stores.models import StorePage
from stores.store.querysets import StoreQuerySet
from stores.wording import _, phrase

NEAREST = 3


def closed_page(store: StorePage, at: datetime) -> dict[str, Any]:
    """The page's data: other stores with address, phone and their status at the moment, the nearest first."""
    keeper = store.registration.prescriptions_at
    near = list(_other_stores(store)[:NEAREST])
    found = near if keeper is None else [*near, *_online().filter(pk=keeper.pk)]
    hours = hours_at(found, at, None)
    rows = {other.pk: _other_store(Shown(other, at, {}, hours[other.pk])) for other in found}
    return {
        "type": "closed",
        "title": phrase(_("{store} has closed"), store=store.title),
        "detail": _nearest_text(near),
        "stores": [rows[other.pk] for other in near],
        "prescriptions": rows.get(keeper.pk) if keeper else None,
    }


def _online() -> StoreQuerySet:
    stores: StoreQuerySet = StorePage.objects.online().with_profile()
    return stores


def _other_stores(store: StorePage) -> StoreQuerySet:
    """By distance; where the store has no place on the map, those of its city, then of its state, come first."""
    if store.latitude is not None and store.longitude is not None:
        near = _online().with_distance(float(store.latitude), float(store.longitude))
        return near.order_by("distance_km", "pk")
    by_place = Case(
        When(city__iexact=store.city, state=store.state, then=Value(0)),
        When(state=store.state, then=Value(1)),
        default=Value(2),
    )
    return _online().alias(by_place=by_place).order_by("by_place", "title", "pk")


def _nearest_text(near: list[StorePage]) -> str:
    return (
        phrase(
            _("The nearest of our stores is {store}, {address}."), store=near[0].title, address=near[0].address_line
        )
        if near
        else phrase(_("Please choose another pharmacy."))
    )


def _other_store(shown: Shown) -> dict[str, Any]:
    store = shown.store
    return {
        "name": store.title,
        "url": f"{store.front_url}/",
        "address": store.address_line,
        "phone": phone_data(store.phone),
        "status": status_lines(shown.statuses),
    }
