"""A million entries of the history: the first page of each filter in a tenth of a second.

make trial ARGS="-k history"
"""

from collections.abc import Iterator
from datetime import date
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stores.audit.entries import actions_of
from stores.audit.kinds import Kind
from stores.audit.reading import PUBLISHED_KINDS, Changes, Filters
from stores.models import StorePage
from tests.factories.stores import make_store

pytestmark = [pytest.mark.trial, pytest.mark.postgresql, pytest.mark.django_db]

ENTRIES, STORES, PEOPLE = 1_000_000, 300, 90
FEW = 7
"""Entries of the store that was opened last; of the busiest one a fiftieth of all."""
LONGEST, LONGEST_OF_LAST, LONGEST_OF_MANY = 0.1, 0.2, 0.25
"""Seconds of a filter's first page, of the two hundredth, which is the last that the list leads to, and of a store
with six times the entries of a usual one, which stand on as many pages of the table.
"""
PAGE = slice(0, 50)
LAST_PAGE = slice(9_950, 10_000)
NEW_YORK = ZoneInfo("America/New_York")

FILL = """
INSERT INTO wagtailcore_pagelogentry
    (page_id, content_type_id, label, action, data, timestamp, content_changed, deleted, user_id, uuid, revision_id)
SELECT
    (%(stores)s::int[])[CASE WHEN n %% 50 = 3 THEN 2 ELSE 3 + n / 7 %% (%(number)s - 2) END],
    %(type)s, 'A store',
    CASE WHEN n %% 2 = 0 THEN 'wagtail.publish' WHEN n %% 4 = 1 THEN 'wagtail.edit'
        ELSE (%(actions)s::text[])[1 + n / 4 %% %(number_of_actions)s] END,
    jsonb_build_object('by', 'Person ' || n / 3 %% %(people)s, 'changes', '[]'::jsonb,
        'kinds', jsonb_build_object((%(kinds)s::text[])[1 + n / 2 %% 3], true)),
    timestamptz '2021-01-01' + n * interval '150 s', true, false, NULL, NULL, NULL
FROM generate_series(1, %(entries)s) AS n
"""


@pytest.fixture
def stores(db: None) -> list[StorePage]:
    found = [make_store(f"store-{number}") for number in range(STORES)]
    facts: dict[str, Any] = {
        "stores": [store.pk for store in found],
        "number": STORES,
        "type": ContentType.objects.get_for_model(StorePage).pk,
        "actions": sorted(set(actions_of()) - {"wagtail.publish"}),
        "kinds": sorted(PUBLISHED_KINDS),
        "people": PEOPLE,
        "entries": ENTRIES,
    }
    facts["number_of_actions"] = len(facts["actions"])
    with connection.cursor() as cursor:
        cursor.execute(FILL, facts)
        few = {**facts, "stores": [found[0].pk] * STORES, "entries": FEW}
        cursor.execute(FILL.replace("n * interval '150 s'", "n * interval '200 days'"), few)
        cursor.execute("ANALYZE wagtailcore_pagelogentry, wagtailcore_page")
    return found


def asked(stores: list[StorePage]) -> Iterator[tuple[str, Filters]]:
    """Every filter by itself, and in pairs, of the network, of a store with few entries and of one with many."""
    scopes = {"network": None, "few": (stores[0].path,), "many": (stores[1].path,), "usual": (stores[2].path,)}
    year = {"since": date(2022, 1, 1), "until": date(2022, 12, 31)}
    for scope, paths in scopes.items():
        others: dict[str, dict[str, Any]] = {"": {}, "dates": year, "person": {"person": "son 41"}}
        others |= {"nobody": {"person": "Nobody"}, "everybody": {"person": "person"}}
        for kind in ("", *(kind.value for kind in Kind)):
            for name, other in others.items():
                yield f"{scope} {kind or '-'} {name}", Filters(NEW_YORK, paths=paths, kind=kind, **other)


def taken(filters: Filters, page: slice) -> tuple[float, str]:
    """The seconds of the fastest of three, and the slowest statement of the last."""
    seconds = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as queries:
            began = perf_counter()
            Changes(filters)[page]
            seconds.append(perf_counter() - began)
    slowest = max(queries.captured_queries, key=lambda query: float(query["time"]))
    return min(seconds), slowest["sql"]


def test_page_of_every_filter_is_read_in_a_tenth_of_a_second(stores: list[StorePage]) -> None:
    late = []
    for name, filters in asked(stores):
        for which, page, longest in (("first", PAGE, LONGEST), ("last", LAST_PAGE, LONGEST_OF_LAST)):
            seconds, slowest = taken(filters, page)
            print(f"{seconds * 1000:7.1f} ms  {which:5} {name}")  # noqa: T201
            if seconds > (LONGEST_OF_MANY if name.startswith("many") else longest):
                late.append(f"{seconds * 1000:.0f} ms: {which} page of {name}")
                with connection.cursor() as cursor:
                    cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {slowest}")
                    print("\n".join(row[0] for row in cursor.fetchall()))  # noqa: T201
    assert late == []
