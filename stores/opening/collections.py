"""The stores' own image collections: sorted by name, with room between them.

Treebeard keeps a collection's children in the order of their names. It numbers them without gaps, so that one that
comes in between renumbers all that follow: a write for each, more with every store. Here each gets a number about
where its name stands in the alphabet; only where no number is left between its neighbors does treebeard make room.
"""

from django.db.models import F
from treebeard.numconv import NumConv
from wagtail.models import Collection

from stores.store.models.registration import StoreRegistration

STORES_COLLECTION = "Stores"
ALPHABET = " 0123456789abcdefghijklmnopqrstuvwxyz"
PATH_NUMBERS = len(Collection.alphabet) ** Collection.steplen
NAMES_OF_NUMBERS = NumConv(Collection.alphabet)
"""Treebeard's spelling of a child's number, the last step of its path."""
RESERVE = PATH_NUMBERS // 16
"""Numbers behind the alphabet, for names that come after all others."""
STEP = 64
"""Distance between neighbors whose names begin alike."""


def add_store_collection(name: str) -> Collection:
    """A new collection among the stores' own."""
    folder = _locked_folder()
    coming = folder.get_children().filter(name__gt=name).order_by("path").first()
    before = folder.get_children()
    last = (before.filter(path__lt=coming.path) if coming else before).order_by("path").last()
    number = number_between(name, _path_number(last) if last else 0, _path_number(coming) if coming else PATH_NUMBERS)
    if number is None:
        return folder.add_child(name=name)
    path = folder.path + NAMES_OF_NUMBERS.int2str(number).rjust(Collection.steplen, Collection.alphabet[0])
    collection = Collection.objects.create(name=name, depth=folder.depth + 1, path=path)
    Collection.objects.filter(pk=folder.pk).update(numchild=F("numchild") + 1)
    return collection


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


def _path_number(collection: Collection) -> int:
    return NAMES_OF_NUMBERS.str2int(collection.path[-Collection.steplen :])


def _locked_folder() -> Collection:
    """The folder, locked until the transaction ends: its children get their numbers.

    Looked up above a store's collection where there is one: names have no index, and would all be read.
    """
    folders = Collection.objects.select_for_update().filter(name=STORES_COLLECTION, depth=2)
    path = StoreRegistration.objects.order_by("pk").values_list("collection__path", flat=True).first()
    known = folders.filter(path=path[: 2 * Collection.steplen]).first() if path else None
    folder = known or folders.first()
    return folder or Collection.get_first_root_node().add_child(name=STORES_COLLECTION)
