"""What of a store asks for somebody's attention, in one query for any number of stores: banners that end, hours
unknown, no owner, no coordinates, no logo.
"""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.db.models import Case, Count, DateField, Exists, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from stores.banners.models import PromoBanner
from stores.choices import TIME_ZONES, Counter
from stores.hours.models import OpeningHours
from stores.store.models.store import StorePage
from stores.store.querysets import StoreQuerySet

BANNERS_END_WITHIN = timedelta(days=7)
ATTENTION = Q(ending_banners__gt=0) | Q(ended_banners__gt=0) | Q(unknown_counters__gt=0)
"""Stores of `with_attention` where a banner ends or has ended, or hours are unknown."""
REASONS = {
    "unknown_counters": "Hours unknown",
    "without_owner": "No owner",
    "without_place": "No coordinates",
    "ended_banners": "Promo lines past their end",
    "without_logo": "No logo",
}
"""What may be the matter with a store already, the gravest first, by the number that says so."""


def with_attention(stores: StoreQuerySet, at: datetime) -> StoreQuerySet:
    """The stores with `ending_banners` (own banners whose last day is in the next 7 days), `ended_banners` (whose last
    day is past) and `unknown_counters` (listed counters without regular hours), by each store's own calendar.

    `?ordering=` of the network board has these names.
    """
    return stores.annotate(today=_store_date(at), last_day=_store_date(at, BANNERS_END_WITHIN)).annotate(
        ending_banners=_banner_count(show_until__gte=OuterRef("today"), show_until__lte=OuterRef("last_day")),
        ended_banners=_banner_count(show_until__lt=OuterRef("today")),
        unknown_counters=sum((_is_unknown(counter) for counter in Counter), start=Value(0)),
    )


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


def in_need(at: datetime) -> StoreQuerySet:
    """Online stores with at least one of the REASONS; each is a number on the row. The gravest first, then by name."""
    owners: Any = get_user_model().groups.through
    has_owner = Exists(owners.objects.filter(group=OuterRef("registration__owners")))
    stores = with_attention(StorePage.objects.online(), at).annotate(
        without_owner=_flag(~has_owner),
        without_place=_flag(Q(latitude__isnull=True)),
        without_logo=_flag(Q(logo__isnull=True)),
    )
    some = Q(pk__in=[])
    for name in REASONS:
        some |= Q(**{f"{name}__gt": 0})
    gravest = [_flag(Q(**{f"{name}__gt": 0})).desc() for name in REASONS]
    found: StoreQuerySet = stores.filter(some).order_by(*gravest, "title", "pk")
    return found


def _flag(condition: Any) -> Case:
    return Case(When(condition, then=1), default=0, output_field=IntegerField())


def reasons_of(store: Any) -> str:
    """`Hours unknown, no logo`, of a row of `in_need`."""
    text = ", ".join(words.lower() for name, words in REASONS.items() if getattr(store, name))
    return text[:1].upper() + text[1:]
