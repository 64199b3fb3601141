"""Versions of pages that are still to go live: what they name by id is replaced in them, too."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page, Revision


def waiting_versions() -> QuerySet[Revision]:
    """The latest version of each page, and those with a time to go live."""
    latest = Page.objects.filter(latest_revision__isnull=False).values("latest_revision")
    live = Page.objects.filter(live_revision__isnull=False).values("live_revision")
    return Revision.objects.filter(Q(pk__in=latest) | Q(pk__in=live) | Q(approved_go_live_at__isnull=False))


def change_versions(name: str, ids: Iterable[int], change: Callable[[Any], Any]) -> None:
    """Rewrite the value called `name` of every waiting version whose text holds one of the ids."""
    found = Q(pk__in=[])
    for pk in ids:
        found |= Q(**{f"content__{name}__icontains": str(pk)})
    for version in waiting_versions().filter(found):
        value = version.content.get(name)
        changed = change(value)
        if changed != value:
            version.content[name] = changed
            version.save(update_fields=["content"])


def swapped(ids: Iterable[int], put: Iterable[int]) -> Callable[[Any], Any]:
    """A list of ids with `put` where one of `ids` stood; any other value as it is."""
    gone, new = set(ids), list(put)

    def change(value: Any) -> Any:
        if not isinstance(value, list) or gone.isdisjoint(value):
            return value
        return list(dict.fromkeys([*(pk for pk in value if pk not in gone), *new]))

    return change
