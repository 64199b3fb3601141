"""Each trigger is needed: without it some reader gets what was before a write, and with it nobody does.

A row is written by itself, by the one statement that the trigger is for, while the trigger is away; then again while
it stands. What was kept is held against what is made anew.

make trial ARGS="tests/trial/test_each_trigger.py -s"
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import sleep

import pytest
from django.db import connection

from api.caching.mirror import LEASE
from api.caching.models import Change
from api.caching.scopes import HOSTS, KEYS
from api.caching.tables import EVERY_EVENT, Event
from api.caching.triggers import statements_for
from api.caching.triggers_by_row import PREFIX
from tests.harness.servers import Server, serving
from tests.trial.lone_writes import Asked, Row, Scene, forget_foreign_keys, watched

pytestmark = [pytest.mark.trial, pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

Answers = dict[Asked, tuple[int, str | None, bytes]]


class Reader:
    """Asks whatever is `asked`."""

    def __init__(self, server: Server) -> None:
        self.http, self.reads = server.connection(30), 0
        self.asked: list[Asked] = []

    def kept(self) -> Answers:
        """What a reader gets who asks after a write was answered."""
        sleep(LEASE)
        return {each: self._ask(each) for each in self.asked}

    def anew(self) -> Answers:
        """What there is, when nothing that was kept is current."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT api_bump(ARRAY[%s, %s])", [HOSTS, KEYS])
        return self.kept()

    def _ask(self, each: Asked) -> tuple[int, str | None, bytes]:
        headers = {"Host": each.host, **({"Authorization": f"Bearer {each.key}"} if each.key else {})}
        self.http.request("GET", each.path, headers=headers)
        answer = self.http.getresponse()
        self.reads += 1
        return answer.status, answer.headers["Location"], answer.read()


@contextmanager
def away(table: str, event: Event) -> Iterator[None]:
    """Inside, the trigger is not there."""
    name = f"{PREFIX}{table}_{event.lower()}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name} ON {table}")
        yield
        for statement in statements_for(table):
            if f" {name}()" in statement:
                cursor.execute(statement)


def steps(row: Row, event: Event) -> tuple[Callable[[], None], Callable[[], None]]:
    """The write that the trigger is for, and what takes it back."""
    return {
        "INSERT": (row.insert, row.delete),
        "UPDATE": (row.update, row.restore),
        "DELETE": (row.delete, row.insert),
    }[event]


def differing(kept: Answers, anew: Answers) -> list[str]:
    return [f"{each.host}{each.path}" for each in kept if kept[each] != anew[each]]


def lines() -> int:
    """How many the log of changes has."""
    return Change.objects.count()


UNKEPT = {"cms_recall INSERT", "cms_oldslug INSERT", *(f"stores_formerhost {each}" for each in EVERY_EVENT)}
"""What changes no answer that is kept: a 404, and what former hosts say. The log of changes is told all the same."""


def test_without_any_one_trigger_somebody_reads_what_was_before() -> None:
    scene = Scene()
    forget_foreign_keys()
    found, silent, wrong = dict[str, int](), [], []
    with serving(workers=1) as server:
        reader = Reader(server)
        for table, event in watched():
            scene.let_anybody_read(table != "api_networkaccess")
            row, reader.asked = Row(table, *scene.rows[table]), scene.shown[table]
            write, take_back = steps(row, event)
            if event == "INSERT":
                row.delete()
            reader.anew()
            told = lines()
            with away(table, event):
                write()
                stale = differing(reader.kept(), reader.anew())
            if lines() == told:
                silent.append(f"{table} {event}")
            take_back()
            reader.anew()
            told = lines()
            write()
            late = differing(reader.kept(), reader.anew())
            wrong += [f"{table} {event}: {each}" for each in late]
            if lines() == told and not table.startswith("api_"):
                wrong.append(f"{table} {event}: the log does not know")
            if event != "INSERT":
                take_back()
            found[f"{table} {event}"] = len(stale)
            print(f"{table} {event}: {len(stale)} stale answers without it, {len(late)} with it")  # noqa: T201
        print(f"{len(found)} triggers, {reader.reads} reads")  # noqa: T201
    assert wrong == []
    assert set(silent) == set(found)
    assert {name for name, stale in found.items() if not stale} == UNKEPT
