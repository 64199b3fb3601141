"""A rule is saved while a store changes, each in a transaction of its own: whoever is second sees the first."""

import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from stores.audience.following import strays
from stores.models import StoreGroup, StorePage
from stores.opening.changing import change_store
from tests.factories.stores import StoreGroupFactory, make_store


def rule_asks_for_delaware() -> None:
    group = StoreGroup.objects.get(slug="saved")
    group.rule_states = ["DE"]
    group.save()


def shore_moves_to_delaware() -> None:
    change_store(store=StorePage.objects.get(slug="shore"), fields={"state": "DE"}, by=None)


def waiters() -> int:
    with connection.cursor() as cursor:
        # Else a transaction sees who did what when it first asked.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return int(cursor.fetchone()[0])


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("first", "second"),
    [(rule_asks_for_delaware, shore_moves_to_delaware), (shore_moves_to_delaware, rule_asks_for_delaware)],
)
def test_store_that_moves_while_a_rule_is_saved_is_where_both_say(
    first: Callable[[], None], second: Callable[[], None]
) -> None:
    saved = StoreGroupFactory.create(slug="saved", is_ruled=True, rule_states=["NJ"])
    for slug in ("shore", "stays"):
        make_store(slug, state="NJ")
    assert saved.registrations.count() == 2
    failed: list[Exception] = []

    def other() -> None:
        try:
            second()
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=other)
    with transaction.atomic():
        first()
        thread.start()
        end = time.monotonic() + 10
        while not waiters() and time.monotonic() < end:
            time.sleep(0.01)
        # Nobody goes on before this is committed.
        assert waiters()
    thread.join(30)
    assert failed == []
    assert [each.store.slug for each in StoreGroup.objects.get(slug="saved").registrations.all()] == ["shore"]
    assert strays() == 0
