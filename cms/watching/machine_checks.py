"""Checks of the machine that Mortar runs on, for `manage.py doctor`."""

import os
import pwd
import sys
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from wagtail.models import Page

from cms.watching.checks import PEOPLE, Check, Door, Finding, bad, good, register_check, warning
from cms.watching.clocks import clocks_apart

OLDEST_POSTGRESQL = 140000
CLOCKS_APART = timedelta(seconds=5)
UNLOOKED_BYTES = 1 << 20
"""Of a table, from where on PostgreSQL plans badly if it knows nothing of what is in it."""
PACKAGES = ("api", "cms", "frontend_templates", "stores")
DOCTOR = frozenset({Door.DOCTOR})


def running_code(at: datetime) -> Finding:
    """Which code runs, with what, as whom."""
    python = ".".join(str(part) for part in sys.version_info[:3])
    who = pwd.getpwuid(os.getuid()).pw_name
    words = f"Python {python}, Wagtail {version('wagtail')}, granian {version('granian')}, as the user {who}"
    if os.getuid() == 0:
        return warning(words, "Run it as the services do, which may not write everywhere: sudo mortar doctor")
    return good(words)


def static_files(at: datetime) -> Finding:
    """Whether they are collected, by the code that runs."""
    root = getattr(settings, "STATIC_ROOT", None)
    if root is None:
        return good("served from the code itself")
    manifest = Path(root) / "staticfiles.json"
    if not manifest.exists():
        return bad(f"not collected in {root}", "Run, as the owner of the code: manage.py collectstatic --noinput")
    sources = (settings.BASE_DIR / package / "static" for package in PACKAGES)
    newest = max((path.stat().st_mtime for root in sources for path in root.rglob("*.*")), default=0)
    if newest > manifest.stat().st_mtime:
        return warning("the code has newer ones", "Run: manage.py collectstatic --noinput")
    return good(f"collected in {root}")


def database_rights(at: datetime) -> Finding:
    """Whether PostgreSQL is new enough, and the role may make tables and is no superuser."""
    if connection.vendor != "postgresql":
        return warning(f"{connection.display_name} is for the demo", "Set DATABASE_URL to a PostgreSQL database.")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version_num')::int, current_user, current_database(),"
            " current_setting('is_superuser') = 'on',"
            " coalesce(has_schema_privilege(current_schema(), 'CREATE'), false)"
        )
        number, role, name, is_superuser, may_create = cursor.fetchone()
    if number < OLDEST_POSTGRESQL:
        return bad(f"version {number // 10_000}", "Mortar needs PostgreSQL 14 or newer.")
    if not may_create:
        mend = f'Run, as postgres: psql -c "ALTER DATABASE {name} OWNER TO {role}"'
        return bad(f"{role} may not make tables in {name}", mend)
    if is_superuser:
        return warning(f"{role} is a superuser", "Give Mortar a role of its own: createuser mortar --pwprompt")
    return good(f"{role} may make tables in {name}, and nothing beyond")


def statistics(at: datetime) -> Finding:
    """Whether PostgreSQL knows what is in its tables. After `pg_restore` it does not until it is told to look, or does
    so by itself some minutes later: what takes milliseconds else takes minutes until then.
    """
    if connection.vendor != "postgresql":
        return good("this database keeps none")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'"
            # Of a table that was emptied there is nothing to know: it has 0 rows; one that nobody looked at has -1.
            " AND pg_relation_size(oid) > %s AND reltuples <> 0 AND NOT EXISTS (SELECT FROM pg_stats"
            " WHERE schemaname = current_schema() AND tablename = relname) ORDER BY pg_relation_size(oid) DESC",
            [UNLOOKED_BYTES],
        )
        tables = [name for (name,) in cursor.fetchall()]
    if tables:
        words = f"PostgreSQL has never looked at large tables: {len(tables)}, the largest is {tables[0]}"
        return warning(words, 'After a restore, run: vacuumdb --analyze-only --jobs=2 --dbname="$DATABASE_URL"')
    return good("PostgreSQL knows what is in its tables")


def clock(at: datetime) -> Finding:
    """Whether this machine's clock and the database's agree: promo lines and hours go by this one."""
    if connection.vendor != "postgresql":
        return good("the database has no other")
    difference = clocks_apart()
    if difference > CLOCKS_APART:
        words = f"{difference.total_seconds():.0f} seconds apart from the database's"
        return bad(words, "Keep both machines' time: systemctl enable --now systemd-timesyncd")
    return good("as the database's")


def network(at: datetime) -> Finding:
    """Whether the network is founded, and somebody can log in."""
    if Page.objects.filter(depth=2).count() < 2:
        return bad("not founded: there is no library and no stores' folder", "Run: manage.py found_network")
    people = get_user_model()._default_manager
    admins = people.filter(is_active=True, is_superuser=True) | people.filter(groups__name="Network admins")
    if not admins.exists():
        return warning("nobody is a network admin", "Run: manage.py createsuperuser")
    return good("founded, with somebody who runs it")


def writing_uploads(at: datetime) -> Finding:
    """Whether a file can be put where uploads are, read again and taken away."""
    name = default_storage.save("images/doctor.txt", ContentFile(b"Mortar"))
    try:
        with default_storage.open(name) as file:
            is_same = file.read() == b"Mortar"
    finally:
        default_storage.delete(name)
    if not is_same:
        return bad("what is read is not what was written", "See the storage's own log.")
    return good("written, read and deleted")


def register_machine_checks() -> None:
    """In the order in which they are read."""
    register_check(Check("code", "Code", running_code, doors=DOCTOR))
    register_check(Check("static", "Static files", static_files, doors=DOCTOR))
    register_check(Check("rights", "Rights in the database", database_rights, doors=DOCTOR))
    register_check(Check("statistics", "Statistics", statistics, doors=PEOPLE))
    register_check(Check("clock", "Clock", clock))
    register_check(Check("network", "Network", network, doors=DOCTOR))
    register_check(Check("writing", "Writing uploads", writing_uploads, doors=DOCTOR))
