"""Stores that need somebody: unknown hours, no owner, ended promo lines, no logo. One query for any number of them."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from stores.choices import Counter
from stores.models import OpeningHours, PromoBanner, StorePage

REASONS = {
    "has_unknown_hours": "Hours unknown",
    "has_no_owner": "No owner",
    "has_ended_lines": "Promo lines past their end",
    "has_no_logo": "No logo",
}
"""What may be the matter with a store, the gravest first, by the name of its annotation."""

LAST_ZONE = timedelta(hours=12)
"""The zone that is furthest behind UTC: what has ended there has ended everywhere."""


def _conditions(at: datetime) -> dict[str, Combinable | Q]:
    hours = OpeningHours.objects.filter(store=OuterRef("pk"))
    unknown: Any = ~Exists(hours)
    for counter in Counter:
        unknown |= Q(counters__has=counter.value) & ~Exists(hours.filter(counter=counter))
    owners: Any = get_user_model().groups.through
    ended = PromoBanner.objects.filter(store=OuterRef("pk"), show_until__lt=(at - LAST_ZONE).date())
    return {
        "has_unknown_hours": unknown,
        "has_no_owner": ~Exists(owners.objects.filter(group=OuterRef("registration__owners"))),
        "has_ended_lines": Exists(ended),
        "has_no_logo": Q(logo__isnull=True),
    }


def in_need(at: datetime) -> QuerySet[StorePage]:
    """Open stores with at least one reason; each reason is a flag on the row. The gravest first, then by name."""
    conditions = _conditions(at)
    flags = {
        name: Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())
        for name, condition in conditions.items()
    }
    open_stores = StorePage.objects.live().filter(registration__closed_at__isnull=True)
    some = Q(pk__in=[])
    for name in flags:
        some |= Q(**{name: True})
    found: QuerySet[StorePage] = open_stores.annotate(**flags).filter(some)
    return found.order_by(*(F(name).desc() for name in flags), "title", "pk")


def reasons_of(store: Any) -> str:
    """`Hours unknown, no logo`, of a row of `in_need`."""
    text = ", ".join(words.lower() for name, words in REASONS.items() if getattr(store, name))
    return text[:1].upper() + text[1:]
