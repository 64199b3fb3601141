"""Queries whose text is made once: building SQL from a queryset costs more than answering it does.

    LATEST = Shape(lambda store, at: Article.objects.carried_by(store, at).order_by("-pk")[:3])
    rows = LATEST.rows(store=store, at=at)

The queryset stays the one place that says what is asked. It is built once with stand-ins for its values; where these
come out among the parameters of the text, the values of each call are put. On PostgreSQL the text is then prepared.
"""

import re
import threading
from collections.abc import Callable, Hashable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.expressions import RawSQL
from psycopg import RawCursor
from psycopg.types.numeric import Int4, Int8

from stores.upstream.django import cursor_around, iterable_of

PLACE = re.compile("%(.)")
PREPARED = 400
"""Texts that a connection has prepared at most: all that there are, of a few lengths."""
LONGEST = 512
"""Numbers in a list, above which the text is not the dearest part of a query."""
LARGEST_INT4 = 2**31 - 1


class NotKept(Exception):
    """The text hangs on the values themselves, so it can't be kept: a fault of the shape."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Where a value goes: as it is, or into a pattern of LIKE, between what stands before and behind it."""

    name: str
    number: int
    before: str = ""
    behind: str = ""
    is_pattern: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a query with $1, $2 and so on for its values, where they come from, and what reads its rows.

    `part`: the text as Django writes it, with %s for each value.
    """

    queryset: Any
    compiler: Any
    part: str
    sql: str
    parameters: tuple[Any, ...]
    converters: Any


class Shape:
    """A query that differs between calls by its values alone.

    `build` gets ints, texts, moments, days, lists of ints, and objects with `pk` and `path`. It must not look at them:
    it is called with stand-ins. What else a query hangs on, such as which columns are read, is `how` of `rows`.
    """

    def __init__(self, build: Callable[..., Any]) -> None:
        self.build = build
        self._texts: dict[Hashable, Text] = {}
        self._lock = threading.Lock()

    def rows(self, *how: Hashable, **values: Any) -> list[Any]:
        """What the queryset gives for these values, in a list."""
        text, values = self._known(how, values)
        if text is None:
            return list(self.build(*how, **values))
        connection = connections[text.queryset.db]
        compiler = copy(text.compiler)
        compiler.connection = connection
        parameters = tuple(map(_typed, _filled(text, values)))
        compiler.execute_sql = lambda *_args, **_kwargs: [_executed(connection, text.sql, parameters)]
        compiler.get_converters = lambda _expressions: text.converters
        query = CompiledQuery(text.queryset.query, compiler)
        # All that reading rows asks of a queryset; a copy of the queryset itself would ask the database first.
        queryset: Any = SimpleNamespace(
            db=text.queryset.db, query=query, model=text.queryset.model, _known_related_objects={}, _hints={}
        )
        return list(iterable_of(text.queryset)(queryset))

    def part(self, *how: Hashable, **values: Any) -> Any:
        """The same as a part of another query, for `pk__in=`: what is not built is not copied with it either."""
        text, values = self._known(how, values)
        return self.build(*how, **values) if text is None else RawSQL(text.part, _filled(text, values))  # noqa: S611

    def _known(self, how: tuple[Hashable, ...], values: dict[str, Any]) -> tuple[Text | None, dict[str, Any]]:
        """The text, where one is kept, and the values that it takes."""
        values = {name: _padded(value) if isinstance(value, list) else value for name, value in values.items()}
        is_long = any(len(value) > LONGEST for value in values.values() if isinstance(value, list))
        is_kept = not is_long and connections[DEFAULT_DB_ALIAS].vendor == "postgresql"
        return self._text(how, values) if is_kept else None, values

    def _text(self, how: tuple[Hashable, ...], values: dict[str, Any]) -> Text | None:
        lengths = tuple(len(value) for value in values.values() if isinstance(value, list))
        key = how, lengths
        text = self._texts.get(key)
        if text is None:
            with self._lock:
                text = self._made(how, values)
                if text is not None:
                    self._texts[key] = text
        return text

    def _made(self, how: tuple[Hashable, ...], values: dict[str, Any]) -> Text | None:
        """None where there is no text to keep: what can be said to be empty without asking."""
        stand_ins = [
            {name: _stand_in(value, 64 * number + turn) for number, (name, value) in enumerate(values.items())}
            for turn in (0, 32)
        ]
        querysets = [self.build(*how, **each) for each in stand_ins]
        try:
            made = [_compiled(queryset) for queryset in querysets]
        except EmptyResultSet:
            return None
        (compiler, sql, first), (_compiler, other_sql, second) = made
        if sql != other_sql or len(first) != len(second):
            raise NotKept("The text hangs on the values.")
        names = [{name: _parts(value) for name, value in each.items()} for each in stand_ins]
        gaps = tuple(_gap(one, two, *names) for one, two in zip(first, second, strict=True))
        _check_all_are_there(names[0], gaps)
        converters = compiler.get_converters(expression for expression, _sql, _alias in compiler.select)
        return Text(querysets[0], compiler, sql, _numbered(sql), gaps, converters)


class StoreRows:
    """Which rows of a model a store has at a moment, as `rows` says: made once, for one answer after the other.

    Called, it gives a queryset to go on with. Databases other than PostgreSQL get `rows` as it is.
    """

    def __init__(self, model: Any, rows: Callable[[Any, datetime], Any]) -> None:
        self.model, self.rows = model, rows
        self._ids = Shape(lambda store, at: rows(store, at).order_by().values("pk"))
        self._found = Shape(lambda by, store, at, value: rows(store, at).filter(**{by: value}).order_by("pk"))

    def __call__(self, store: Any, at: datetime) -> Any:
        if connections[DEFAULT_DB_ALIAS].vendor != "postgresql":
            return self.rows(store, at)
        return self.model.objects.filter(pk__in=self._ids.part(store=store, at=at))

    def found(self, store: Any, at: datetime, **which: int | str) -> list[Any]:
        """Those with one value in a column, by id. No number is larger than an id can be."""
        ((by, value),) = which.items()
        if isinstance(value, int) and value > LARGEST_INT4:
            return []
        return self._found.rows(by, store=store, at=at, value=value)


def _numbered(sql: str) -> str:
    """As PostgreSQL itself reads it: else psycopg reads each text again each time it is long."""
    numbers = count(1)
    return PLACE.sub(lambda found: f"${next(numbers)}" if found[1] == "s" else found[1], sql)


def _executed(connection: Any, sql: str, parameters: tuple[Any, ...]) -> list[Any]:
    """All rows. PostgreSQL keeps the plan of a text that it is asked often: planning costs more than most answers."""
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    raw = connection.connection
    with cursor_around(connection, RawCursor(raw)) as cursor:
        if settings.DATABASE_KEEPS_PLANS and raw.prepare_threshold is None:
            raw.prepare_threshold, raw.prepared_max = 0, PREPARED
            # Else PostgreSQL plans each text five times more. They ask by keys: the plan is the same for all of them.
            raw.execute("SET plan_cache_mode = force_generic_plan")
        cursor.execute(sql, parameters)
        rows: list[Any] = cursor.fetchall()
    if connection.queries_logged:
        # Django asks the cursor, which knows no text whose values PostgreSQL puts in.
        connection.queries_log[-1]["sql"] = sql
    return rows


class CompiledQuery:
    """A query that is compiled already."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self._query, self._compiler = query, compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)

    def get_compiler(self, *_args: Any, **_kwargs: Any) -> Any:
        return self._compiler


def _compiled(queryset: Any) -> tuple[Any, str, tuple[Any, ...]]:
    compiler: Any = queryset.query.clone().get_compiler(using=queryset.db)
    sql, parameters = compiler.as_sql()
    return compiler, sql, tuple(parameters)


def _padded(numbers: list[int]) -> list[int]:
    """As long as the next power of four, by the last number once more: few lengths are few texts."""
    if not numbers:
        return numbers
    length = 4 ** (((len(numbers) - 1).bit_length() + 1) // 2)
    return numbers + numbers[-1:] * (length - len(numbers))


def _parts(value: Any) -> Sequence[Any]:
    if isinstance(value, list):
        return value
    if isinstance(value, int | str | date):
        return (value,)
    return value.pk, value.path


def _stand_in(value: Any, number: int) -> Any:
    """Something of the same kind that stands nowhere else."""
    if isinstance(value, list):
        return [2_000_000_000 + number * 4096 + place for place in range(len(value))]
    if isinstance(value, int):
        return 1_900_000_000 + number
    if isinstance(value, str):
        return f"stand1n{number:06d}"
    if isinstance(value, datetime):
        return datetime(2501, 2, 3, 4, 5, 6, 7, UTC) + timedelta(hours=number)
    if isinstance(value, date):
        return date(2501, 2, 3) + timedelta(days=number)
    return SimpleNamespace(pk=1_800_000_000 + number, path=f"STAND2N{number:06d}")


def _gap(one: Any, two: Any, *names: dict[str, Sequence[Any]]) -> Any:
    """Where the parameter's value comes from; a value that is the same in both stays."""
    if type(one) is type(two) and one == two:
        return one
    for name, parts in names[0].items():
        for number, part in enumerate(parts):
            other = names[1][name][number]
            if one == part and two == other and not isinstance(one, bool):
                return Gap(name, number)
            if isinstance(part, str) and isinstance(one, str) and part in one and one.replace(part, other) == two:
                before, behind = one.split(part)
                return Gap(name, number, before, behind, is_pattern=True)
    raise NotKept(f"What is {one!r} made of?")


def _check_all_are_there(names: dict[str, Sequence[Any]], gaps: tuple[Any, ...]) -> None:
    found = {gap.name for gap in gaps if isinstance(gap, Gap)}
    if set(names) - found:
        raise NotKept(f"Nothing came of {sorted(set(names) - found)}.")


def _filled(text: Text, values: dict[str, Any]) -> list[Any]:
    """The parameters of the text for these values."""
    given = {name: _parts(value) for name, value in values.items()}
    return [_put(each, given) if isinstance(each, Gap) else each for each in text.parameters]


def _put(gap: Gap, given: dict[str, Sequence[Any]]) -> Any:
    value = given[gap.name][gap.number]
    return gap.before + _as_it_is(value) + gap.behind if gap.is_pattern else value


def _typed(value: Any) -> Any:
    """One type for all numbers: PostgreSQL prepares a text anew for each mixture of types."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Int4(value) if -LARGEST_INT4 <= value <= LARGEST_INT4 else Int8(value)
    return value


def _as_it_is(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
