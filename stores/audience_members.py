"""Many audiences at once, as sets of stores: a constant number of queries for any number of rows and stores."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import QuerySet

from stores.choices import AudienceKind
from stores.models import StoreRegistration

Members = Mapping[int, frozenset[int]]
"""Id of a row -> ids of stores."""


def members_of(rows: QuerySet[Any], stores: Collection[int]) -> dict[int, frozenset[int]]:
    """Which of the `stores` (ids) each row's audience includes. `rows` are of an AudienceMixin; five queries.

    Rows with the same audience share one set.
    """
    everyone = frozenset(stores)
    groups = _named(rows, "audience_groups")
    named, excluded = _named(rows, "audience_stores", everyone), _named(rows, "excluded_stores", everyone)
    in_groups = _stores_of_groups(everyone)
    unions: dict[frozenset[int], frozenset[int]] = {}
    found = {}
    for pk, kind in rows.order_by().values_list("pk", "audience"):
        if kind == AudienceKind.EVERY_STORE:
            included = everyone
        else:
            chosen = groups.get(pk, frozenset())
            if chosen not in unions:
                unions[chosen] = frozenset().union(*(in_groups.get(group, frozenset()) for group in chosen))
            included = unions[chosen] | named[pk] if pk in named else unions[chosen]
        found[pk] = included - excluded[pk] if pk in excluded else included
    return found


def _named(rows: QuerySet[Any], field_name: str, among: frozenset[int] | None = None) -> Members:
    """What each row names in one of its lists; of stores, only those `among` the given."""
    field: Any = rows.model._meta.get_field(field_name)
    row, target = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    pairs = field.remote_field.through.objects.filter(
        **{f"{field.m2m_field_name()}__in": rows.order_by().values("pk")}
    )
    if among is not None:
        pairs = pairs.filter(**{f"{target}__in": among})
    return _grouped(pairs.order_by().values_list(row, target))


def _stores_of_groups(stores: frozenset[int]) -> Members:
    memberships = StoreRegistration.groups.through.objects.filter(storeregistration__store__in=stores)
    return _grouped(memberships.order_by().values_list("storegroup_id", "storeregistration__store_id"))


def _grouped(pairs: Any) -> Members:
    sets: defaultdict[int, set[int]] = defaultdict(set)
    for key, value in pairs:
        sets[key].add(value)
    return {key: frozenset(values) for key, values in sets.items()}
