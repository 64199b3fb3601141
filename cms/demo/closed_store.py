"""The demo's store that has closed for good: its site names the nearest ones, and where its prescriptions are."""

from datetime import time
from typing import Any

from stores.choices import Counter
from stores.models import OpeningHours, StorePage, StoreRegistration
from stores.opening.opening import close_store, open_store
from stores.opening.regions import Regions

CODE = "tollgate"


def close_a_store(by: Any, keeper: StorePage) -> StorePage:
    """Open it beside `keeper`, then close it: that store has its prescriptions."""
    store = StorePage(
        slug=CODE,
        title="Tollgate Pharmacy",
        street="3 Turnpike Rd",
        city=keeper.city,
        state=keeper.state,
        postal_code=keeper.postal_code,
        latitude=keeper.latitude,
        longitude=keeper.longitude,
        time_zone=keeper.time_zone,
        phone="+18565550177",
        counters=[Counter.STORE.value],
    )
    rows = [OpeningHours(weekday=day, opens_at=time(9), closes_at=time(17)) for day in range(1, 6)]
    store.opening_hours.add(*rows)
    registration = StoreRegistration(code=CODE, legal_name="Tollgate Pharmacy")
    opened = open_store(
        by=by,
        parent=Regions(1).parent_for(keeper.state),
        store=store,
        registration=registration,
        hostname=f"{CODE}.localhost",
    )
    return close_store(by=by, store=opened, prescriptions_at=keeper)
