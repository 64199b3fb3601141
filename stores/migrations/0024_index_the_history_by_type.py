"""Publications of pages that are no store's own page are found without reading those of stores, which are most."""

from typing import Any

from django.db import migrations

INDEX = "history_by_action_and_type"
STATISTICS = "history_of_actions"
TABLE = "wagtailcore_pagelogentry"


def add(apps: Any, schema_editor: Any) -> None:
    """On PostgreSQL, and while others write. What a migration that was killed has left is made anew."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {INDEX}")
        schema_editor.execute(
            f'CREATE INDEX CONCURRENTLY {INDEX} ON {TABLE} (action, content_type_id, "timestamp" DESC, id DESC)'
        )
        # Most publications are of stores: what the two columns say together, PostgreSQL does not know of each.
        schema_editor.execute(f"CREATE STATISTICS IF NOT EXISTS {STATISTICS} ON action, content_type_id FROM {TABLE}")
        # Each store's number of entries, not that of a mean store.
        schema_editor.execute(f"ALTER TABLE {TABLE} ALTER COLUMN page_id SET STATISTICS 1000")
        schema_editor.execute(f"ANALYZE {TABLE}")


def remove(apps: Any, schema_editor: Any) -> None:
    """Takes them away."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {TABLE} ALTER COLUMN page_id SET STATISTICS -1")
        schema_editor.execute(f"DROP STATISTICS IF EXISTS {STATISTICS}")
        schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {INDEX}")


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("stores", "0023_files_that_the_worker_makes"), ("wagtailcore", "0098_apitoken")]

    operations = [migrations.RunPython(add, remove)]
