"""Servers of the release before go on while a migration runs and after it: schemas expand, and contract later."""

import pytest
from django.db.migrations.loader import MigrationLoader
from django_migration_linter import MigrationLinter

APPS = ["api", "cms", "media", "stores", "users"]
BEFORE_THE_FIRST_RELEASE = {
    "api": "0002",
    "cms": "0008",
    "media": "0003",
    "stores": "0014",
    "users": "0002",
}
"""The last migration of each app that no server has to live with: nothing was released yet."""
HARMLESS = {
    # Unique in a column that the migration before it adds: no server of the release before writes that.
    ("stores", "0022_one_store_at_a_frontend_address"),
}

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]


def mistakes(names: list[tuple[str, str]]) -> int:
    """How many of the migrations a server of the release before can't live with."""
    linter = MigrationLinter(
        include_apps=APPS, include_name=[name for _app, name in names], no_cache=True, no_output=True
    )
    linter.lint_all_migrations()
    assert linter.nb_total >= len(names)
    return int(linter.nb_erroneous)


def test_no_migration_takes_away_what_the_release_before_still_uses() -> None:
    ours = [key for key in MigrationLoader(None).disk_migrations if key[0] in APPS]
    new = [(app, name) for app, name in ours if name[:4] > BEFORE_THE_FIRST_RELEASE[app]]
    new = [key for key in new if key not in HARMLESS]
    assert not new or mistakes(new) == 0


def test_a_column_that_is_dropped_is_found() -> None:
    assert mistakes([("stores", "0013_a_store_in_its_own_words")]) == 1
