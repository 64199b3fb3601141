"""What is found, and by which index."""

from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from stores.audit import reading
from stores.audit.kinds import Kind
from stores.audit.reading import PUBLISHED_KINDS, Changes, Filters, page_entries
from stores.models import StorePage
from tests.factories.stores import make_store
from tests.factories.submitting import make_owner

pytestmark = pytest.mark.django_db

NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture
def store(db: None) -> StorePage:
    """A store that was published three times."""
    store = make_store("pitman")
    anna = make_owner(store, "anna", first_name="Anna", last_name="Vogel")
    for city in ("Glassboro", "Mullica Hill", "Swedesboro"):
        store.city = city
        store.save_revision(user=anna).publish(user=anna)
    return store


def test_every_kind_that_a_publication_notes_has_its_index() -> None:
    migration = import_module("stores.migrations.0001_to_0028_stores")
    assert {Kind(kind) for kind in migration.KINDS} == PUBLISHED_KINDS


@pytest.mark.postgresql
@pytest.mark.parametrize("kind", sorted(PUBLISHED_KINDS))
def test_a_kind_of_publication_is_read_in_the_order_of_its_index(store: StorePage, kind: Kind) -> None:
    with connection.cursor() as cursor:
        # As with a million rows, which no test has.
        cursor.execute(
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off"
        )
    _other_actions, published = page_entries(Filters(NEW_YORK, kind=kind))
    assert f"history_of_{kind}" in published.values_list("timestamp", "pk")[:50].explain()


@pytest.mark.parametrize(("person", "number"), [("vogel", 3), ("ANNA V", 3), ("vogl", 0), ("%", 0)])
def test_person_is_found_by_a_part_of_the_name_in_any_case(store: StorePage, person: str, number: int) -> None:
    assert len(Changes(Filters(NEW_YORK, paths=(store.path,), kind=Kind.DETAILS, person=person))) == number


def test_list_ends_after_the_newest_and_the_file_does_not(store: StorePage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST", 2)
    changes = Changes(Filters(NEW_YORK, paths=(store.path,), kind=Kind.DETAILS, person="Anna"))
    newest = [row.words[0].new for row in changes[:]]
    assert newest == ["Swedesboro", "Mullica Hill"]
    assert [row.words[0].new for row in changes.every()][:2] == newest
    assert len(list(changes.every())) == 3
