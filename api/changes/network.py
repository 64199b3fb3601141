"""What the network's feed tells: of everything that is published anywhere, for those who run the network.

Hours and promo lines are told when they are written. When the clock turns them, each store's own feed says so.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from api.caching.edges import content_edge
from api.caching.scopes import store_scope
from api.caching.tags import CLOCK, scope_tag, tags_of_line
from api.changes.events import Happening, action_of, everything_may_have_changed
from api.changes.look import Look
from api.changes.pages import page_changes, pages_now
from api.changes.state import ShownState, pages_in_network, stores_online
from api.changes.written import LogLines
from stores.models import StoreRegistration

SHARED = ("provider", "topic", "tag", "image", "document", "redirect")


def look_at_network(before: ShownState | None, written: LogLines, since: datetime, at: datetime) -> Look:
    """Compare what is published with what was; `before` None: it was never looked at."""
    was = before or ShownState()
    is_edge = before is None or content_edge(since) <= at
    pages = pages_now(was.pages, written, lambda ids: pages_in_network(at, ids), is_edge=is_edge)
    has_moved = before is None or not written.is_told or written.has("store", "page") or bool(written.at_hosts)
    now = ShownState(True, pages, stores=stores_online() if has_moved else was.stores)
    told = [] if before is None else list(_changes(was, now, written, (since, at)))
    return Look(told, now, content_edge(at))


def _changes(
    was: ShownState, now: ShownState, written: LogLines, span: tuple[datetime, datetime]
) -> Iterator[Happening]:
    since, at = span
    slugs = was.stores | now.stores
    if any(kind == "frontend" for kind, _pk in written.at_hosts):
        yield everything_may_have_changed(at, ())
    yield from page_changes(was.pages, now.pages, written, since, at)
    yield from _of_stores(was, now, written, at)
    for kind, moments in (("hours", written.of("hours")), ("banner", written.of("banner"))):
        for pk, moment in moments.items():
            tags = {
                *written.tags_of(kind, pk),
                *([CLOCK] if kind == "hours" else ["network-banner"]),
            }
            yield Happening("changed", kind, moment, tags, pk, store=slugs.get(str(pk)))
    for pk, moment in written.of("holiday").items():
        yield Happening("changed", "hours", moment, {CLOCK, *tags_of_line("holiday", pk)})
    for pk, moment in written.of("network-banner").items():
        yield Happening("changed", "banner", moment, tags_of_line("network-banner", pk), f"network-{pk}")
    for kind in SHARED:
        for pk, moment in written.of(kind).items():
            yield Happening("changed", kind, moment, written.tags_of(kind, pk), pk)


def _of_stores(was: ShownState, now: ShownState, written: LogLines, at: datetime) -> Iterator[Happening]:
    moments, in_groups = written.of("store"), _in_groups(written)
    groups = written.of("group")
    for key in sorted(was.stores.keys() | now.stores.keys()):
        pk = int(key)
        if key in was.stores and key in now.stores and pk not in moments and pk not in in_groups:
            continue
        action = action_of(key in was.stores, key in now.stores)
        tags = {*tags_of_line("store", pk), scope_tag(store_scope(pk)), *([] if action == "changed" else ["hosts"])}
        tags |= {tag for group in in_groups.get(pk, ()) for tag in tags_of_line("group", group)}
        slug = now.stores.get(key) or was.stores[key]
        written_at = [moments[pk]] if pk in moments else [groups[group] for group in in_groups.get(pk, ())]
        yield Happening(action, "store", max(written_at, default=at), tags, pk, store=slug)


def _in_groups(written: LogLines) -> dict[int, set[int]]:
    """Stores that joined or left groups, or whose groups say something else, with these: what a store carries hangs on
    its groups, and so does what is said of it.
    """
    found: dict[int, set[int]] = defaultdict(set)
    for kind, group in written.own:
        if kind == "group":
            for scope in written.own[kind, group]:
                found[int(scope.partition(":")[2])].add(group)
    renamed = [group for kind, group in written.shared if kind == "group"]
    pairs = StoreRegistration.groups.through.objects.filter(storegroup__in=renamed) if renamed else None
    if pairs is not None:
        for store, group in pairs.values_list("storeregistration__store_id", "storegroup_id"):
            found[store].add(group)
    return found
