"""Who joined or left saved audiences, in the history: a line for each store, and one of the network for each audience.

Whoever saved what a rule asks about stands there, as Wagtail's context of the request knows them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from wagtail.log_actions import get_active_log_context, log

from stores.access.display_names import display_name
from stores.audience.members import among_few
from stores.audience.rules import rule_in_words, rule_of
from stores.batches.log_lines import log_pages
from stores.store.models.groups import StoreGroup
from stores.store.models.store import StorePage

ACTION = "stores.follow_rule"
MOST_NAMES = 20
"""Stores that the network's line names; of more, the number is said."""
Pair = tuple[int, int]
"""Ids of a registration and of a group."""
Moves = Mapping[str, Collection[Pair]]
"""`joined` and `left`: pairs that are new, and pairs that are gone."""


def write_history(moves: Moves) -> None:
    """A fixed number of queries for any number of stores, and one for each audience that they joined or left."""
    pairs = {pair for each in moves.values() for pair in each}
    if not pairs:
        return
    stores = _stores_of({registration for registration, _group in pairs})
    groups = StoreGroup.objects.prefetch_related("rule_groups").in_bulk({group for _registration, group in pairs})
    rules = {pk: _rule_text(group) for pk, group in groups.items()}
    by_store: dict[int, dict[str, list[list[str]]]] = defaultdict(lambda: {name: [] for name in moves})
    by_group: dict[int, dict[str, list[str]]] = defaultdict(lambda: {name: [] for name in moves})
    for name, each in moves.items():
        for registration, group in sorted(each):
            by_store[registration][name].append([str(groups[group]), rules[group]])
            by_group[group][name].append(str(stores[registration]))
    log_pages(((stores[pk], {"data": data}) for pk, data in by_store.items()), ACTION, by=None)
    by = display_name(get_active_log_context().user)
    for pk, names in by_group.items():
        numbers = {f"{name}_stores": {"number": len(each), "names": _some(each)} for name, each in names.items()}
        log(groups[pk], ACTION, data={"by": by, "rule": rules[pk], **numbers})


def _stores_of(registrations: Collection[int]) -> dict[int, StorePage]:
    """Registration -> its store, with what a line says of it."""
    rows = among_few(StorePage.objects.filter(registration__isnull=False), "registration", registrations)
    found = rows.only("title", "draft_title", "path", "depth", "content_type", "registration__id")
    return {store.registration.pk: store for store in found.select_related("registration").order_by("pk")}


def _rule_text(group: StoreGroup) -> str:
    return rule_in_words(rule_of(group), {each.pk: each.name for each in group.rule_groups.all()})


def _some(names: Iterable[str]) -> list[str]:
    return sorted(names, key=str.casefold)[:MOST_NAMES]


def moves_in_words(data: Mapping[str, Any]) -> list[str]:
    """What a line says: of a store which audiences it joined and left, of an audience which stores."""
    if "rule" in data:
        both = ((name, data.get(f"{name}_stores") or {}) for name in ("joined", "left"))
        return [_stores_text(name, each, str(data["rule"])) for name, each in both if each.get("number")]
    return [
        f"{verb} the saved audience “{name}” ({rule})"
        for verb, key in (("Joined", "joined"), ("Left", "left"))
        for name, rule in data.get(key) or ()
    ]


def _stores_text(verb: str, stores: Mapping[str, Any], rule: str) -> str:
    """`2 stores joined by its rule (in New Jersey): Millrace, Pitman`"""
    number, names = int(stores["number"]), list(stores["names"])
    more = f" and {number - len(names)} more" if number > len(names) else ""
    return f"{number:,} store{'s' if number != 1 else ''} {verb} by its rule ({rule}): {', '.join(names)}{more}"
