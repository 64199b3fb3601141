"""A store of the database with the values of an import row, so that the two can be compared and exported."""

from collections.abc import Iterable, Mapping
from typing import Any

from stores.banners.linked import with_label
from stores.banners.models import PromoBanner
from stores.choices import Counter
from stores.hours.engine.days import merged
from stores.hours.engine.rows import Slot, Span, time_of
from stores.hours.engine.words import opens_and_closes
from stores.hours.models import HoursException, OpeningHours
from stores.hours.written.segments import Week
from stores.hours.written.weeks import UNKNOWN_WEEK, osm_week
from stores.importing.cells.contacts import national
from stores.importing.cells.nested_values import BannerValue, ExceptionValue
from stores.importing.columns import DOORS, HOURS, LINK_COLUMNS, PHONE_COLUMNS
from stores.store.models.registration import FRONTEND_FIELDS, REGISTRATION_FIELDS
from stores.store.models.store import StorePage
from stores.store.querysets import StoreQuerySet

OWN, THROUGH = "own", "store"
"""What a door column says: a door of the counter's own, or through the store."""

PAGE_FIELD_OF_COLUMN = {
    "name": "title",
    **{name: name for name in ("street", "city", "state", "postal_code", "country", "latitude", "longitude")},
    **{name: name for name in ("phone", "fax", "sms", "email", "time_zone", "services", "languages")},
    **{name: f"{name}_url" for name in LINK_COLUMNS},
}
"""Column -> field of the store page."""


def with_all_rows(stores: StoreQuerySet) -> StoreQuerySet:
    """The stores with every row that a file holds of them, read at once: a constant number of queries."""
    return stores.select_related("registration").prefetch_related(
        "sites_rooted_here",
        "registration__groups",
        "opening_hours",
        "promo_banners__link_page",
        "hours_exceptions",
    )


def store_values(store: StorePage) -> dict[str, Any]:
    """Column -> value, every column; in the shapes of `normalizing.StoreRow`."""
    values: dict[str, Any] = {"code": store.registration.code, "hostname": hostname_of(store)}
    for column, name in PAGE_FIELD_OF_COLUMN.items():
        values[column] = getattr(store, name)
    for column in PHONE_COLUMNS:
        values[column] = values[column].as_e164 if values[column] else ""
    for column in ("services", "languages"):
        values[column] = tuple(values[column])
    for column in (*REGISTRATION_FIELDS, *FRONTEND_FIELDS):
        values[column] = getattr(store.registration, column)
    values["groups"] = tuple(group.slug for group in store.registration.groups.all() if not group.is_ruled)
    values |= _weeks(store)
    values |= {column: OWN if counter in store.own_doors else THROUGH for column, counter in DOORS.items()}
    values["exceptions"] = exceptions_of(store)
    values["banners"] = tuple(banner_value(row, store) for row in banners_in_order(store))
    return values


def hostname_of(store: StorePage) -> str:
    sites = sorted(store.sites_rooted_here.all(), key=lambda site: site.pk)
    return sites[0].hostname if sites else ""


def _weeks(store: StorePage) -> dict[str, Week | None]:
    rows = list(store.opening_hours.all())
    listed = {*store.counters, *(row.counter for row in rows)}
    return {
        column: week_of(row for row in rows if row.counter == counter) if counter in listed else None
        for column, counter in HOURS.items()
    }


def week_of(rows: Iterable[OpeningHours]) -> Week:
    days: list[list[Span]] = [[] for _day in range(7)]
    for row in rows:
        days[row.weekday - 1].append(Slot(row.weekday, row.opens_at, row.closes_at).span)
    return tuple(merged(spans) for spans in days)


def rows_of(weeks: dict[str, Week | None]) -> list[OpeningHours]:
    """Unsaved opening hours for weeks by column."""
    return [
        OpeningHours(counter=HOURS[column], weekday=day, opens_at=time_of(span.start), closes_at=time_of(span.end))
        for column, week in weeks.items()
        for day, spans in enumerate(week or UNKNOWN_WEEK, start=1)
        for span in spans
    ]


def own_doors_of(values: Mapping[str, Any], usual: Iterable[str]) -> list[str]:
    """The counters with a door of their own: as the columns say, else as usual."""
    said = {counter: values[column] for column, counter in DOORS.items() if column in values}
    own = {counter for counter in DOORS.values() if said.get(counter, OWN if counter in usual else THROUGH) == OWN}
    return [counter.value for counter in Counter if counter.value in own]


def counters_of(weeks: dict[str, Week | None]) -> list[str]:
    listed = {HOURS[column] for column, week in weeks.items() if week is not None}
    return [counter.value for counter in Counter if counter.value in listed]


def exceptions_of(store: StorePage) -> tuple[ExceptionValue, ...]:
    found = [exception_value(row) for row in store.hours_exceptions.all()]
    return tuple(sorted(found, key=ExceptionValue.order))


def exception_value(row: HoursException) -> ExceptionValue:
    spans = merged(slot.span for slot in row.as_dated_hours("store").slots)
    return ExceptionValue(row.starts_on, row.ends_on, row.counter, row.label, spans)


def banners_in_order(store: StorePage) -> list[PromoBanner]:
    return sorted(store.promo_banners.all(), key=lambda row: (row.sort_order or 0, row.pk or 0))


def banner_value(row: PromoBanner, store: StorePage) -> BannerValue:
    if row.link_url or row.link_path:
        link = row.link_url or row.link_path
    elif row.link_phone:
        link = f"tel:{row.link_phone.as_e164}"
    elif row.link_page is not None:
        link = f"page:/{row.link_page.url_path.removeprefix(store.url_path)}"
    else:
        link = ""
    label = row.link_label if link else ""
    language = row.language if row.locale_id else ""
    days = row.show_from, row.show_until
    return BannerValue(with_label(row.text, label), row.style, link, label, *days, language)


def column_text(column: str, value: Any) -> str:
    """A column's value in words, for the list of differences."""
    if column in HOURS:
        return "not listed" if value is None else osm_week(value)
    if value is None or value == "" or value == ():
        return "nothing"
    if column in PHONE_COLUMNS:
        return national(value)
    if column in {"exceptions", "banners"}:
        return "; ".join(map(str, value))
    if isinstance(value, tuple):
        return "|".join(value)
    return f"{value.normalize():f}" if column in {"latitude", "longitude"} else str(value)


def slots_json(spans: Iterable[Span]) -> list[list[str]]:
    """`[["09:00", "19:00"]]` as the contract writes slots."""
    return [list(opens_and_closes(span)) for span in spans]
