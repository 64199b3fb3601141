"""What the log of changes says since a feed was last brought up."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Max

from api.caching.models import Change, Generation
from api.caching.scopes import HOSTS, LIBRARY, store_scope
from api.caching.tags import scope_tag, tags_of_line


@dataclass(slots=True)
class LogLines:
    """kind -> id -> when it was written last, of all lines that a feed hears of.

    `own`: what was written for single stores, with their scopes; `shared`: what was written for all. `at_hosts`: what
    decides which host leads where. `is_told`: whether everything that was written has lines.
    """

    lines: dict[str, dict[int, datetime]] = field(default_factory=lambda: defaultdict(dict))
    own: dict[tuple[str, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    shared: set[tuple[str, int]] = field(default_factory=set)
    at_hosts: set[tuple[str, int]] = field(default_factory=set)
    is_told: bool = True

    def of(self, *kinds: str) -> dict[int, datetime]:
        """Id -> moment, of several kinds whose ids are of one sort."""
        found: dict[int, datetime] = {}
        for kind in kinds:
            for pk, at in self.lines.get(kind, {}).items():
                found[pk] = max(at, found.get(pk, at))
        return found

    def has(self, *kinds: str) -> bool:
        return any(self.lines.get(kind) for kind in kinds)

    def last(self, default: datetime, *kinds: str) -> datetime:
        """When the newest of these was written."""
        return max((at for kind in kinds for at in self.lines.get(kind, {}).values()), default=default)

    def tags(self, *kinds: str) -> set[str]:
        """What the lines of these kinds touch."""
        pairs = ((kind, pk) for kind in kinds for pk in self.lines.get(kind, {}))
        return {tag for kind, pk in pairs for tag in self.tags_of(kind, pk)}

    def tags_of(self, kind: str, pk: int) -> set[str]:
        """What one line touches; nothing where there is none."""
        if pk not in self.lines.get(kind, {}):
            return set()
        stores = {scope_tag(scope) for scope in self.own.get((kind, pk), ())}
        return tags_of_line(kind, pk) | stores


def newest_generation() -> int:
    return Generation.objects.filter(scope="").values_list("value", flat=True).first() or 0


def written_since(generation: int, newest: int, store: int | None) -> LogLines:
    """From after a generation up to another: what concerns one store, or everything."""
    written = LogLines()
    rows = Change.objects.filter(generation__gt=generation, generation__lte=newest).order_by()
    if store is not None:
        rows = rows.filter(scope__in=[HOSTS, LIBRARY, store_scope(store)])
    for scope, kind, pk, at in rows.values_list("scope", "kind", "object_id").annotate(last=Max("changed_at")):
        if scope == HOSTS:
            written.at_hosts.add((kind, pk))
            if store is not None and kind == "store" and pk != store:
                # Another store opens, moves or closes: nothing that this one shows.
                continue
        elif scope.startswith("store:"):
            written.own[kind, pk].add(scope)
        elif scope == LIBRARY:
            written.shared.add((kind, pk))
        written.lines[kind][pk] = max(at, written.lines[kind].get(pk, at))
    hosts = Generation.objects.filter(scope=HOSTS).values_list("value", flat=True).first() or 0
    written.is_told = bool(written.at_hosts) or not generation < hosts <= newest
    return written
