"""A plan as text: what is new, what changes from what to what, what was read in our own way, what is refused."""

from collections import Counter
from collections.abc import Iterator

from stores.importing.planning import Plan, StorePlan
from stores.importing.problems import Note, shown

SAME_NOTES = 5
"""How many notes of one kind are written out."""
WIDTH = 200
NAMED = 20


def plan_lines(plan: Plan) -> Iterator[str]:
    """The differences that the plan makes, one line for each field."""
    for store in plan.stores:
        if store.kind == "created":
            yield _new_store_line(store)
        elif store.kind == "changed":
            yield f"~ {store.code} (row {store.row})"
            for change in store.changes:
                yield f"    {change.column}: {shown(change.old, WIDTH)} → {shown(change.new, WIDTH)}"


def _new_store_line(store: StorePlan) -> str:
    values = store.values
    place = ", ".join(values[name] for name in ("name", "city", "state") if values.get(name))
    return f"+ {store.code} (row {store.row}): {shown(place, WIDTH)}, at {values.get('hostname', '?')}"


def note_lines(notes: list[Note]) -> Iterator[str]:
    """Every note, but of many that say the same of one column only the first, and how many more there are."""
    kinds = Counter((note.column, note.why) for note in notes)
    written: Counter[tuple[str, str]] = Counter()
    for note in notes:
        kind = (note.column, note.why)
        written[kind] += 1
        if written[kind] <= SAME_NOTES:
            yield str(note)
        elif written[kind] == kinds[kind]:
            yield f"… and {kinds[kind] - SAME_NOTES} more rows of {note.column} ({note.why})"


def place_lines(plan: Plan) -> Iterator[str]:
    """Stores that no search for the nearest one finds, by their codes."""
    if codes := plan.without_place:
        more = f" and {len(codes) - NAMED} more" if len(codes) > NAMED else ""
        yield f"{len(codes)} without coordinates, which no search by place finds: {', '.join(codes[:NAMED])}{more}"


def group_lines(plan: Plan) -> Iterator[str]:
    """Groups that the import makes."""
    for slug, name in plan.new_groups.items():
        yield f"+ group {slug}: {shown(name, WIDTH)}"


def summary(plan: Plan) -> str:
    """How many stores the plan makes and changes: `3 new, 1 changed, 8 unchanged`, and how many rows it leaves out."""
    kinds = f"{len(plan.of('created'))} new, {len(plan.of('changed'))} changed, {len(plan.of('unchanged'))} unchanged"
    count = len(plan.bad_rows)
    return f"{kinds}, {count} {'row' if count == 1 else 'rows'} left out" if count else kinds
