"""Checks of what a network stands on: database, migrations, uploads, scheduler, mail, backups."""

import os
import shutil
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core import mail
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max, Min

from cms.tasks.rows import PAUSES, SILENT, given_up, waiting
from cms.watching.checks import EVERY_DOOR, PEOPLE, Check, Door, Finding, State, bad, good, register_check, warning
from cms.watching.clocks import SKEW
from cms.watching.logs import AWAY
from cms.watching.models import WORKER, beats_of, last_beat
from stores.audience.following import strays

SCHEDULER_LATE = timedelta(minutes=2)
TASKS_LATE = timedelta(minutes=10)
BACKUP_LATE = timedelta(hours=26)
TIDYING_LATE = timedelta(hours=49)
DISK_FULL, DISK_LOW = 0.02, 0.10
"""Shares of a disk that are free."""
QUIET = EVERY_DOOR - {Door.READY}


def answering_database(at: datetime) -> Finding:
    """Whether it answers, and in which version."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except AWAY as error:
        reason = (str(error).strip().splitlines() or [""])[0]
        return bad(f"does not answer: {reason}", "Start PostgreSQL, let this machine in, and look at DATABASE_URL.")
    name = connection.display_name
    version = ".".join(str(part) for part in connection.get_database_version())
    return good(f"{name} {version} answers")


_applied: set[str] = set()
"""Databases where nothing is left to apply."""


def migrations(at: datetime) -> Finding:
    """Whether every migration of this code is applied. Once it is, it stays so while this process runs."""
    if connection.alias in _applied:
        return good("all applied")
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return bad(f"{len(waiting)} not applied, the first is {waiting[0][0]}", "Run: manage.py migrate")
    _applied.add(connection.alias)
    return good("all applied")


def uploads(at: datetime) -> Finding:
    """Whether uploads can be written, and the room that is left for them."""
    try:
        place = Path(default_storage.path(""))
    except NotImplementedError:
        return good("in object storage")
    if not place.is_dir():
        return bad("the directory of uploads is not there", f"Make or mount it: {place}")
    if not os.access(place, os.W_OK | os.X_OK):
        return bad(
            "the directory of uploads can't be written", f"Give it to whom Mortar runs as: chown -R mortar {place}"
        )
    facts = shutil.disk_usage(place)
    share = facts.free / facts.total
    room = f"{facts.free / 2**30:,.1f} GB" if facts.free >= 2**30 else f"{facts.free // 2**20} MB"
    words = f"{room} free, {share:.0%} of the disk"
    if share < DISK_FULL:
        return bad(words, f"Make room on the disk of {place}: uploads fail.", free=facts.free)
    if share < DISK_LOW:
        return warning(words, f"Make room on the disk of {place}.", free=facts.free)
    return good(words, free=facts.free)


def alive(name: str, late: timedelta, mend: str, at: datetime) -> Finding:
    """Whether a process has said lately that it lives."""
    return _lately(last_beat(name), late, mend, at)


def _lately(last: datetime | None, late: timedelta, mend: str, at: datetime) -> Finding:
    if last is None:
        return warning("has never run", mend)
    age = max(at - last, timedelta())
    words = f"last seen {in_words(age)} ago"
    if last > at + SKEW:
        return warning(f"last seen in {in_words(last - at)}", "A clock was wrong: see Clock.", age_seconds=0.0)
    if age > late:
        return warning(words, mend, age_seconds=age.total_seconds())
    return good(words, age_seconds=age.total_seconds())


def worker(at: datetime) -> Finding:
    """Whether one of the workers has said lately that it lives."""
    return _lately(
        beats_of(WORKER).aggregate(last=Max("beat_at"))["last"], SILENT, "Start it: systemctl start mortar-worker", at
    )


def worker_missing(at: datetime) -> str:
    """For whoever waits for a task: since when no worker has been seen; "" while one lives."""
    found = worker(at)
    return "" if found.state is State.GOOD else f"the worker {found.words.replace('last', 'was last', 1)}"


def background_tasks(at: datetime) -> Finding:
    """What waits for a worker and since when, and what was tried in vain."""
    waits, in_vain = waiting(), given_up().count()
    number, since = waits.count(), waits.aggregate(since=Min("enqueued_at"))["since"]
    age = max(at - since, timedelta()) if since else timedelta()
    numbers = {"waiting": number, "oldest_seconds": age.total_seconds(), "failed": in_vain}
    words = f"{number} waiting, the oldest for {in_words(age)}" if number else "nothing is waiting"
    if in_vain:
        failures = f"{in_vain} failed {len(PAUSES) + 1} times; {words}"
        return warning(failures, "See below what they are, fix the reason, and try again.", **numbers)
    if age > TASKS_LATE:
        return warning(words, "Is a worker running, and is one enough? systemctl status mortar-worker", **numbers)
    return good(words, **numbers)


def in_words(age: timedelta) -> str:
    """`40 seconds`, `12 minutes`, `3 hours`, `2 days`: the largest unit of which there are at least two."""
    seconds = int(age.total_seconds())
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= 2 * length:
            return f"{seconds // length} {unit}s"
    return "1 second" if seconds == 1 else f"{seconds} seconds"


def saved_audiences(at: datetime) -> Finding:
    """Whether the stores of saved audiences are those that their rules say."""
    if number := strays():
        words = f"{number} of their stores, or stores that they lack, are not as the rules say"
        return warning(words, "Rows were written past Mortar. Run: manage.py keep_members", strays=number)
    return good("their stores are as the rules say")


def mail_server(at: datetime) -> Finding:
    """Whether the mail server takes a connection and a login."""
    backend = mail.get_connection(settings.MAIL_TRANSPORT, timeout=5)
    try:
        backend.open()
        backend.close()
    except OSError as error:
        place = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
        return bad(f"nobody takes mail at {place}: {error}", "See EMAIL_HOST and its kin; invitations are not sent.")
    return good("the mail server answers")


def register_network_checks() -> None:
    """In the order in which they are read."""
    scheduler = partial(alive, "scheduler", SCHEDULER_LATE, "Start it: systemctl start mortar-scheduler")
    tidying = partial(alive, "tidying", TIDYING_LATE, "The scheduler does it once a day; by hand: manage.py tidy")
    backup = partial(alive, "backup", BACKUP_LATE, "Back up, and then run: manage.py beat backup")
    register_check(Check("database", "Database", answering_database, is_needed=True))
    register_check(Check("migrations", "Migrations", migrations, is_needed=True))
    register_check(Check("uploads", "Uploads and disk", uploads))
    register_check(Check("scheduler", "Scheduler", scheduler))
    register_check(Check("worker", "Worker", worker))
    register_check(Check("tasks", "Tasks", background_tasks))
    register_check(Check("tidying", "Last cleaning", tidying, doors=PEOPLE))
    register_check(Check("audiences", "Saved audiences", saved_audiences, doors=frozenset({Door.DOCTOR})))
    register_check(Check("mail", "Mail", mail_server, doors=PEOPLE))
    register_check(Check("backup", "Last backup", backup, doors=PEOPLE))
