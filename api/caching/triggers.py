"""Writes the generations: triggers of PostgreSQL, which no import, `QuerySet.update()` or shell can walk round.
(SQLite's, for the demo: `api.caching.triggers_by_row`.)

Two stages. A trigger per statement compares the columns that readers see, before and after, and notes in `api_touch`
what the transaction has changed. When the transaction commits, a deferred trigger gives all of it one new generation
and writes it into the log of changes. Only then, after foreign keys have been checked, is the row that every writer
needs locked, so that an import that runs for a minute keeps no recall waiting.

They are made anew after each `migrate` (`install`), from the verdicts in `api.caching.tables`, and taken away before
one that changes tables (`remove`): until they stand again, nothing that is kept is served.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connections, transaction

from api.caching.scopes import HOSTS, KEYS
from api.caching.tables import RULES, Event, Rule, models_by_table, seen_columns
from api.caching.triggers_by_row import PREFIX, install_row_triggers, remove_row_triggers

PAUSED = "paused"
"""The scope that is newer than `hosts` while the triggers are away."""
DUE, LAST = "due", "last"
"""Of the touches of a transaction those that stand for all: a trigger that is deferred for each of them would look
through all of them as often as there are, with the lock held that every writer needs. Deferred triggers run in the
order in which they were asked for, and the first touch of an import comes before most of its foreign keys: so `DUE`
asks for the one of `LAST`, which runs when they are checked.
"""

BY_INDEX = "SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off"
"""How functions read tables. Plans are kept: one from a network of ten stores reads all of ten thousand, each time."""

FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION api_scope_of_path(page_path text) RETURNS text LANGUAGE sql STABLE {BY_INDEX} AS $$
    SELECT coalesce((
        SELECT 'store:' || p.id
        FROM generate_series(length(page_path) / 4, 1, -1) n,
            LATERAL (SELECT id FROM wagtailcore_page WHERE path = left(page_path, 4 * n) OFFSET 0) p
        WHERE (SELECT s.page_ptr_id FROM stores_storepage s WHERE s.page_ptr_id = p.id) IS NOT NULL
        LIMIT 1
    ), 'library')
$$;

CREATE OR REPLACE FUNCTION api_scope_of_page(page_id bigint) RETURNS text LANGUAGE sql STABLE {BY_INDEX} AS $$
    SELECT coalesce((SELECT api_scope_of_path(p.path) FROM wagtailcore_page p WHERE p.id = page_id), 'library')
$$;

CREATE OR REPLACE FUNCTION api_bump(scopes text[]) RETURNS bigint LANGUAGE sql AS $$
    INSERT INTO api_generation (scope, value)
    VALUES ('', (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)
    ON CONFLICT (scope) DO UPDATE SET value = greatest(api_generation.value + 1, excluded.value);
    INSERT INTO api_generation (scope, value)
    SELECT DISTINCT scope, (SELECT value FROM api_generation WHERE api_generation.scope = '')
    FROM unnest(scopes) scope
    -- Every answer is made of this one; ten thousand stores that come in need no row each that all workers read.
    WHERE NOT ('{HOSTS}' = ANY (scopes) AND starts_with(scope, 'store:'))
    ON CONFLICT (scope) DO UPDATE SET value = excluded.value;
    SELECT value FROM api_generation WHERE scope = '';
$$;

CREATE OR REPLACE FUNCTION api_commit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    this bigint := pg_current_xact_id()::text::bigint;
    scopes text[];
    bumped bigint;
BEGIN
    SELECT array_agg(DISTINCT t.scope) INTO scopes FROM api_touch t
    WHERE t.transaction = this AND t.scope NOT IN ('{DUE}', '{LAST}');
    bumped := api_bump(scopes);
    WITH done AS (DELETE FROM api_touch t WHERE t.transaction = this RETURNING t.scope, t.kind, t.object_id)
    INSERT INTO api_change (generation, scope, kind, object_id, changed_at)
    SELECT bumped, done.scope, done.kind, done.object_id, clock_timestamp() FROM done
    WHERE done.scope NOT IN ('{DUE}', '{LAST}', '{KEYS}');
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION api_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO api_touch (transaction, scope, kind, object_id) VALUES (NEW.transaction, '{LAST}', '', 0);
    RETURN NULL;
END
$$;

DROP TRIGGER IF EXISTS api_due ON api_touch;
CREATE CONSTRAINT TRIGGER api_due AFTER INSERT ON api_touch
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.scope = '{DUE}') EXECUTE FUNCTION api_due();

DROP TRIGGER IF EXISTS api_commit ON api_touch;
CREATE CONSTRAINT TRIGGER api_commit AFTER INSERT ON api_touch
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.scope = '{LAST}') EXECUTE FUNCTION api_commit();

CREATE OR REPLACE FUNCTION api_truncated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM api_bump(ARRAY['{HOSTS}']);
    RETURN NULL;
END
$$;
"""

ROWS: dict[Event, str] = {"INSERT": "new_rows", "DELETE": "old_rows", "UPDATE": "changed"}
FIRST: dict[Event, str] = {"INSERT": "new_rows", "DELETE": "old_rows", "UPDATE": "new_rows"}
"""Empty where a statement wrote nothing, as most of `INSERT … ON CONFLICT` that insert only, or update only."""
REFERENCING: dict[Event, str] = {
    "INSERT": "REFERENCING NEW TABLE AS new_rows",
    "DELETE": "REFERENCING OLD TABLE AS old_rows",
    "UPDATE": "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
}


def _changed(columns: list[str], key: str) -> str:
    """The rows, before and after, that an UPDATE changed in what readers see: those without a twin.

    They are sorted, not joined: PostgreSQL keeps the plan that it made for the first statement of a connection, and a
    join that suits one row compares each of ten thousand with all others.
    """
    same = ", ".join(f'"{column}"' for column in dict.fromkeys([key, *columns]))
    both = "SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows"
    counted = f"SELECT *, count(*) OVER (PARTITION BY {same}) AS twins FROM ({both}) b"
    return f"SELECT * FROM ({counted}) c WHERE twins = 1"


def _note(table: str, rule: Rule, event: Event) -> str:
    """The statement that notes what a statement on the table touched, by one rule."""
    key = str(models_by_table()[table]._meta.pk.column)
    with_rows = f"changed AS MATERIALIZED ({_changed(seen_columns(table, rule), key)}), " if event == "UPDATE" else ""
    return (
        f"WITH {with_rows}touched AS (INSERT INTO api_touch (transaction, scope, kind, object_id) "
        f"SELECT DISTINCT pg_current_xact_id()::text::bigint, s.scope, '{rule.kind}', coalesce({rule.object_id}, 0) "
        f"FROM (SELECT * FROM {ROWS[event]} r WHERE {rule.only} OFFSET 0) r, "
        f"LATERAL ({rule.scopes.sql} OFFSET 0) s(scope) "
        f"WHERE s.scope IS NOT NULL ON CONFLICT DO NOTHING RETURNING 1) "
        f"INSERT INTO api_touch (transaction, scope, kind, object_id) "
        f"SELECT pg_current_xact_id()::text::bigint, '{DUE}', '', 0 WHERE EXISTS (SELECT FROM touched) "
        f"ON CONFLICT DO NOTHING;"
    )


def statements_for(table: str) -> Iterator[str]:
    """All that one table needs."""
    for event, referencing in REFERENCING.items():
        notes = [_note(table, rule, event) for rule in RULES[table] if event in rule.events]
        if not notes:
            continue
        name = f"{PREFIX}{table}_{event.lower()}"
        body = "\n    ".join(notes)
        yield (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql {BY_INDEX} AS $$\n"
            f"BEGIN\n    IF NOT EXISTS (SELECT FROM {FIRST[event]}) THEN RETURN NULL; END IF;\n"
            f"    {body}\n    RETURN NULL;\nEND\n$$"
        )
        yield (
            f"CREATE OR REPLACE TRIGGER {name} AFTER {event} ON {table} {referencing} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )
    name = f"{PREFIX}{table}_truncate"
    yield (
        f"CREATE OR REPLACE TRIGGER {name} AFTER TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION api_truncated()"
    )


def _standing(cursor: Any) -> list[tuple[str, str]]:
    """Names and tables of our triggers that stand."""
    cursor.execute(
        "SELECT t.tgname, t.tgrelid::regclass::text FROM pg_trigger t WHERE starts_with(t.tgname, %s)", [PREFIX]
    )
    return list(cursor.fetchall())


def _run(cursor: Any, statements: Iterable[str]) -> None:
    for statement in statements:
        cursor.execute(statement)


def install(using: str = "default") -> None:
    """Make every trigger anew, and everything that was kept until now old.

    Readers go on meanwhile: to replace a trigger locks out writers alone, to drop one everybody.
    """
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if {"api_generation", *RULES} - set(connection.introspection.table_names(cursor)):
            # Some apps are migrated, others not yet, or no longer.
            return
        if connection.vendor != "postgresql":
            install_row_triggers(cursor)
            return
        cursor.execute(FUNCTIONS)
        wanted = [each for table in RULES for each in statements_for(table)]
        _run(cursor, wanted)
        made = set(re.findall(r"CREATE OR REPLACE TRIGGER (\S+)", "\n".join(wanted)))
        _run(cursor, (f"DROP TRIGGER {name} ON {table}" for name, table in _standing(cursor) if name not in made))
        cursor.execute("SELECT api_bump(ARRAY[%s])", [HOSTS])


def remove(using: str = "default") -> None:
    """Take the triggers away; until they are made again, nothing that is kept is served.

    Table by table: readers of one that were locked out while others were waited for would meet their deadline.
    """
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            remove_row_triggers(cursor)
            return
        standing = _standing(cursor)
        if not standing:
            return
        cursor.execute("SELECT api_bump(ARRAY[%s])", [PAUSED])
    for table, triggers in groupby(sorted(standing, key=itemgetter(1)), key=itemgetter(1)):
        with transaction.atomic(using=using), connection.cursor() as cursor:
            _run(cursor, (f"DROP TRIGGER {name} ON {table}" for name, _table in triggers))
