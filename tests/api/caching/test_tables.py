"""Every table and column has a verdict: whether readers see it, and whose answers it makes old."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from api.caching.tables import DECIDE, RULES, UNSEEN, is_unseen, models_by_table, seen_columns
from cms.models import ArticlePage
from stores.models import StorePage

DOCUMENT = Path(__file__).parents[3] / "docs" / "freshness.md"
SQLITE_ONLY = "wagtailsearch_indexentry_fts"


def test_every_table_has_one_verdict() -> None:
    tables = set(models_by_table())
    without = sorted(table for table in tables - set(RULES) if not is_unseen(table))
    assert without == [], "say in api/caching/tables.py whether readers see these, and whose answers they change"
    assert set(RULES) - tables == set()


def test_every_start_of_a_name_that_is_called_unseen_is_that_of_a_table() -> None:
    tables = {*models_by_table(), SQLITE_ONLY}
    assert [start for start in UNSEEN if not any(table.startswith(start) for table in tables)] == []


def test_columns_that_readers_see_are_reviewed(json_snapshot: SnapshotAssertion) -> None:
    """A new column is seen, and stands in the difference of this snapshot; what nobody sees is named in the rule."""
    verdicts = {
        table: [{"seen": sorted(seen_columns(table, rule)), "unseen": sorted(rule.unseen)} for rule in rules]
        for table, rules in RULES.items()
    }
    assert verdicts == json_snapshot


def test_a_column_that_is_called_unseen_exists() -> None:
    for table, rules in RULES.items():
        columns = {field.column for field in models_by_table()[table]._meta.local_concrete_fields}
        named = [rule.unseen | (rule.seen or frozenset()) for rule in rules]
        assert [sorted(each - columns) for each in named] == [[] for _rule in rules], table


def in_words() -> list[str]:
    """The rows of the table in docs/freshness.md."""
    lines = []
    for table, rules in sorted(RULES.items()):
        for rule in rules:
            unseen = ", ".join(sorted(rule.unseen)) or "none"
            if rule.seen is not None:
                unseen = f"only these count: {', '.join(sorted(rule.seen))}"
            lines.append(f"| `{table}` | {rule.scopes.words} | {rule.kind} | {unseen} |")
    return lines


def test_the_document_says_what_the_rules_say() -> None:
    written = [line for line in DOCUMENT.read_text().splitlines() if line.startswith("| `")]
    assert written == in_words()


@pytest.mark.django_db
def test_what_stores_carry_hangs_on_no_other_columns() -> None:
    """The columns that the rule's own SQL reads of articles and pages: after a change of others no store is asked."""
    store: Any = StorePage(pk=1, path="00010001")
    asked = ArticlePage.objects.carried_by(store, datetime(2026, 12, 1, tzinfo=UTC)).order_by("published_on")
    sql = str(asked.values_list("pk", "published_on").query)
    tables = dict(re.findall(r'"(\w+)" ([A-Z]\d+)\b', sql))
    assert tables, sql
    names = {table: {table} for table in DECIDE}
    for table, alias in re.findall(r'"(\w+)" ([A-Z]\d+)\b', sql):
        names.setdefault(table, {table}).add(alias)
    keys = {"id", "page_ptr_id"}
    for table, columns in DECIDE.items():
        model = models_by_table()[table]
        known = {field.column for field in model._meta.local_concrete_fields}
        read = {column for alias, column in re.findall(r'"?(\w+)"?\."(\w+)"', sql) if alias in names[table]}
        assert (read & known) - keys == columns, table
