"""The log of changes on SQLite, which the demo runs on: by the verdicts of `api.caching.tables`, as on PostgreSQL.

SQLite has one writer at a time, so that a generation can be given out with each row: they stand in the order of the
commits all the same. What is kept hangs on `PRAGMA data_version` there; only who reads the log reads generations.
"""

import re
from collections.abc import Iterator
from typing import Any

from api.caching.scopes import HOSTS, KEYS
from api.caching.tables import RULES, Event, Rule, models_by_table, seen_columns

PREFIX = "api_seen_"
NOW = "CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER)"
"""Microseconds since 1970."""
BUMP = (
    f"INSERT INTO api_generation (scope, value) VALUES ('', {NOW})"
    " ON CONFLICT (scope) DO UPDATE SET value = max(value + 1, excluded.value)"
)
EVERYTHING = (
    f"INSERT INTO api_generation (scope, value) SELECT '{HOSTS}', value FROM api_generation WHERE scope = ''"
    " ON CONFLICT (scope) DO UPDATE SET value = excluded.value"
)
SCOPE_OF_PATH = (
    "coalesce((SELECT 'store:' || p.id FROM wagtailcore_page p JOIN stores_storepage s ON s.page_ptr_id = p.id"
    r" WHERE substr(\1, 1, length(p.path)) = p.path LIMIT 1), 'library')"
)
SCOPE_OF_PAGE = (
    "coalesce((SELECT 'store:' || p.id FROM wagtailcore_page a, wagtailcore_page p"
    " JOIN stores_storepage s ON s.page_ptr_id = p.id"
    r" WHERE a.id = \1 AND substr(a.path, 1, length(p.path)) = p.path LIMIT 1), 'library')"
)
IN_SQLITE = (
    (r"(r\.\w+)::bigint", r"CAST(\1 AS INTEGER)"),
    (r"(?<!\.)\bobject_id::bigint", r"CAST(r.object_id AS INTEGER)"),
    (r"SELECT unnest\(ARRAY\[(.*?)\]\)", r"SELECT value FROM json_each(json_array(\1))"),
    (r"api_scope_of_path\((r\.\w+)\)", SCOPE_OF_PATH),
    (r"api_scope_of_page\((r\.\w+|CAST\(.*?\))\)", SCOPE_OF_PAGE),
)
"""What is written in another way than in PostgreSQL."""


def _of_row(sql: str, row: str) -> str:
    """SQL of a rule in SQLite's words, about the row before (`OLD`) or after (`NEW`)."""
    for pattern, instead in IN_SQLITE:
        sql = re.sub(pattern, instead, sql)
    return re.sub(r"\br\.", f"{row}.", sql)


def _lines(rule: Rule, row: str) -> str:
    """The lines of the log that a rule makes of a row."""
    return _of_row(
        f"SELECT s.scope AS scope, coalesce({rule.object_id}, 0) AS object_id"
        f" FROM (SELECT NULL AS scope WHERE 0 UNION ALL {rule.scopes.sql}) s"
        f" WHERE s.scope IS NOT NULL AND s.scope <> '{KEYS}' AND ({rule.only})",
        row,
    )


def _trigger(table: str, number: int, rule: Rule, event: Event) -> str:
    rows = {"INSERT": ["NEW"], "DELETE": ["OLD"], "UPDATE": ["OLD", "NEW"]}[event]
    lines = " UNION ".join(_lines(rule, row) for row in rows)
    key = str(models_by_table()[table]._meta.pk.column)
    columns = dict.fromkeys([key, *seen_columns(table, rule)])
    changed = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in columns)
    when = f"WHEN {changed} " if event == "UPDATE" else ""
    return (
        f"CREATE TRIGGER {PREFIX}{table}_{event.lower()}_{number} AFTER {event} ON {table} FOR EACH ROW {when}BEGIN "
        f"{BUMP}; "
        f"INSERT INTO api_change (generation, scope, kind, object_id, changed_at) "
        f"SELECT (SELECT value FROM api_generation WHERE scope = ''), l.scope, '{rule.kind}', l.object_id, "
        f"strftime('%Y-%m-%d %H:%M:%f', 'now') FROM ({lines}) l; END"
    )


def statements() -> Iterator[str]:
    """All triggers."""
    for table, rules in RULES.items():
        for number, rule in enumerate(rules):
            for event in rule.events:
                yield _trigger(table, number, rule, event)


def remove_row_triggers(cursor: Any) -> None:
    """Take them away, before a table is made anew: SQLite would look for it in each of them."""
    named = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, %s) = %s"
    cursor.execute(named, [len(PREFIX), PREFIX])
    for (name,) in cursor.fetchall():
        cursor.execute(f'DROP TRIGGER "{name}"')


def install_row_triggers(cursor: Any) -> None:
    """Make every trigger anew. Nobody knows what was written meanwhile: everything may have changed."""
    remove_row_triggers(cursor)
    for statement in statements():
        cursor.execute(statement)
    cursor.execute(BUMP)
    cursor.execute(EVERYTHING)
