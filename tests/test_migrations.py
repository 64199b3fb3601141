"""Servers of the release before go on while a migration runs and after it: schemas expand, and contract later."""

from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.db import connection, migrations, models, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django_migration_linter import MigrationLinter

from cms.models import Placement
from stores.models import HiddenBanner
from tests.factories.dated import make_exception, make_holiday, make_network_banner
from tests.factories.lupus import lupus_network
from tests.factories.media import empty_storage
from tests.factories.submitting import make_owner
from tests.harness.older import mistakes_of, models_of, tables_without_rows

__all__ = ["empty_storage", "lupus_network"]

APPS = ["api", "cms", "media", "stores", "users"]
LAST_RELEASE = {
    "api": "0007",
    "cms": "0015",
    "media": "0004",
    "stores": "0028",
    "users": "0003",
}
"""Number of the last migration of each app that the release before has: to be written anew with each release. Nothing
is released yet; this is what the first migrations were squashed to.
"""

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
    new = [(app, name) for app, name in ours if name[:4] > LAST_RELEASE[app]]
    assert not new or mistakes(new) == 0


DROPS = """
from django.db import migrations

class Migration(migrations.Migration):
    dependencies = [("users", "{after}")]
    operations = [migrations.RemoveField("sharedcache", "expires")]
"""


def test_a_column_that_is_dropped_is_found(
    tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "dropping"
    copytree(Path(settings.BASE_DIR) / "cms/users/migrations", folder, ignore=ignore_patterns("*.pyc"))
    after = max(path.stem for path in folder.glob("0*.py"))
    (folder / "0999_drops.py").write_text(DROPS.format(after=after))
    monkeypatch.syspath_prepend(tmp_path)
    settings.MIGRATION_MODULES = {"users": "dropping"}
    assert mistakes([("users", "0999_drops")]) == 1


@pytest.fixture
def older(lupus_network: Any) -> list[type[models.Model]]:
    """The models of the last release, on a network that has a row of most."""
    store = lupus_network.pitman
    make_owner(store)
    make_exception(store)
    make_holiday(stores=[store])
    banner = make_network_banner(stores=[store])
    HiddenBanner.objects.create(store=store, banner=banner)
    Placement.objects.create(store=store, article=lupus_network.lupus, is_hidden=True)
    return models_of(LAST_RELEASE)


def test_release_before_reads_and_saves_on_this_schema(older: list[type[models.Model]]) -> None:
    # What has no row is compared by its columns alone.
    assert len(tables_without_rows(older)) < len(older) * 0.6
    assert mistakes_of(older) == []


NEVER = datetime(2026, 1, 1, tzinfo=UTC)
BREAKING: dict[str, tuple[Any, str]] = {
    "a new column that must be given": (
        migrations.AddField("storepage", "has_parking", models.BooleanField(default=False)),
        "stores_storepage.has_parking is new, NOT NULL, and left out by the release before. Give its field `db_def",
    ),
    "a column that is gone": (migrations.RemoveField("storepage", "fax"), "stores_storepage.fax is gone, or has an"),
    "a column with another name": (
        migrations.RenameField("storeregistration", "legal_name", "registered_name"),
        "stores_storeregistration.legal_name is gone, or has another name. Leave it, stop using it in this release",
    ),
    "a table that is gone": (migrations.DeleteModel("hiddenbanner"), "The table stores_hiddenbanner is gone."),
    "a column that is shorter": (
        migrations.AlterField("storepage", "city", models.CharField(max_length=50)),
        "stores_storepage.city is shorter than it was.",
    ),
    "a column that must be given from now on": (
        migrations.AlterField("storeregistration", "closed_at", models.DateTimeField(default=NEVER)),
        "stores_storeregistration.closed_at may not be null any more",
    ),
}
LIVED_WITH = (
    migrations.AddField("storepage", "has_parking", models.BooleanField(db_default=False)),
    migrations.AddField("storepage", "lifts", models.IntegerField(null=True)),
    migrations.CreateModel("Shelf", [("id", models.BigAutoField(primary_key=True))]),
)


def apply(operation: Any, before: ProjectState) -> None:
    """Does to the database what a migration of `stores` with this operation would do."""
    after = before.clone()
    operation.state_forwards("stores", after)
    connection.check_constraints()
    with connection.schema_editor() as editor:
        operation.database_forwards("stores", editor, before, after)


def test_migration_that_the_release_before_can_not_live_with_is_named(older: list[type[models.Model]]) -> None:
    state, named = ProjectState.from_apps(apps), {}
    for kind, (operation, _words) in BREAKING.items():
        with transaction.atomic():
            apply(operation, state)
            named[kind] = " ".join(mistakes_of(older))
            transaction.set_rollback(True)
    assert {kind for kind, (_operation, words) in BREAKING.items() if words not in named[kind]} == set()


def test_migrations_that_it_lives_with_are_none(older: list[type[models.Model]]) -> None:
    state = ProjectState.from_apps(apps)
    for operation in LIVED_WITH:
        apply(operation, state)
    assert mistakes_of(older) == []
