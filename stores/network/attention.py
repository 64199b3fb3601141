"""What of a store asks for somebody's attention, in one query for any number of stores: hours unknown, no owner, no
coordinates, promo lines that end, no logo.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.db.models import Case, Count, DateField, Exists, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce, Greatest

from stores.banners.models import PromoBanner
from stores.choices import TIME_ZONES, Counter
from stores.hours.models import OpeningHours
from stores.store.querysets import StoreQuerySet

BANNERS_END_WITHIN = timedelta(days=7)
REASONS = {
    "unknown_counters": "Hours unknown",
    "without_owner": "No owner",
    "without_place": "No coordinates",
    "ended_banners": "Promo lines past their end",
    "ending_banners": "Promo lines ending soon",
    "without_logo": "No logo",
}
"""What may be the matter with a store, the gravest first, by the number of `with_attention` that says so."""


def with_attention(stores: StoreQuerySet, at: datetime) -> StoreQuerySet:
    """The stores with a number for each of the REASONS, by each store's own calendar.

    - `unknown_counters`: listed counters without regular hours; 1 of a store that has no hours at all
    - `ended_banners`: own promo lines whose last day is past
    - `ending_banners`: own promo lines whose last day is in the next 7 days
    - `without_owner`, `without_place`, `without_logo`: 1 or 0

    `?ordering=` of the network board has these names.
    """
    owners: Any = get_user_model().groups.through
    has_owner = Exists(owners.objects.filter(group=OuterRef("registration__owners")))
    has_hours = Exists(OpeningHours.objects.filter(store=OuterRef("pk")))
    unknown = sum((_is_unknown(counter) for counter in Counter), start=Value(0))
    return stores.annotate(today=_store_date(at), last_day=_store_date(at, BANNERS_END_WITHIN)).annotate(
        ending_banners=_banner_count(show_until__gte=OuterRef("today"), show_until__lte=OuterRef("last_day")),
        ended_banners=_banner_count(show_until__lt=OuterRef("today")),
        unknown_counters=Greatest(unknown, _flag(~Q(has_hours))),
        without_owner=_flag(~Q(has_owner)),
        without_place=_flag(Q(latitude__isnull=True)),
        without_logo=_flag(Q(logo__isnull=True)),
    )


def is_in_need(reasons: Iterable[str]) -> Q:
    """Stores with at least one of these reasons, each the name of a number on the row."""
    some = Q(pk__in=[])
    for name in reasons:
        some |= Q(**{f"{name}__gt": 0})
    return some


def gravest_first(reasons: Iterable[str]) -> list[OrderBy]:
    """How a list of stores is ordered by these reasons; the first of them is the gravest."""
    return [_flag(Q(**{f"{name}__gt": 0})).desc() for name in reasons]


def reasons_of(store: Any, reasons: Mapping[str, str] = REASONS) -> str:
    """`Hours unknown, no logo`, of a row with these numbers; "" of one in no need."""
    text = ", ".join(words.lower() for name, words in reasons.items() if getattr(store, name))
    return text[:1].upper() + text[1:]


def _store_date(at: datetime, later: timedelta = timedelta()) -> Case:
    """The date at the store, from its time zone."""
    zones: dict[Any, list[str]] = {}
    for zone, _label in TIME_ZONES:
        zones.setdefault(at.astimezone(ZoneInfo(zone)).date() + later, []).append(zone)
    days = [When(time_zone__in=names, then=Value(day)) for day, names in zones.items()]
    return Case(*days, output_field=DateField())


def _banner_count(**which: Any) -> Coalesce:
    rows = PromoBanner.objects.filter(store=OuterRef("pk"), **which).order_by().values("store")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)


def _is_unknown(counter: Counter) -> Case:
    rows = OpeningHours.objects.filter(store=OuterRef("pk"), counter=counter)
    return _flag(Q(counters__has=counter.value) & ~Q(Exists(rows)))


def _flag(condition: Any) -> Case:
    return Case(When(condition, then=1), default=0, output_field=IntegerField())
