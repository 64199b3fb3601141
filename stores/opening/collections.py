"""The stores' own image collections: sorted by name, with room between them.

Treebeard keeps a collection's children in the order of their names. It numbers them without gaps, so that one that
comes in between renumbers all that follow: a write for each, more with every store. Here each gets a number about
where its name stands in the alphabet. Names of a chain begin alike and stand close together: where no number is left
between two neighbors, all are spread anew, in a few statements, and half of all numbers are left free behind those
that came, where more of them are likely to come.
"""

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence

from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from wagtail.models import Collection

from stores.batches.inserting import insert
from stores.store.models.registration import StoreRegistration
from stores.tree import child_path, last_step

STORES_COLLECTION = "Stores"
ALPHABET = " 0123456789abcdefghijklmnopqrstuvwxyz"
PATH_NUMBERS = len(Collection.alphabet) ** Collection.steplen
RESERVE = PATH_NUMBERS // 16
"""Numbers behind the alphabet, for names that come after all others."""
STEP = 64
"""Distance between neighbors whose names begin alike."""

Placed = tuple[str, str, int]
"""A collection's name and path, and -1; or a new name, no path, and its place among those that are given."""


def add_store_collection(name: str) -> Collection:
    """A new collection among the stores' own."""
    (collection,) = add_store_collections([name])
    return collection


def add_store_collections(names: Sequence[str]) -> list[Collection]:
    """New collections among the stores' own, in the order of the names that are given."""
    folder = _locked_folder()
    found = dict(_numbers_of(folder, names))
    numbers = {place: number for place, number in found.items() if number is not None}
    if len(numbers) < len(names):
        numbers = _spread_anew(folder, _in_order(folder, names))
    made = [
        Collection(name=name, depth=folder.depth + 1, path=child_path(folder.path, numbers[place]))
        for place, name in enumerate(names)
    ]
    insert(made)
    Collection.objects.filter(pk=folder.pk).update(numchild=F("numchild") + len(made))
    return made


def _spread_anew(folder: Collection, order: Sequence[Placed]) -> dict[int, int]:
    """Give all that stand in the folder other numbers, in the same order; the place of each new name -> its number."""
    among = range(len(order))
    ends = [at for at in among if not order[at][1] and (at + 1 == len(order) or order[at + 1][1])]
    room = (PATH_NUMBERS - RESERVE) // 2
    step, behind = room // (len(order) + 1), room // max(1, len(ends))
    if not step:
        raise ValueError(f"There are numbers for {room} collections of stores, and no more.")
    numbers, number, last = {}, 0, set(ends)
    moved: dict[str, str] = {}
    for at, (_name, path, place) in enumerate(order):
        number += step
        if path:
            moved[path] = child_path(folder.path, number)
        else:
            numbers[place] = number
        number += behind if at in last else 0
    _move(folder, moved)
    return numbers


def _move(folder: Collection, moved: dict[str, str]) -> None:
    """Give these children, with all that stands below them, other paths. No two rows have one path at any moment."""
    inside = Collection.objects.filter(path__startswith=folder.path, depth__gt=folder.depth).order_by()
    rows = list(inside.only("path"))
    length = len(folder.path) + Collection.steplen
    for row in rows:
        row.path = moved[row.path[:length]] + row.path[length:]
    # No path begins so.
    inside.update(path=Concat(Value("~"), Substr("path", 2)))
    Collection.objects.bulk_update(rows, ["path"], batch_size=1_000)


def _numbers_of(folder: Collection, names: Sequence[str]) -> Iterator[tuple[int, int | None]]:
    """The place of each name among those given, and the number of its collection; None where none is left for it."""
    if len(names) == 1:
        coming = folder.get_children().filter(name__gt=names[0]).order_by("path").first()
        before = folder.get_children()
        last = (before.filter(path__lt=coming.path) if coming else before).order_by("path").last()
        low, high = last_step(last.path) if last else 0, last_step(coming.path) if coming else PATH_NUMBERS
        yield 0, number_between(names[0], low, high)
        return
    order = _in_order(folder, names)
    taken = sorted(last_step(path) for _name, path, _place in order if path)
    high = PATH_NUMBERS
    highs: dict[int, int] = {}
    for _name, path, place in reversed(order):
        if path:
            high = min(high, last_step(path))
        else:
            highs[place] = high
    for name, path, place in order:
        if path:
            continue
        position = bisect_left(taken, highs[place])
        number = number_between(name, taken[position - 1] if position else 0, highs[place])
        if number is not None:
            insort(taken, number)
        yield place, number


def _in_order(folder: Collection, names: Sequence[str]) -> list[Placed]:
    """The folder's collections with their paths, and the new names with their places: as the database orders names."""
    children = Collection.objects.filter(depth=folder.depth + 1, path__startswith=folder.path).order_by()
    if connection.vendor != "postgresql":
        rows = [(name, path, -1) for name, path in children.values_list("name", "path")]
        new = [(name, "", place) for place, name in enumerate(names)]
        # One that is there stands before a new one of the same name.
        return sorted([*rows, *new], key=lambda row: (row[0], not row[1], row[1], row[2]))
    there, params = children.values_list("name", "path").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT name, path, place FROM (SELECT name, path, -1 AS place FROM ({there}) there UNION ALL"  # noqa: S608
            " SELECT name, '', place - 1 FROM unnest(%s::text[]) WITH ORDINALITY new (name, place)) rows"
            " ORDER BY name, path = '', path, place",
            [*params, list(names)],
        )
        return list(cursor.fetchall())


def number_between(name: str, low: int, high: int) -> int | None:
    """A number above `low` and below `high`, about where the name stands in the alphabet; None when there is none."""
    if high - low < 2:
        return None
    number, step = _alphabet_number(name), min(STEP, (high - low) // 2)
    if number <= low:
        return low + step
    return number if number < high else high - step


def _alphabet_number(name: str) -> int:
    """The number at which the name's first letters stand in the alphabet, from 1 on."""
    share = 0.0
    for position, letter in enumerate(name.lower()[:12], start=1):
        share += max(ALPHABET.find(letter), 0) / len(ALPHABET) ** position
    return 1 + int(share * (PATH_NUMBERS - RESERVE - 1))


def _locked_folder() -> Collection:
    """The folder, locked until the transaction ends: its children get their numbers.

    Looked up above a store's collection where there is one: names have no index, and would all be read.
    """
    folders = Collection.objects.select_for_update().filter(name=STORES_COLLECTION, depth=2)
    path = StoreRegistration.objects.order_by("pk").values_list("collection__path", flat=True).first()
    known = folders.filter(path=path[: 2 * Collection.steplen]).first() if path else None
    folder = known or folders.first()
    return folder or Collection.get_first_root_node().add_child(name=STORES_COLLECTION)
